import { type AnalyticsEvent, type EventType, eventTypes } from './analytics/event';
import { compareText } from './compare-text';
import {
  checkLimit,
  checkOneOf,
  checkRange,
  checkResource,
  checkText,
  type Filters,
  matchesResource,
  type ResourceField,
  type ResourceFilter,
} from './read-checks';
import type { Resource } from './resource';

/**
 * Which events to read. Times are epoch milliseconds; `from` inclusive, `to`
 * exclusive. An event belongs to the range that holds its `timestamp`.
 */
export interface EventsQuery {
  readonly from: number;
  readonly to: number;
  readonly type?: EventType | undefined;
  readonly event?: string | undefined;
  readonly name?: string | undefined;
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
  readonly messageId?: string | undefined;
  /** `context.visit.id` */
  readonly visit?: string | undefined;
  readonly writeKey?: string | undefined;
  /** Senders of the batches, which are the processes that took the events in. */
  readonly resource?: ResourceFilter | undefined;
  /** At most so many; 100 unless given, up to 1,000. */
  readonly limit?: number | undefined;
}

/** An event, and the process that took it in. */
export type ReadEvent = AnalyticsEvent & { readonly resource: Resource };

export interface EventsAnswer {
  readonly from: number;
  readonly to: number;
  /**
   * The newest first; of the same millisecond, by `messageId`, then `writeKey`.
   * One that came several times, which is to say with the same `writeKey` and
   * `messageId`, is there once.
   */
  readonly events: readonly ReadEvent[];
  /** Whether there are others beyond the limit. */
  readonly more: boolean;
  /** Since when the store has forgotten none, in epoch ms; absent while it has had no batch. */
  readonly keptFrom?: number;
}

/** A query for events that makes sense. */
export interface CheckedEventsQuery {
  readonly from: number;
  readonly to: number;
  /** Fields of the event and the values they must have. */
  readonly equal: Filters<EventField>;
  readonly visit: string | undefined;
  readonly resource: Filters<ResourceField>;
  readonly limit: number;
}

const textFields = ['event', 'name', 'userId', 'anonymousId', 'messageId', 'writeKey'] as const;
const fields = ['type', ...textFields] as const;

export type EventField = (typeof fields)[number];

const limits = { usual: 100, most: 1_000 };

/**
 * Checks a query from outside, as every reader does first.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkEventsQuery(query: EventsQuery): CheckedEventsQuery {
  const { from, to, visit } = query;
  checkRange(from, to);
  checkOneOf('type', query.type, eventTypes);
  for (const field of textFields) checkText(field, query[field]);
  checkText('visit', visit);
  const equal = fields.flatMap((field) => {
    const value = query[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  const resource = checkResource(query.resource);
  return { from, to, equal, visit, resource, limit: checkLimit(query.limit, limits) };
}

/** Whether an event that the sender took in is among those the query asks for. */
export function matchesEvent(
  query: CheckedEventsQuery,
  event: AnalyticsEvent,
  sender: Resource,
): boolean {
  const at = Date.parse(event.timestamp);
  return (
    at >= query.from &&
    at < query.to &&
    query.equal.every(([field, value]) => event[field] === value) &&
    (query.visit === undefined || event.context.visit?.id === query.visit) &&
    matchesResource(query, sender)
  );
}

/** Less than 0 where `a` comes before `b`. */
export function compareEvents(
  a: Pick<AnalyticsEvent, 'timestamp' | 'messageId' | 'writeKey'>,
  b: Pick<AnalyticsEvent, 'timestamp' | 'messageId' | 'writeKey'>,
): number {
  const later = Date.parse(b.timestamp) - Date.parse(a.timestamp);
  return later || compareText(a.messageId, b.messageId) || compareText(a.writeKey, b.writeKey);
}
