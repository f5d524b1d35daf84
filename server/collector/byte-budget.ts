import { createRateLimiter } from './rate-limiter';

/** What all bodies together may take: bytes per second, and bytes in memory at a time. */
export interface ByteBudget {
  /** Takes bytes that have arrived, until they are given back; false when there are none left. */
  take(bytes: number): boolean;
  /** Gives memory back. What arrived in this second stays taken. */
  giveBack(bytes: number): void;
  /** Bytes in memory. */
  readonly held: number;
}

export interface ByteLimits {
  readonly perSecond: number;
  /** After a pause; as many as in a second unless given. */
  readonly burst?: number;
  readonly held: number;
}

/** `now` gives monotonic milliseconds. */
export function createByteBudget(
  { perSecond, burst = perSecond, held }: ByteLimits,
  now: () => number,
): ByteBudget {
  const rate = createRateLimiter({ perSecond, burst, keys: 1 }, now);
  let taken = 0;

  return {
    take(bytes) {
      if (taken + bytes > held || rate.take('', bytes) > 0) return false;
      taken += bytes;
      return true;
    },
    giveBack(bytes) {
      taken -= bytes;
    },
    get held() {
      return taken;
    },
  };
}
