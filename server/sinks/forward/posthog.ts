import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { Sink } from '../../../common/sink';
import { answerOf } from './answer-of';
import { below } from './below';
import type { Item } from './destination';
import { createForwarder, type ForwarderOptions } from './forwarder';
import { type PosthogMapping, posthogEvent } from './posthog-event';

export interface PosthogOptions extends ForwarderOptions, PosthogMapping {
  /** Of the project; it begins with `phc_`. */
  readonly key: string;
  /** Where `/batch/` is. */
  readonly url: string;
}

const historicalAfterMs = 48 * 60 * 60_000;

/**
 * Forwards events to a project of PostHog, which knows them again by a UUID
 * that is made of the `messageId`. Events that are older than 48 hours go as
 * `historical_migration`, so that they look like no spike.
 * https://posthog.com/docs/api/capture
 */
export function posthogForwarder(given: PosthogOptions): Sink {
  const { url, key, groupType, profiles, ...options } = given;

  function encode(event: AnalyticsEvent, now: number): Item {
    const isHistorical = now - Date.parse(event.timestamp) > historicalAfterMs;
    const text = JSON.stringify(posthogEvent(event, { groupType, profiles }));
    return { text, group: isHistorical ? 'historical' : '' };
  }

  return createForwarder(
    {
      name: 'posthog',
      title: 'PostHog',
      maxItems: 1_000,
      maxBytes: 1_000_000, // of the 20 MB it takes: written in one go, they would hold the app up
      takesAllOrNothing: true,
      encode,
      request: (texts, group) => ({
        url: below(url, 'batch/'),
        headers: { 'content-type': 'application/json' },
        body: `{"api_key":${JSON.stringify(key)},"historical_migration":${group !== ''},"batch":[${texts.join(',')}]}`,
      }),
      refusedOf(answer, count) {
        const { quota_limited: over } = answerOf(answer);
        return Array.isArray(over) && over.includes('events') ? count : 0;
      },
    },
    options,
  );
}
