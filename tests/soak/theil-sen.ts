export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Change of y per unit of x. */
export interface Slope {
  readonly value: number;
  /** Ends of its interval of 99 % confidence. */
  readonly low: number;
  readonly high: number;
}

/** Of the normal distribution, for 99 % on both sides. */
const z = 2.576;

/**
 * The median of the slopes between all pairs of points, which a quarter of wild
 * points does not move, and the interval by Kendall's tau (Sen 1968, Journal of
 * the American Statistical Association 63). The points are of different x. Of
 * fewer than ten of them nothing can be told: the interval is without bounds.
 */
export function theilSen(points: readonly Point[]): Slope {
  const slopes = new Float64Array(slopesOf(points)).sort();
  const n = points.length;
  const count = slopes.length;
  const value = ((slopes[(count - 1) >> 1] ?? 0) + (slopes[count >> 1] ?? 0)) / 2;
  if (n < 10) return { value, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  const spread = z * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const below = Math.max(0, Math.floor((count - spread) / 2));
  const above = Math.min(count - 1, Math.ceil((count + spread) / 2));
  return { value, low: slopes[below] ?? value, high: slopes[above] ?? value };
}

function* slopesOf(points: readonly Point[]): Generator<number> {
  for (const [index, from] of points.entries()) {
    for (const to of points.slice(index + 1)) yield (to.y - from.y) / (to.x - from.x);
  }
}
