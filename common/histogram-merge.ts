import { bucketLimit } from './histogram-grid';
import type { HistogramState } from './histogram-state';

/**
 * What two histograms of one grid counted together: exact, whatever the order
 * and grouping of merges. Coarser only when one of them is, or when their
 * values together span more buckets than a histogram may have.
 *
 * @throws {TypeError} when the grids differ.
 */
export function mergeStates(a: HistogramState, b: HistogramState): HistogramState {
  if (a.grid !== b.grid) throw new TypeError(`cannot merge a ${a.grid} and a ${b.grid} histogram`);
  if (a.count === 0) return b;
  if (b.count === 0) return a;
  return {
    grid: a.grid,
    ...mergeBuckets(a, b),
    count: a.count + b.count,
    sum: a.sum + b.sum,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    zero: a.zero + b.zero,
  };
}

function mergeBuckets(a: HistogramState, b: HistogramState) {
  const used = [a, b].filter((state) => state.buckets.length > 0);
  const scales = (used.length > 0 ? used : [a, b]).map((state) => state.scale);
  const { scale, first, last } = rangeOf(used, Math.min(...scales));
  const buckets = new Array<number>(last - first + 1).fill(0);
  for (const state of used) addBuckets(buckets, first, scale, state);
  return { scale, offset: used.length === 0 ? 0 : first, buckets };
}

/** The buckets that hold all of `states`, at the finest scale that is not finer than `scale` and fits. */
function rangeOf(states: readonly HistogramState[], scale: number) {
  let first = Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  for (const { scale: from, offset, buckets } of states) {
    first = Math.min(first, offset >> (from - scale));
    last = Math.max(last, (offset + buckets.length - 1) >> (from - scale));
  }
  if (states.length === 0) return { scale, first: 0, last: -1 };
  if (last - first < bucketLimit) return { scale, first, last };
  return rangeOf(states, scale - 1);
}

function addBuckets(
  into: number[],
  first: number,
  scale: number,
  { scale: from, offset, buckets }: HistogramState,
): void {
  const shift = from - scale;
  for (let at = 0; at < buckets.length; at++) {
    const to = ((offset + at) >> shift) - first;
    into[to] = (into[to] ?? 0) + (buckets[at] ?? 0);
  }
}
