import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { HttpRequest } from '../../../common/http-post';

/** One event as its destination wants it. */
export interface Item {
  readonly text: string;
  /** Only items of one group may share a request; none unless given. */
  readonly group?: string;
}

/** What is special about one destination: how events are written, and how much it takes at once. */
export interface Destination {
  /** Of the sink. */
  readonly name: string;
  /** In messages, and in the `integrations` of an event. */
  readonly title: string;
  /** Of one request. */
  readonly maxItems: number;
  /** Of one request, in bytes. */
  readonly maxBytes: number;
  /** Of one item, in bytes; `maxBytes` unless given. */
  readonly maxItemBytes?: number;
  /** Requests under way at once; 1 unless given. */
  readonly parallel?: number;
  /** Whether it wants the oldest event first; as they came unless given. */
  readonly inOrderOfTime?: boolean;
  /**
   * Whether it takes all or nothing of a request that it answers with 400 or
   * 422: then the request is halved to find out what it refuses.
   */
  readonly takesAllOrNothing?: boolean;
  /** `undefined` where there is nothing to tell the destination, `refused` what it would never take. */
  encode(event: AnalyticsEvent, now: number): Item | 'refused' | undefined;
  request(texts: readonly string[], group: string): HttpRequest;
  /** How many of `count` items were not taken, by the beginning of an answer of 2xx. None unless given. */
  refusedOf?(answer: string, count: number): number;
}
