import { bucketLimit, finestScale, gridUnits, lowerBound } from '../../common/histogram-grid';
import type { HistogramState } from '../../common/histogram-state';
import type { Grid } from '../../common/metrics';

/** No histogram of ours is coarser, and merging one would make the server's as coarse for good. */
const coarsestScale = 4;

/** A value beyond the grid is kept in `max` and `sum` as it is; one like this is nobody's. */
const beyondGrid = 100;

/**
 * A histogram that a client sent, where it can be one of the grid: all its
 * numbers are what they must be, and agree with each other. Else `undefined`:
 * merged, it would spoil what others sent.
 */
export function checkHistogram(
  value: unknown,
  { grid, countLimit }: { readonly grid: Grid; readonly countLimit: number },
): HistogramState | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { scale, count, sum, min, max, zero, offset, buckets, ...rest } = value as HistogramState;
  const state: HistogramState = { grid, scale, count, sum, min, max, zero, offset, buckets };
  const isSound =
    rest.grid === grid &&
    hasSoundNumbers(state, countLimit) &&
    hasSoundBuckets(state) &&
    addsUp(state) &&
    isWithinBuckets(state);
  return isSound ? state : undefined;
}

/** Whether a value is one that can be true. */
export function isOnGrid(value: number, grid: Grid): boolean {
  return value <= beyondGrid * gridUnits[grid].limit;
}

function hasSoundNumbers(state: HistogramState, countLimit: number): boolean {
  const { grid, scale, count, sum, min, max, zero, offset } = state;
  const isCount = (number: number) => Number.isSafeInteger(number) && number >= 0;
  return (
    Number.isInteger(scale) &&
    scale >= coarsestScale &&
    scale <= finestScale &&
    isCount(count) &&
    count > 0 &&
    count <= countLimit &&
    isCount(zero) &&
    Number.isInteger(offset) &&
    [sum, min, max].every((number) => Number.isFinite(number) && number >= 0) &&
    isOnGrid(max, grid)
  );
}

function hasSoundBuckets({ buckets, scale, offset }: HistogramState): boolean {
  if (!Array.isArray(buckets) || buckets.length > bucketLimit) return false;
  if (!buckets.every((count) => Number.isSafeInteger(count) && count >= 0)) return false;
  if (buckets.length === 0) return offset === 0;
  const last = offset + buckets.length - 1;
  return (
    offset >= -1 && last < 31 * 2 ** scale && (buckets[0] ?? 0) > 0 && (buckets.at(-1) ?? 0) > 0
  );
}

function addsUp({
  grid,
  scale,
  offset,
  buckets,
  zero,
  count,
  sum,
  min,
  max,
}: HistogramState): boolean {
  const { perValue } = gridUnits[grid];
  const rounding = 1e-6 * (sum + 1) + (0.5 * count) / perValue;
  let counted = zero;
  let least = 0;
  for (const [at, each] of buckets.entries()) {
    counted += each;
    least += (each * lowerBound(offset + at, scale)) / perValue;
  }
  return (
    counted === count && min <= max && sum >= least - rounding && sum <= max * count + rounding
  );
}

/** Whether the least and the greatest value are where the first and the last bucket are, or beside. */
function isWithinBuckets({
  grid,
  scale,
  zero,
  offset,
  buckets,
  min,
  max,
}: HistogramState): boolean {
  const { perValue } = gridUnits[grid];
  const halfUnit = 0.5 / perValue;
  const lowest = zero > 0 ? 0 : lowerBound(offset - 1, scale) / perValue - halfUnit;
  const highest = highestOf({ scale, offset, buckets }) / perValue;
  const last = buckets.length === 0 ? 0 : lowerBound(offset + buckets.length - 2, scale) / perValue;
  return min >= lowest - halfUnit && max <= highest + halfUnit && max >= last - halfUnit;
}

/** In units: where the last bucket ends, or the one behind it. The last of the grid holds what is beyond it, too. */
function highestOf({
  scale,
  offset,
  buckets,
}: Pick<HistogramState, 'scale' | 'offset' | 'buckets'>) {
  const behind = offset + buckets.length;
  if (buckets.length === 0) return 0;
  return behind >= 31 * 2 ** scale ? Number.POSITIVE_INFINITY : lowerBound(behind + 1, scale);
}
