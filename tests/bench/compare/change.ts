import { deviation, mean, studentT } from '../statistics';

/** How a cost changed from base to head, as a share of what it was: 0.1 is a tenth more. */
export interface Change {
  readonly mean: number;
  /** The 95 % confidence interval of the mean, by Student's t over the pairs. */
  readonly low: number;
  readonly high: number;
}

/** Nanoseconds of one operation in fresh processes: without Radiant, and with it at both commits. */
export interface ComparedTimes {
  readonly bare: number | undefined;
  readonly base: number;
  readonly head: number;
}

/** Of all it costs, Radiant's part and what the app does. */
export function changeOfTotal(pairs: readonly ComparedTimes[]): Change {
  return changeOf(pairs.map(({ base, head }) => head / base - 1));
}

/**
 * Of what Radiant adds. `undefined` where there is nothing bare beside it, or
 * where it adds so little that a tenth of it cannot be told from noise.
 */
export function changeOfAdded(pairs: readonly ComparedTimes[]): Change | undefined {
  const before = mean(pairs.map(({ bare = Number.NaN, base }) => base - bare));
  const total = mean(pairs.map(({ base }) => base));
  if (!(before >= total * leastShare)) return undefined;
  return changeOf(pairs.map(({ base, head }) => (head - base) / before));
}

/** More than a tenth dearer, and surely dearer. */
export function isRegression({ mean, low }: Change): boolean {
  return mean > 0.1 && low > 0;
}

const leastShare = 0.1;

function changeOf(changes: readonly number[]): Change {
  const middle = mean(changes);
  const half = studentT(changes.length - 1) * (deviation(changes) / Math.sqrt(changes.length));
  return { mean: middle, low: middle - half, high: middle + half };
}
