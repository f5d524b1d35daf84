import type { AnalyticsEvent } from './analytics/event';
import type { Drops } from './drops';
import type { ErrorEntry } from './error-entry';
import type { HistogramState } from './histogram';
import type { LogEntry } from './log-entry';
import type { Dims, MetricName, Unit } from './metrics';
import type { CoverageEntry, ObserverEntry } from './observer-entry';
import type { Resource } from './resource';
import type { Trace } from './trace';

interface SeriesBase {
  readonly metric: MetricName;
  readonly unit: Unit;
  readonly dims: Dims;
}

/** What one series gained (counter, histogram) or last was (gauge) within a window. */
export type Series =
  | (SeriesBase & { readonly kind: 'counter' | 'gauge'; readonly value: number })
  | (SeriesBase & { readonly kind: 'histogram'; readonly value: HistogramState });

/**
 * All that one process recorded in one window (or, merged, several). Immutable.
 * Only series that were touched in the window are present. `docs/batch-format.md`
 * describes it for readers without Radiant.
 */
export interface Batch {
  /** Version of the format. */
  readonly v: 1;
  /** Unique, and the same at every delivery: a sink can make a second one harmless. */
  readonly id: string;
  /** First and last window it covers; windows are numbered from 1 in each process. */
  readonly sequences: readonly [first: number, last: number];
  readonly resource: Resource;
  /** Epoch milliseconds; `from` inclusive, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly series: readonly Series[];
  /** Absent when nothing was observed. */
  readonly observers?: readonly ObserverEntry[];
  /** Absent when no stream delivered anything. */
  readonly coverage?: readonly CoverageEntry[];
  /** Traces that were kept. Absent when there is none, as are the next three. */
  readonly traces?: readonly Trace[];
  readonly errors?: readonly ErrorEntry[];
  readonly logs?: readonly LogEntry[];
  /** Analytics events that were taken in, in that order. */
  readonly events?: readonly AnalyticsEvent[];
  /** Losses in the window. */
  readonly drops: Drops;
}
