import { RadiantError } from '../common/errors';
import type { ConfiguredSink } from './configured-sink';
import { ga4Forwarder } from './sinks/forward/ga4';
import { jitsuForwarder } from './sinks/forward/jitsu';
import { matomoForwarder } from './sinks/forward/matomo';
import { posthogForwarder } from './sinks/forward/posthog';
import { rudderstackForwarder } from './sinks/forward/rudderstack';
import { segmentForwarder } from './sinks/forward/segment';

/** The destinations of analytics events. None can be read. */
export const configuredForwarders: readonly ConfiguredSink[] = [
  {
    name: 'segment',
    isWanted: ({ segment }) => segment.writeKey !== undefined,
    create: ({ segment }, parts) =>
      segmentForwarder({ ...segment, ...parts, writeKey: needed('segment', segment, 'writeKey') }),
  },
  {
    name: 'rudderstack',
    isWanted: ({ rudderstack: { url, writeKey } }) => (url ?? writeKey) !== undefined,
    create: ({ rudderstack }, parts) =>
      rudderstackForwarder({
        ...rudderstack,
        ...parts,
        url: needed('rudderstack', rudderstack, 'url'),
        writeKey: needed('rudderstack', rudderstack, 'writeKey'),
      }),
  },
  {
    name: 'jitsu',
    isWanted: ({ jitsu: { url, writeKey } }) => (url ?? writeKey) !== undefined,
    create: ({ jitsu }, parts) =>
      jitsuForwarder({
        ...jitsu,
        ...parts,
        url: needed('jitsu', jitsu, 'url'),
        writeKey: needed('jitsu', jitsu, 'writeKey'),
      }),
  },
  {
    name: 'posthog',
    isWanted: ({ posthog }) => posthog.key !== undefined,
    create: ({ posthog }, parts) =>
      posthogForwarder({ ...posthog, ...parts, key: needed('posthog', posthog, 'key') }),
  },
  {
    name: 'ga4',
    isWanted: ({ ga4: { measurementId, apiSecret } }) => (measurementId ?? apiSecret) !== undefined,
    create: ({ ga4 }, parts) =>
      ga4Forwarder({
        ...ga4,
        ...parts,
        measurementId: needed('ga4', ga4, 'measurementId'),
        apiSecret: needed('ga4', ga4, 'apiSecret'),
      }),
  },
  {
    name: 'matomo',
    isWanted: ({ matomo: { url, siteId, token } }) => (url ?? siteId ?? token) !== undefined,
    create: ({ matomo }, parts) =>
      matomoForwarder({
        ...matomo,
        ...parts,
        url: needed('matomo', matomo, 'url'),
        siteId: needed('matomo', matomo, 'siteId'),
      }),
  },
];

/** @throws {RadiantError} `options-invalid` when one of a group's options is there, but not this one. */
function needed<Group extends object, Key extends keyof Group & string>(
  name: string,
  group: Group,
  key: Key,
): NonNullable<Group[Key]> {
  const value = group[key];
  if (value !== undefined && value !== null) return value;
  throw new RadiantError(
    'options-invalid',
    `options.${name}.${key} is missing; without it nothing can be forwarded there`,
  );
}
