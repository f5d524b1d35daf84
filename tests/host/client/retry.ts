interface RetryOptions {
  readonly baseTimeout?: number;
  readonly exponent?: number;
  readonly maxTimeout?: number;
  readonly minTimeout?: number;
  readonly minCount?: number;
  readonly fuzz?: number;
}

export interface Retry {
  clear(): void;
  /** Runs `retry` after a delay that grows with `count`; returns the delay in milliseconds. */
  retryLater(count: number, retry: () => void): number;
}

interface Timers {
  setTimeout(run: () => void, delayMs: number): ReturnType<typeof setTimeout>;
  clearTimeout(timer: ReturnType<typeof setTimeout> | undefined): void;
}

/** Delays of the package `retry`: two at once, then more than twice as long each time, up to 5 min. */
export function createRetry(
  { setTimeout, clearTimeout }: Timers,
  options: RetryOptions = {},
): Retry {
  const { baseTimeout = 1_000, exponent = 2.2, maxTimeout = 300_000 } = options;
  const { minTimeout = 10, minCount = 2, fuzz = 0.5 } = options;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function delayMs(count: number): number {
    if (count < minCount) return minTimeout;
    const grown = Math.min(maxTimeout, baseTimeout * exponent ** count);
    return grown * (1 - fuzz / 2 + Math.random() * fuzz);
  }

  return {
    clear() {
      clearTimeout(timer);
      timer = undefined;
    },
    retryLater(count, retry) {
      clearTimeout(timer);
      const wait = delayMs(count);
      timer = setTimeout(retry, wait);
      return wait;
    },
  };
}
