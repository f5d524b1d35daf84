import type { AnalyticsEvent } from '../../../common/analytics/event';
import { eventFacts } from '../../../common/analytics/event-facts';
import { dateText, earliestDate, latestDate } from './date-text';
import { searchableJson } from './searchable-json';

/**
 * Makes the rows of one batch's events. None for an event that came before in
 * the batch, nor for one whose time ClickHouse has no date for, as nobody could
 * ask for it.
 */
export function eventRows(): (event: AnalyticsEvent) => object | undefined {
  const seen = new Set<string>();
  return (event) => {
    const key = JSON.stringify([event.writeKey, event.messageId]);
    if (seen.has(key)) return undefined;
    seen.add(key);
    return rowOf(event);
  };
}

function rowOf(event: AnalyticsEvent): object | undefined {
  const { properties, traits, context, ...entry } = event;
  const { at, ...facts } = eventFacts(event);
  if (!(at >= earliestDate && at <= latestDate)) return undefined;
  return {
    at: dateText(at),
    sender_day: dayText(Date.parse(event.originalTimestamp ?? ''), at),
    write_key: event.writeKey,
    message_id: event.messageId,
    type: event.type,
    user_id: facts.userId ?? '',
    anonymous_id: facts.anonymousId ?? '',
    bot: context.bot === true,
    name: facts.name ?? '',
    visit: facts.visit ?? '',
    pattern: facts.pattern ?? '',
    path: facts.path ?? '',
    referrer: facts.referrer ?? '',
    campaign: facts.campaign ?? '',
    properties: searchableJson(properties),
    traits: searchableJson(traits),
    context: searchableJson(context),
    entry: searchableJson(entry),
  };
}

/** The last day of a Date. */
const lastDay = Date.UTC(2149, 5, 6);

function dayText(given: number, otherwise: number): string {
  const at = Number.isNaN(given) ? otherwise : given;
  return new Date(Math.min(lastDay, Math.max(0, at))).toISOString().slice(0, 10);
}
