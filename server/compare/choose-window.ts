/** When a release reported, in epoch milliseconds. */
export interface Presence {
  readonly first: number;
  readonly last: number;
}

/** Time whose calls are compared. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export interface ChosenWindows {
  readonly over: 'overlap' | 'one-after-the-other';
  readonly a: Window;
  readonly b: Window;
}

/** Of a release that comes in the range, what comes first is left out: caches are cold, nothing is compiled yet. */
export const warmUpMs = 20_000;

/** So much of an overlap is enough, however long `b` ran alone. */
const enoughMs = 5 * 60_000;

/**
 * Which time of two releases to compare: that in which both ran, as then the
 * load is the same for both. Where it is short and less than half the time
 * that `b` ran, or there is none, `b` is held against as much time of `a`
 * right before it came. `undefined` when `a` was not there then either.
 */
export function chooseWindows(
  a: Presence,
  b: Presence,
  rangeFrom: number,
): ChosenWindows | undefined {
  const settled = ({ first }: Presence) => (first > rangeFrom ? first + warmUpMs : first);
  const [fromA, fromB] = [settled(a), settled(b)];
  const both = { from: Math.max(fromA, fromB), to: Math.min(a.last, b.last) };
  const alone = { from: fromB, to: b.last };
  const isEnough = lengthOf(both) >= Math.min(enoughMs, lengthOf(alone) / 2);
  if (lengthOf(both) > 0 && isEnough) return { over: 'overlap', a: both, b: both };
  const end = Math.min(a.last, b.first);
  const before = { from: Math.max(fromA, end - lengthOf(alone)), to: end };
  if (lengthOf(before) <= 0 || lengthOf(alone) <= 0) return undefined;
  return { over: 'one-after-the-other', a: before, b: alone };
}

function lengthOf({ from, to }: Window): number {
  return to - from;
}
