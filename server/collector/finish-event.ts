import type { AnalyticsEvent, EventContext } from '../../common/analytics/event';
import { redactField } from '../../common/analytics/redact-field';
import { isObject } from '../../common/is-object';
import { checkContext } from './check-context';
import { cleanFields, problemOf, type Walk } from './clean-fields';
import type { CollectorDrop } from './drop-reasons';
import { eventTime } from './event-time';
import { limits } from './limits';
import { present } from './present';
import type { ReadEvent } from './read-event';

/** Which properties and traits may be kept. */
export interface FieldPolicy {
  /** Where it is not empty, no others are kept of the first level. */
  readonly allow: ReadonlySet<string>;
  /** These are never kept, at any level. */
  readonly deny: ReadonlySet<string>;
}

export interface Finishing {
  readonly messageId: string;
  readonly writeKey: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly policy: FieldPolicy;
}

export interface Finished {
  readonly event: AnalyticsEvent;
  /** Keys that were left out. */
  readonly removed: number;
}

/**
 * The event as it is kept: its objects cleaned of what they may not hold, URLs
 * and secrets in properties and page masked, its time by the collector's clock.
 */
export function finishEvent(read: ReadEvent, finishing: Finishing): Finished | CollectorDrop {
  const { allow, deny } = finishing.policy;
  const ofApp: Walk = { ...aWalk, leaveOut: (name) => deny.has(name) };
  const allowed = (fields: object) => (allow.size > 0 ? only(allow, fields) : fields);
  const properties = read.properties && cleanFields(allowed(read.properties), ofApp, redactField);
  const traits = read.traits && cleanFields(allowed(read.traits), ofApp);
  const rest: Walk = { ...aWalk, left: ofApp.left };
  const context = contextOf(read.context, rest);
  const integrations = read.integrations && cleanFields(read.integrations, rest);
  const problem = problemOf(ofApp) ?? problemOf(rest);
  if (problem) return problem;
  const event = present({
    ...envelopeOf(read, finishing),
    properties,
    traits,
    context,
    integrations,
  });
  return { event, removed: ofApp.removed + rest.removed };
}

const aWalk: Walk = { left: limits.values, removed: 0, tooDeep: false, leaveOut: () => false };

function only(names: ReadonlySet<string>, fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.has(name)));
}

function contextOf(context: object, walk: Walk): EventContext {
  const parts = Object.entries(context).map(([name, part]): [string, unknown] => {
    const isAddress = name === 'page' || name === 'referrer';
    return [name, isAddress && isObject(part) ? cleanFields(part, walk, redactField) : part];
  });
  return checkContext(cleanFields(Object.fromEntries(parts), walk));
}

function envelopeOf(read: ReadEvent, { messageId, writeKey, receivedAt }: Finishing) {
  const { type, anonymousId, userId, originalTimestamp, sentAt, event, name, category } = read;
  return {
    type,
    messageId,
    anonymousId,
    userId,
    timestamp: new Date(eventTime(read, receivedAt)).toISOString(),
    originalTimestamp,
    sentAt,
    receivedAt: new Date(receivedAt).toISOString(),
    event,
    name,
    category,
    groupId: read.groupId,
    previousId: read.previousId,
    channel: read.channel,
    version: read.version,
    writeKey,
  };
}
