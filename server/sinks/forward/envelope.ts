import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { Destination, Item } from './destination';

/** Segment's limits, which RudderStack and Jitsu keep within theirs. https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/ */
export const segmentLimits = {
  maxItems: 2_500,
  maxBytes: 500_000,
  maxItemBytes: 32 * 1024,
} as const;

/**
 * A destination that takes Segment's envelope, many at once under `batch`.
 * `keys` are what lets the requests in.
 */
export function envelopeDestination(
  given: Pick<Destination, 'name' | 'title'> & Partial<Destination>,
  { url, headers }: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
): Destination {
  return {
    ...segmentLimits,
    takesAllOrNothing: true,
    encode: envelopeOf,
    request: (texts) => ({
      url,
      headers: { 'content-type': 'application/json', ...headers },
      body: `{"batch":[${texts.join(',')}]}`,
    }),
    ...given,
  };
}

/**
 * The event as it is, but for what its receiver writes anew: the write key,
 * and the sender's times. `timestamp` is corrected already; with `sentAt` and
 * `originalTimestamp` beside it, it would be once more.
 */
function envelopeOf(event: AnalyticsEvent): Item {
  const { writeKey, sentAt, receivedAt, originalTimestamp, ...envelope } = event;
  return { text: JSON.stringify(envelope) };
}

export const basic = (key: string) => `Basic ${Buffer.from(`${key}:`).toString('base64')}`;
