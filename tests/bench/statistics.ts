/** A ratio with its confidence interval. */
export interface Ratio {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  /** Independent figures it comes from. */
  readonly count: number;
}

/** One value measured in pairs, close in time: with something and without it. */
export interface Pair {
  readonly base: number;
  readonly other: number;
}

/**
 * How much larger `other` is than `base`: the geometric mean of the ratios,
 * with its 95 % confidence interval. Each inner list is one round, in which the
 * same processes were measured again and again; pairs of one round resemble
 * each other, so what is compared are the means of the rounds, by Student's t.
 * Of one round there is no interval: it is without bounds.
 */
export function ratioOf(rounds: ReadonlyArray<readonly Pair[]>): Ratio {
  const means = rounds.map((pairs) => mean(pairs.map(({ base, other }) => Math.log(other / base))));
  const centre = mean(means);
  const half = studentT(means.length - 1) * (deviation(means) / Math.sqrt(means.length));
  return {
    ratio: Math.exp(centre),
    low: Math.exp(centre - half),
    high: Math.exp(centre + half),
    count: means.length,
  };
}

/** Of sorted values, the one that so many percent are not above. */
export function percentileOf(sorted: readonly number[], percent: number): number {
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.min(Math.max(rank, 1), sorted.length) - 1] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function deviation(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

const quantiles = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086,
];

/** 97.5th percentile of Student's t, by degrees of freedom. */
export function studentT(freedom: number): number {
  if (freedom < 1) return Number.POSITIVE_INFINITY;
  return quantiles[freedom - 1] ?? 2.086; // beyond the table, slightly too wide
}
