import type { HistogramState } from '../histogram-state';
import type { Grid } from '../metrics';

/** A histogram that is being counted; at any time also what is sent. */
export type OpenHistogram = { -readonly [Key in keyof HistogramState]: HistogramState[Key] } & {
  buckets: number[];
};

/** Units in one of the metric's unit: `gridUnits` of `common/histogram-grid.ts`, without its tables. */
const unitsPerValue: Readonly<Record<Grid, number>> = {
  duration: 2 ** 20 / 1000,
  lifetime: 2 ** 10 / 1000,
  size: 1,
};

/** 16 buckets an octave: the finest at which all of a grid, 31 octaves, stays within 512 buckets. */
const scale = 4;

export function openHistogram(grid: Grid): OpenHistogram {
  return { grid, scale, count: 0, sum: 0, min: Infinity, max: 0, zero: 0, offset: 0, buckets: [] };
}

/**
 * Counts one value as `common/histogram.ts` would at scale 4, in a tenth of the
 * code. Negative values and NaN count as 0, those beyond the grid in its last bucket.
 */
export function countValue(into: OpenHistogram, given: number): void {
  const value = given > 0 ? Math.min(given, Number.MAX_SAFE_INTEGER) : 0;
  into.count++;
  into.sum += value;
  into.min = Math.min(into.min, value);
  into.max = Math.max(into.max, value);
  const units = Math.min(Math.floor(value * unitsPerValue[into.grid] + 0.5), 2 ** 31 - 1);
  if (units < 1) {
    into.zero++;
    return;
  }
  const { buckets } = into;
  const index = Math.ceil(Math.log2(units) * 2 ** scale) - 1;
  if (buckets.length === 0) into.offset = index;
  for (; index < into.offset; into.offset--) buckets.unshift(0);
  while (index >= into.offset + buckets.length) buckets.push(0);
  const slot = index - into.offset;
  buckets[slot] = (buckets[slot] ?? 0) + 1;
}
