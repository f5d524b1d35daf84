import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { Sink } from '../../../common/sink';
import { below } from './below';
import type { Item } from './destination';
import { createForwarder, type ForwarderOptions } from './forwarder';
import { ga4Event } from './ga4-event';
import { ga4Person } from './ga4-person';

export interface Ga4Options extends ForwarderOptions {
  /** `G-...` of the web data stream. */
  readonly measurementId: string;
  readonly apiSecret: string;
  /** Where `/mp/collect` is. */
  readonly url: string;
  /** Whether the id of the user is sent, as `user_id`. */
  readonly userId: boolean;
  /** Traits that are sent as user properties. */
  readonly traits: readonly string[];
  /** Whether Google may use what it gets for advertising. */
  readonly ads: boolean;
}

const oldestMs = 72 * 60 * 60_000;

/**
 * Forwards events to Google Analytics 4 by its Measurement Protocol. Each
 * request is about one person. It is answered with 2xx whatever is in it, and
 * nothing is known again: so what Google would throw away is refused here, and
 * an answer that got lost may count an event twice.
 * https://developers.google.com/analytics/devguides/collection/protocol/ga4
 */
export function ga4Forwarder(given: Ga4Options): Sink {
  const { url, measurementId, apiSecret, userId, traits, ads, ...options } = given;
  const query = new URLSearchParams({ measurement_id: measurementId, api_secret: apiSecret });

  function encode(event: AnalyticsEvent, now: number): Item | 'refused' | undefined {
    const written = ga4Event(event, { traits });
    if (!written) return undefined;
    if (now - Date.parse(event.timestamp) > oldestMs) return 'refused'; // it would be counted at a wrong time
    const group = JSON.stringify(ga4Person(event, { userId, traits, ads }));
    return { text: JSON.stringify(written), group };
  }

  return createForwarder(
    {
      name: 'ga4',
      title: 'Google Analytics 4',
      maxItems: 25,
      maxBytes: 130_000,
      parallel: 8,
      encode,
      request: (texts, person) => ({
        url: `${below(url, 'mp/collect')}?${query}`,
        headers: { 'content-type': 'application/json' },
        body: `${person.slice(0, -1)},"events":[${texts.join(',')}]}`,
      }),
    },
    options,
  );
}
