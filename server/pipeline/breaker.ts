import type { SinkStatus } from '../../common/status';
import { backoffMs } from './backoff';

/**
 * Decides when a sink that failed is tried again. The first failures are
 * followed by back-off with full jitter; from the fifth on the breaker is
 * open: the sink is taken for dead and probed every half minute. What the sink
 * asked for (`Retry-After`) is honoured on top, up to ten minutes.
 */
export interface Breaker {
  /** `retrying`: the last attempt failed. `open`: so did the four before it. */
  readonly state: SinkStatus['state'];
  /** In a row. */
  readonly failures: number;
  /** So many failures open it. */
  readonly threshold: number;
  succeeded(): void;
  /** Counts a failure and says how long to leave the sink alone, in milliseconds. */
  failed(failure: FailedAttempt): number;
}

export interface FailedAttempt {
  /** The same batch is to be tried again. One that was refused for good is gone, and the next may come at once. */
  readonly again: boolean;
  readonly retryAfterMs?: number | undefined;
}

const threshold = 5;
const probeMs = 30_000;
const firstRetryMs = 1_000;
const maxRetryMs = 60_000;
const longestAskedMs = 600_000;

export function createBreaker(random: () => number): Breaker {
  let failures = 0;

  return {
    threshold,
    get state() {
      if (failures === 0) return 'ok';
      return failures < threshold ? 'retrying' : 'open';
    },
    get failures() {
      return failures;
    },
    succeeded() {
      failures = 0;
    },
    failed({ again, retryAfterMs }) {
      failures++;
      if (failures >= threshold) {
        return Math.max(probeMs, Math.min(retryAfterMs ?? 0, longestAskedMs));
      }
      if (!again) return 0;
      return backoffMs({
        failures,
        firstMs: firstRetryMs,
        maxMs: maxRetryMs,
        atLeastMs: retryAfterMs,
        random,
      });
    },
  };
}
