import { gridUnits, lowerBound } from './histogram-grid';
import type { HistogramState } from './histogram-state';
import type { Bucket } from './reader';

/**
 * The value below which the share `q` (0 ... 1) of the values lies, by nearest
 * rank, in the metric's unit: within 1.1 % (scale 4: 2.2 %) and half a unit;
 * the first and the last rank are exact. `undefined` without values, or for a
 * `q` out of range.
 */
export function quantile(state: HistogramState, q: number): number | undefined {
  const { count, min, max } = state;
  if (count === 0 || !(q >= 0 && q <= 1)) return undefined;
  const rank = Math.ceil(q * count - count * Number.EPSILON);
  if (rank <= 1) return min;
  if (rank >= count) return max;
  return Math.min(max, Math.max(min, estimate(state, rank)));
}

function estimate({ grid, scale, zero, offset, buckets }: HistogramState, rank: number): number {
  if (rank <= zero) return 0;
  let seen = zero;
  let at = 0;
  while (at < buckets.length - 1) {
    seen += buckets[at] ?? 0;
    if (seen >= rank) break;
    at++;
  }
  const lower = lowerBound(offset + at, scale);
  const upper = lowerBound(offset + at + 1, scale);
  return (2 * lower * upper) / (lower + upper) / gridUnits[grid].perValue;
}

/**
 * The used buckets, lowest first, in the metric's unit. Values below half a
 * unit, 0 included, come first as `[0, half a unit, count]`.
 */
export function bucketsOf({ grid, scale, zero, offset, buckets }: HistogramState): Bucket[] {
  const { perValue } = gridUnits[grid];
  const used: Bucket[] = zero === 0 ? [] : [[0, 0.5 / perValue, zero]];
  buckets.forEach((count, at) => {
    if (count === 0) return;
    const lower = lowerBound(offset + at, scale) / perValue;
    const upper = lowerBound(offset + at + 1, scale) / perValue;
    used.push([lower, upper, count]);
  });
  return used;
}

/**
 * Counts by explicit bounds, for formats that know no others: how many values
 * are at most the first of the ascending `bounds` (in the metric's unit), how
 * many lie between it and the second, ..., how many above the last. Not
 * cumulative, one count more than bounds, and their sum is `count`. A bound
 * moves by half a bucket at most: 1.1 % (scale 4: 2.2 %).
 */
export function foldTo(state: HistogramState, bounds: readonly number[]): number[] {
  const { grid, scale, zero, offset, buckets } = state;
  const counts = new Array<number>(bounds.length + 1).fill(0);
  const add = (at: number, count: number) => {
    counts[at] = (counts[at] ?? 0) + count;
  };
  const firstFrom0 = bounds.findIndex((bound) => bound >= 0);
  add(firstFrom0 < 0 ? bounds.length : firstFrom0, zero);

  const { perValue } = gridUnits[grid];
  const cuts = bounds.map((bound) =>
    Math.round(Math.log2(Math.max(bound, 0) * perValue) * 2 ** scale),
  );
  let at = 0;
  for (let slot = 0; slot < buckets.length; slot++) {
    while (at < bounds.length && offset + slot >= (cuts[at] ?? 0)) at++;
    add(at, buckets[slot] ?? 0);
  }
  return counts;
}
