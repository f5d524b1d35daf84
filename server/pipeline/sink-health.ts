import { RetryableError } from '../../common/sink';
import type { SinkStatus } from '../../common/status';
import type { Failure } from './attempts';
import { createBreaker } from './breaker';

/** How one sink is: what the status says, and the log where that changes. */
export interface SinkHealth {
  readonly state: SinkStatus['state'];
  succeeded(): void;
  /** Says how long to leave the sink alone, in milliseconds. */
  failed(failure: Failure): number;
  /** So many windows found no room, because the sink fell behind. */
  fellBehind(windows: number): void;
  status(): Pick<SinkStatus, 'state' | 'delivered' | 'lastError'>;
}

export function createSinkHealth(options: {
  readonly name: string;
  readonly random: () => number;
  readonly warn: (message: string) => void;
}): SinkHealth {
  const { name, random, warn } = options;
  const breaker = createBreaker(random);
  let delivered = 0;
  let lost = 0;
  let lastError: string | undefined;

  return {
    get state() {
      return breaker.state;
    },
    succeeded() {
      const gone = lost > 0 ? `; ${lost} windows were lost meanwhile` : '';
      if (breaker.failures > 0 || lost > 0) warn(`sink ${name} takes batches again${gone}`);
      breaker.succeeded();
      delivered++;
      lost = 0;
      lastError = undefined;
    },
    failed({ kind, error }) {
      const again = kind === 'retry';
      const { message, retryAfterMs } = factsOf(error);
      const waitMs = breaker.failed({ again, retryAfterMs });
      lastError = message;
      const { failures, threshold } = breaker;
      if (failures === 1) warn(`sink ${name} failed${again ? ', will retry' : ''}: ${message}`);
      if (failures === threshold) {
        warn(`sink ${name} failed ${failures} times, is now tried every 30 s: ${message}`);
      }
      return waitMs;
    },
    fellBehind(windows) {
      if (windows > 0 && lost === 0)
        warn(`sink ${name} fell too far behind; the oldest batches go`);
      lost += windows;
    },
    status: () => ({
      state: breaker.state,
      delivered,
      ...(lastError === undefined ? {} : { lastError }),
    }),
  };
}

function factsOf(error: unknown) {
  return {
    message: error instanceof Error ? error.message : String(error),
    retryAfterMs: error instanceof RetryableError ? error.retryAfterMs : undefined,
  };
}
