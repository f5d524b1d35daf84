import type { Batch } from '../../common/batch';
import type { InvocationContext } from '../../common/invocation';
import { ownInvocation } from '../../common/own-invocation';
import { PartlyTakenError, RetryableError, type Sink } from '../../common/sink';
import type { Timers } from './timers';

/** `retry`: the same batch may be tried again. `failed`: it was refused for good. */
export interface Failure {
  readonly kind: 'retry' | 'failed';
  readonly error: unknown;
}

/** `refused`: what the sink did not take of the batch, in whatever it counts. */
export type Outcome = { readonly kind: 'ok'; readonly refused: number } | Failure;

/** Hands batches to one sink, and never waits longer than the time limit. */
export interface Attempts {
  /** Never rejects. */
  write(batch: Batch): Promise<Outcome>;
  /** Calls the attempt under way off, for who cannot wait any longer. */
  abort(): void;
  /**
   * Whether the sink sits on so many writes that were called off that it gets
   * no more until one settles: an endpoint that hangs must not pile up copies.
   */
  readonly isStuck: boolean;
}

export interface AttemptsOptions {
  readonly sink: Pick<Sink, 'write'>;
  readonly context: Pick<InvocationContext, 'run'>;
  readonly timeoutMs: number;
  readonly timers: Timers;
  /** Called when a write that was called off settles at last. */
  readonly released: () => void;
}

const abandonedLimit = 3;

export function createAttempts(options: AttemptsOptions): Attempts {
  const { sink, context, timeoutMs, timers, released } = options;
  let controller: AbortController | undefined;
  let abandoned = 0;

  async function call(...args: Parameters<Sink['write']>): Promise<void> {
    // What it sends is Radiant's, not of the method that happens to call `Radiant.flush`.
    await context.run(ownInvocation, sink.write, sink, args);
  }

  /** Rejects when the attempt is called off, so that a sink that ignores its signal cannot hold the queue. */
  function withinTime(batch: Batch, current: AbortController): Promise<void> {
    const written = call(batch, current.signal);
    return new Promise((resolve, reject) => {
      let over = false;
      const end = () => {
        cancel();
        if (over) {
          abandoned--;
          released();
        }
        over = true;
      };
      const cancel = timers.after(timeoutMs, () => current.abort());
      current.signal.addEventListener('abort', () => {
        if (over) return;
        over = true;
        abandoned++;
        cancel();
        reject(new RetryableError(`no answer within ${timeoutMs} ms`));
      });
      written.then(resolve, reject).finally(end);
    });
  }

  return {
    get isStuck() {
      return abandoned >= abandonedLimit;
    },
    abort() {
      controller?.abort();
    },
    async write(batch) {
      const current = new AbortController();
      controller = current;
      try {
        await withinTime(batch, current);
        return { kind: 'ok', refused: 0 };
      } catch (error) {
        if (error instanceof PartlyTakenError) return { kind: 'ok', refused: countOf(error) };
        return { kind: error instanceof RetryableError ? 'retry' : 'failed', error };
      }
    },
  };
}

/** Sinks of the app may say anything. */
function countOf({ lost }: PartlyTakenError): number {
  return Number.isFinite(lost) ? Math.max(0, Math.round(lost)) : 0;
}
