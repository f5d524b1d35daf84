import type { AnalyticsEvent, EventType } from './analytics/event';
import type { ResourceFilter } from './read-checks';
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
  /** The newest first; of the same millisecond, by `messageId`. */
  readonly events: readonly ReadEvent[];
  /** Whether there are others beyond the limit. */
  readonly more: boolean;
  /** Since when the store has forgotten none, in epoch ms; absent while it has had no batch. */
  readonly keptFrom?: number;
}
