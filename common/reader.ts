import type { ForgetQuery, Forgotten } from './forget';
import type { Dims, MetricName, Unit } from './metrics';
import type { CoverageEntry, ObserverEntry } from './observer-entry';
import type { AnalyticsQuery, AnswerTo } from './read-analytics';
import type { ResourceFilter } from './read-checks';
import type { ErrorsAnswer, ErrorsQuery } from './read-errors';
import type { EventsAnswer, EventsQuery } from './read-events';
import type { LogsAnswer, LogsQuery } from './read-logs';
import type { TracesAnswer, TracesQuery } from './read-traces';
import type { Resource } from './resource';

/** The statistics a reader can give of a metric. */
export const stats = [
  'rate',
  'sum',
  'avg',
  'p50',
  'p90',
  'p95',
  'p99',
  'p99.9',
  'max',
  'buckets',
] as const;

export type Stat = (typeof stats)[number];

/**
 * What to read. Times are epoch milliseconds; `from` inclusive, `to` exclusive.
 * A stored window counts as a whole, in the step that holds its middle, so
 * that neighbouring ranges add up.
 */
export interface ReadQuery {
  readonly metric: MetricName;
  /** Only series with these values; a missing dimension matches any value. */
  readonly dims?: Dims;
  /** One answer per combination of values of these dimensions, or of resource fields (`resource.release`). */
  readonly by?: readonly string[];
  /**
   * - `rate`: counters, and the count of histograms; per second of the time for
   *   which a matching sender reported, whichever of them.
   * - `sum`: what counters gained; the sum of a histogram's values.
   * - `avg`: mean of a histogram's values, or of a gauge over the time it is
   *   known for. Gauges of counts and bytes are summed over the series and
   *   senders of a row (`by`) first; shares and times are averaged over them.
   * - `p50` ... `p99.9`, `max`: of a histogram's values. `max` also of gauges: the
   *   highest reading of any one series. A quantile has no value where the
   *   store let buckets go.
   * - `buckets`: counts by value range; only where `capabilities.buckets`.
   */
  readonly stat: Stat;
  readonly from: number;
  readonly to: number;
  /** Width of a point, at most 10,000 of them; without it, one point for the whole range. */
  readonly stepMs?: number;
  /** Only batches of these senders, e.g. `{ release: '1.4.0' }`. */
  readonly resource?: ResourceFilter;
}

/** Counts of the values in (lower, upper], in the metric's unit. */
export type Bucket = readonly [lower: number, upper: number, count: number];

export type PointValue = number | readonly Bucket[];

export interface ReadRow {
  /** Values by the names given in `by`; empty without `by`. */
  readonly dims: Dims;
  /**
   * `[start of the step in epoch ms, value]`, oldest first. A step without
   * data has no point: unknown is not zero. A counter's or rate's value is 0
   * only where a sender of the row reported and the counter did not move.
   */
  readonly points: ReadonlyArray<readonly [at: number, value: PointValue]>;
}

export interface ReadAnswer {
  readonly metric: MetricName;
  readonly stat: Stat;
  /** Of the metric; of a rate, what is counted per second. */
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
  /** The width the points have: asked for, or a multiple where finer data is gone. */
  readonly stepMs: number;
  /** Sorted by the values of `by`. A row has at least one point. */
  readonly rows: readonly ReadRow[];
}

/** Which observers to read. Times as in {@link ReadQuery}. */
export interface ObserversQuery {
  readonly from: number;
  readonly to: number;
  /** Width of a step, at most 1,000 of them; without it, one step for the whole range. */
  readonly stepMs?: number;
  readonly resource?: ResourceFilter;
  /** `false` leaves the histograms of the entries out: who only counts is answered faster. */
  readonly histograms?: boolean;
}

/**
 * What one sender recorded in one step. What the stored windows counted adds
 * up, histograms merge; gauges are those of the last window, 0 for an entry
 * that it does not have (`mergeWindows` in `common/observer-merge.ts`). A
 * store that runs out of room may have put the least loaded entries together,
 * by kind of owner, collection and driver, under the name and shape `_OTHER`.
 */
export interface ObserverWindow {
  readonly resource: Resource;
  /** Start of the step. */
  readonly at: number;
  /** From the beginning of the first to the end of the last stored window of the step. */
  readonly from: number;
  readonly to: number;
  /** Sorted by key; empty when the sender observed nothing. */
  readonly observers: readonly ObserverEntry[];
  /** Sorted by collection and driver. */
  readonly coverage: readonly CoverageEntry[];
}

export interface ObserversAnswer {
  readonly from: number;
  readonly to: number;
  /** The width the steps have: asked for, or a multiple where finer data is gone. */
  readonly stepMs: number;
  /** Oldest first, by instance within a step. A sender that did not report has none: unknown is not nothing. */
  readonly windows: readonly ObserverWindow[];
}

/** Reads back what a sink stored. The same calls and answers, whichever the backend. */
export interface Reader {
  readonly capabilities: { readonly buckets: boolean };

  /** @throws {RadiantError} `read-invalid` when the query makes no sense for the metric. */
  read(query: ReadQuery): Promise<ReadAnswer>;

  /** @throws {RadiantError} `read-invalid` when the query makes no sense. */
  observers(query: ObserversQuery): Promise<ObserversAnswer>;

  /** Traces that were kept. @throws {RadiantError} `read-invalid` when the query makes no sense. */
  traces(query: TracesQuery): Promise<TracesAnswer>;

  /** Errors by group. @throws {RadiantError} `read-invalid` when the query makes no sense. */
  errors(query: ErrorsQuery): Promise<ErrorsAnswer>;

  /** Lines the app logged. @throws {RadiantError} `read-invalid` when the query makes no sense. */
  logs(query: LogsQuery): Promise<LogsAnswer>;

  /** Analytics events that were taken in. @throws {RadiantError} `read-invalid` when the query makes no sense. */
  events(query: EventsQuery): Promise<EventsAnswer>;

  /** People and what they did. @throws {RadiantError} `read-invalid` when the query makes no sense. */
  analytics<Query extends AnalyticsQuery>(query: Query): Promise<AnswerTo<Query>>;

  /**
   * Deletes the analytics events that have the `userId`, or the `anonymousId`,
   * and resolves when they are gone from what is stored; what is still on its
   * way there is not. Absent where a store cannot.
   *
   * @throws {RadiantError} `forget-invalid` when there is no id to go by.
   */
  forget?(query: ForgetQuery): Promise<Forgotten>;

  /** The senders seen in the range, the one that started last first. */
  resources(range: { readonly from: number; readonly to: number }): Promise<readonly Resource[]>;
}
