import type { Grid } from './metrics';

/**
 * A histogram as plain JSON, as it travels in batches: OTLP's exponential
 * histogram on the units of its grid. `count`, `sum`, `min` and `max` are of
 * the values as they came, in the metric's unit; all are 0 when there are none.
 */
export interface HistogramState {
  readonly grid: Grid;
  /** 2^scale buckets per octave. */
  readonly scale: number;
  readonly count: number;
  readonly sum: number;
  readonly min: number;
  readonly max: number;
  /** Values below half a unit. */
  readonly zero: number;
  /** Index of the first bucket; bucket `i` counts units in (2^(i/2^scale), 2^((i+1)/2^scale)]. */
  readonly offset: number;
  /** Dense; the first and the last one are not 0. Empty without values from half a unit up. */
  readonly buckets: readonly number[];
}
