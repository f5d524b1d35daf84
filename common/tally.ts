import type { Series } from './batch';
import { type HistogramState, mergeStates } from './histogram';

/**
 * What one series amounts to over some time, in a form that adds up:
 *
 * - counter: `sum` is what it gained; `count` is 0;
 * - gauge: `count` is the time it is known for in milliseconds, `sum` the
 *   value × that time, `max` the highest reading;
 * - histogram: `count`, `sum` and `max` of its values, and the buckets, which
 *   a store may have let go.
 */
export interface Tally {
  readonly count: number;
  readonly sum: number;
  readonly max: number;
  readonly histogram?: HistogramState | undefined;
}

/** The tally of one series in a window of `durationMs`. */
export function tallyOf(series: Series, durationMs: number): Tally {
  if (series.kind === 'histogram') {
    const { count, sum, max } = series.value;
    return { count, sum, max, histogram: series.value };
  }
  const { kind, value } = series;
  if (kind === 'counter') return { count: 0, sum: value, max: value };
  return { count: durationMs, sum: value * durationMs, max: value };
}

/** Both together. Buckets that are known of one only would tell a lie, so they go. */
export function addTallies(a: Tally, b: Tally): Tally {
  return {
    count: a.count + b.count,
    sum: a.sum + b.sum,
    max: Math.max(a.max, b.max),
    histogram: a.histogram && b.histogram ? mergeStates(a.histogram, b.histogram) : undefined,
  };
}
