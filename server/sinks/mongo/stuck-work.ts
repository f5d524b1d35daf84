/** Knows how long work is under way that nobody waits for any more. */
export interface StuckWork {
  /** Whether some of it began so long ago that it will never end. */
  readonly isThere: boolean;
  add(work: Promise<unknown>): void;
  /** From now on only what begins later counts. */
  forget(): void;
}

/**
 * Longer than all of the driver's own timeouts together. It has cases in which
 * none of them rings: a socket that closes between the last byte written and
 * the event that tells so is waited for without end, and its place in the pool
 * is never free again.
 */
const usualPatienceMs = 60_000;

export function createStuckWork({
  now,
  patienceMs = usualPatienceMs,
}: {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly patienceMs?: number | undefined;
}): StuckWork {
  let begun = new Map<Promise<unknown>, number>();
  return {
    get isThere() {
      const latest = now() - patienceMs;
      return [...begun.values()].some((at) => at <= latest);
    },
    add(work) {
      const known = begun;
      known.set(work, now());
      const done = () => known.delete(work);
      work.then(done, done);
    },
    forget() {
      begun = new Map();
    },
  };
}
