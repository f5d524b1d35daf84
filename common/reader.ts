import type { Dims, MetricName, Unit } from './metrics';
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

/** What to read. Times are epoch milliseconds; `from` inclusive, `to` exclusive. */
export interface ReadQuery {
  readonly metric: MetricName;
  /** Only series with these values; a missing dimension matches any value. */
  readonly dims?: Dims;
  /** One answer per combination of values of these dimensions, or of resource fields (`resource.release`). */
  readonly by?: readonly string[];
  /**
   * - `rate`: per second; counters, and the count of histograms.
   * - `sum`: what counters gained; the sum of a histogram's values.
   * - `avg`: mean of a gauge's or a histogram's values.
   * - `p50` … `p99.9`, `max`: of a histogram's values. `max` also of gauges.
   * - `buckets`: counts by value range; only where `capabilities.buckets`.
   */
  readonly stat: Stat;
  readonly from: number;
  readonly to: number;
  /** Width of a point; without it, one point for the whole range. */
  readonly stepMs?: number;
  /** Only batches of these senders, e.g. `{ release: '1.4.0' }`. */
  readonly resource?: Partial<
    Pick<Resource, 'service' | 'environment' | 'release' | 'host' | 'instance'>
  >;
}

/** Counts of the values in (lower, upper], in the metric's unit. */
export type Bucket = readonly [lower: number, upper: number, count: number];

export type PointValue = number | readonly Bucket[];

export interface ReadRow {
  /** Values of the `by` dimensions; empty without `by`. */
  readonly dims: Dims;
  /**
   * `[start of the step in epoch ms, value]`, oldest first. A step without
   * data has no point: unknown is not zero. A counter's or rate's value is 0
   * only where a sender reported and the counter did not move.
   */
  readonly points: ReadonlyArray<readonly [at: number, value: PointValue]>;
}

export interface ReadAnswer {
  readonly metric: MetricName;
  readonly stat: Stat;
  readonly unit: Unit;
  readonly from: number;
  readonly to: number;
  /** The width the points have; wider than asked where finer data is gone. */
  readonly stepMs: number;
  readonly rows: readonly ReadRow[];
}

/** Reads back what a sink stored. The same calls and answers, whichever the backend. */
export interface Reader {
  readonly capabilities: { readonly buckets: boolean };

  /** @throws {RadiantError} `read-invalid` when the query makes no sense for the metric. */
  read(query: ReadQuery): Promise<ReadAnswer>;

  /** The senders seen in the range, newest first. */
  resources(range: { readonly from: number; readonly to: number }): Promise<readonly Resource[]>;
}
