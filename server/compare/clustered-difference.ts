import type { ScoreSums } from './scores';

/** What both releases scored in one window. */
export interface ScoredWindow {
  readonly a?: ScoreSums;
  readonly b?: ScoreSums;
}

/** The means of scores, and how sure their difference is. */
export interface ClusteredDifference {
  readonly a: number;
  readonly b: number;
  /** `b` - `a`. */
  readonly difference: number;
  /** Of the difference, if each call were a draw of its own. */
  readonly independentVariance: number;
  /** Of the difference, as it shows from window to window. */
  readonly windowVariance: number;
  /** Degrees of freedom of `windowVariance`. */
  readonly freedom: number;
}

/**
 * Holds two mean scores against each other with windows as clusters: calls of
 * one window have the load of that moment in common, so they say less than as
 * many independent ones. What slows down both releases in a window cancels
 * out; where they ran one after the other, the windows of each stand alone.
 * Linearised ratio means, as in surveys by cluster sampling. `undefined` with
 * fewer than two windows of either.
 *
 * https://doi.org/10.2307/2336390
 */
export function clusteredDifference(
  windows: readonly ScoredWindow[],
): ClusteredDifference | undefined {
  const a = totalOf(windows.map((window) => window.a));
  const b = totalOf(windows.map((window) => window.b));
  const fewest = Math.min(a.windows, b.windows);
  if (fewest < 2) return undefined;
  const meanA = a.sum / a.calls;
  const meanB = b.sum / b.calls;
  const influence = ({ a: ofA, b: ofB }: ScoredWindow) =>
    (ofB ? (ofB.sum - ofB.calls * meanB) / b.calls : 0) -
    (ofA ? (ofA.sum - ofA.calls * meanA) / a.calls : 0);
  const squares = windows.reduce((sum, window) => sum + influence(window) ** 2, 0);
  const used = windows.filter((window) => isUsed(window.a) || isUsed(window.b));
  const isPaired = used.every((window) => isUsed(window.a) && isUsed(window.b));
  return {
    a: meanA,
    b: meanB,
    difference: meanB - meanA,
    independentVariance: meanVariance(a) + meanVariance(b),
    windowVariance: (squares * fewest) / (fewest - 1),
    freedom: used.length - (isPaired ? 1 : 2),
  };
}

interface Total extends ScoreSums {
  readonly windows: number;
}

function isUsed(sums: ScoreSums | undefined): boolean {
  return sums !== undefined && sums.calls > 0;
}

function totalOf(all: ReadonlyArray<ScoreSums | undefined>): Total {
  let [windows, calls, sum, squares] = [0, 0, 0, 0];
  for (const one of all) {
    if (!one || one.calls === 0) continue;
    windows++;
    calls += one.calls;
    sum += one.sum;
    squares += one.squares;
  }
  return { windows, calls, sum, squares };
}

/**
 * Of a mean, with one call more at each end of the scale: else scores that are
 * all the same, such as no errors at all, would be certain.
 *
 * https://doi.org/10.1080/00031305.2000.10474560
 */
function meanVariance({ calls, sum, squares }: ScoreSums): number {
  const count = calls + 2;
  const mean = (sum + 1) / count;
  return ((squares + 1) / count - mean * mean) / count;
}
