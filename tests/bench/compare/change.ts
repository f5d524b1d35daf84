import type { PairTimes } from './measure-pair';

/** How a cost changed from base to head, as a share of what it was: 0.1 is a tenth more. */
export interface Change {
  readonly mean: number;
  /** The 95 % confidence interval of the mean, by Student's t over the pairs. */
  readonly low: number;
  readonly high: number;
}

export interface ComparedPair {
  readonly base: PairTimes;
  readonly head: PairTimes;
}

/** Of all it costs, Radiant's part and what the app does. */
export function changeOfTotal(pairs: readonly ComparedPair[]): Change {
  return changeOf(pairs.map(({ base, head }) => head.radiant / base.radiant - 1));
}

/**
 * Of what Radiant adds. `undefined` where there is nothing bare beside it, or
 * where it adds so little that a tenth of it cannot be told from noise.
 */
export function changeOfAdded(pairs: readonly ComparedPair[]): Change | undefined {
  const added = pairs.map(({ base, head }) => ({ base: addedBy(base), head: addedBy(head) }));
  const before = meanOf(added.map(({ base }) => base));
  const total = meanOf(pairs.map(({ base }) => base.radiant));
  if (!(before >= total * leastShare)) return undefined;
  return changeOf(added.map(({ base, head }) => (head - base) / before));
}

/** More than a tenth dearer, and surely dearer. */
export function isRegression({ mean, low }: Change): boolean {
  return mean > 0.1 && low > 0;
}

const leastShare = 0.1;

function addedBy({ bare, radiant }: PairTimes): number {
  return bare === undefined ? Number.NaN : radiant - bare;
}

function changeOf(changes: readonly number[]): Change {
  const mean = meanOf(changes);
  const squares = changes.map((change) => (change - mean) ** 2);
  const variance = squares.reduce((sum, square) => sum + square, 0) / (changes.length - 1);
  const t = studentT[changes.length - 2] ?? normal;
  const half = t * Math.sqrt(variance / changes.length);
  return { mean, low: mean - half, high: mean + half };
}

const meanOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Two-sided, 95 %, by degrees of freedom from 1 on. */
const studentT = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];
const normal = 2.228; // the widest of what is left
