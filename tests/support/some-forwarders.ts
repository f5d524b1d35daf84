import type { Sink } from '../../common/sink';
import { ga4Forwarder } from '../../server/sinks/forward/ga4';
import { jitsuForwarder } from '../../server/sinks/forward/jitsu';
import { matomoForwarder } from '../../server/sinks/forward/matomo';
import { posthogForwarder } from '../../server/sinks/forward/posthog';
import { rudderstackForwarder } from '../../server/sinks/forward/rudderstack';
import { segmentForwarder } from '../../server/sinks/forward/segment';
import { ga4Rules } from './vendors/ga4';
import { matomoRules } from './vendors/matomo';
import { posthogRules } from './vendors/posthog';
import { jitsuRules, rudderstackRules, segmentRules } from './vendors/segment';
import type { VendorRules } from './vendors/vendor';

export interface SomeForwarder {
  readonly name: string;
  readonly rules: VendorRules;
  make(url: string): Sink;
  /** What is in a request about a track event `Reset Asked`. */
  readonly reads: readonly string[];
}

/** Every forwarder, as its vendor's rules in tests/support/vendors let it in. */
export const forwarders: readonly SomeForwarder[] = [
  {
    name: 'segment',
    rules: segmentRules('key'),
    make: (url) => segmentForwarder({ url, writeKey: 'key', consent: 'segment' }),
    reads: ['Reset Asked', 'reset-password/***'],
  },
  {
    name: 'rudderstack',
    rules: rudderstackRules('key'),
    make: (url) => rudderstackForwarder({ url, writeKey: 'key', consent: 'rudderstack' }),
    reads: ['Reset Asked', 'reset-password/***'],
  },
  {
    name: 'jitsu',
    rules: jitsuRules('id:key'),
    make: (url) => jitsuForwarder({ url, writeKey: 'id:key', consent: 'jitsu' }),
    reads: ['Reset Asked', 'reset-password/***'],
  },
  {
    name: 'posthog',
    rules: posthogRules('phc_key'),
    make: (url) =>
      posthogForwarder({
        url,
        key: 'phc_key',
        consent: 'posthog',
        groupType: 'company',
        profiles: 'identified',
      }),
    reads: ['Reset Asked', 'reset-password/***'],
  },
  {
    name: 'ga4',
    rules: ga4Rules('G-1', 'key'),
    make: (url) =>
      ga4Forwarder({
        url,
        measurementId: 'G-1',
        apiSecret: 'key',
        consent: 'ga4',
        userId: true,
        traits: ['plan'],
        ads: false,
      }),
    reads: ['reset_asked', 'reset-password/***'],
  },
  {
    name: 'matomo',
    rules: matomoRules('key'),
    make: (url) => matomoForwarder({ url, siteId: 1, token: 'key', consent: 'matomo' }),
    reads: ['Reset+Asked', 'reset-password/***'],
  },
];
