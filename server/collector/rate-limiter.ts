import { setBounded } from '../../common/set-bounded';

/** Token buckets by key: so many per second, and so many at once after a pause. */
export interface RateLimiter {
  /** Takes from the bucket: 0 when there was enough, else the milliseconds until there will be. */
  take(key: string, cost?: number): number;
  readonly size: number;
}

export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
  /** Keys remembered; beyond it the one unused longest is forgotten, which fills its bucket. */
  readonly keys: number;
}

const rounding = 1e-6;

/** `now` gives monotonic milliseconds. */
export function createRateLimiter(
  { perSecond, burst, keys }: Rate,
  now: () => number,
): RateLimiter {
  const buckets = new Map<string, { left: number; at: number }>();
  const perMs = perSecond / 1000;

  function bucketOf(key: string) {
    const at = now();
    const known = buckets.get(key);
    const left = known ? Math.min(burst, known.left + (at - known.at) * perMs) : burst;
    const bucket = { left, at };
    setBounded(buckets, key, bucket, keys);
    return bucket;
  }

  return {
    take(key, cost = 1) {
      const bucket = bucketOf(key);
      const missing = cost - bucket.left;
      if (missing > rounding) return Math.ceil(missing / perMs - rounding);
      bucket.left -= cost;
      return 0;
    },
    get size() {
      return buckets.size;
    },
  };
}
