import { addDistribution, type Distribution, emptyDistribution, sortedBins } from './distribution';

/** Sum over calls of a score between 0 and 1, and of its square. */
export interface ScoreSums {
  readonly calls: number;
  readonly sum: number;
  readonly squares: number;
}

/** Gives calls their scores, by how long they took. */
export type Score = (calls: Distribution) => ScoreSums;

/**
 * The place of each call among all calls of both releases, from 0 to 1; equal
 * ones share the middle of their places. The difference of the means is how
 * much more often than every other time a call of the one is slower than one
 * of the other: Mann and Whitney's statistic with ties, from counts alone.
 *
 * https://doi.org/10.1214/aoms/1177730491, https://doi.org/10.2307/2527986 (ridits)
 */
export function placeScore(a: Distribution, b: Distribution): Score {
  const all = together(a, b);
  const places = new Map<number, number>();
  let below = 0;
  for (const [bin, count] of sortedBins(all.bins)) {
    places.set(bin, (below + count / 2) / all.count);
    below += count;
  }
  return scoreBy((bin) => places.get(bin) ?? 0);
}

/** 1 for calls beyond the share `q` of all calls of both releases, else 0. */
export function tailScore(a: Distribution, b: Distribution, q: number): Score {
  const all = together(a, b);
  let seen = 0;
  let last = Number.NEGATIVE_INFINITY;
  for (const [bin, count] of sortedBins(all.bins)) {
    last = bin;
    seen += count;
    if (seen >= q * all.count) break;
  }
  return scoreBy((bin) => (bin > last ? 1 : 0));
}

/** So many of the calls have the score 1. */
export function shareSums(calls: number, having: number): ScoreSums {
  const sum = Math.min(calls, having);
  return { calls, sum, squares: sum };
}

function scoreBy(scoreOf: (bin: number) => number): Score {
  return ({ bins, count }) => {
    let sum = 0;
    let squares = 0;
    for (const [bin, calls] of bins) {
      const score = scoreOf(bin);
      sum += calls * score;
      squares += calls * score * score;
    }
    return { calls: count, sum, squares };
  };
}

function together(a: Distribution, b: Distribution): Distribution {
  const all = emptyDistribution();
  addDistribution(all, a);
  addDistribution(all, b);
  return all;
}
