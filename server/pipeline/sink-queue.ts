import type { Batch } from '../../common/batch';
import { ownInvocation } from '../../common/own-invocation';
import type { Recorder } from '../../common/recorder';
import { RetryableError, type Sink } from '../../common/sink';
import type { SinkStatus } from '../../common/status';
import { backoffMs } from './backoff';
import type { DropCounter } from './drop-counter';

/** Timers that never keep the process alive. */
export interface Timers {
  /** Calls `fn` once after `ms`; returns the way to call it off. */
  after(ms: number, fn: () => void): () => void;
}

export interface SinkQueueOptions {
  readonly sink: Sink;
  readonly limitBytes: number;
  readonly recorder: Pick<Recorder, 'now' | 'record' | 'context'>;
  readonly drops: DropCounter;
  readonly timers: Timers;
  readonly random: () => number;
  readonly warn: (message: string) => void;
}

/** The batches that wait for one sink, oldest first, and the loop that hands them over. */
export interface SinkQueue {
  readonly name: string;
  put(batch: Batch, bytes: number): void;
  settled(): Promise<void>;
  close(timeoutMs: number): Promise<void>;
  status(): SinkStatus;
}

interface Waiting {
  readonly batch: Batch;
  readonly bytes: number;
}

const attemptTimeoutMs = 10_000;
const firstRetryMs = 1_000;
const maxRetryMs = 60_000;

export function createSinkQueue(options: SinkQueueOptions): SinkQueue {
  const { sink, limitBytes, recorder, drops, timers, random, warn } = options;
  const waiting: Waiting[] = [];
  let waitingBytes = 0;
  let inFlight: Promise<void> | undefined;
  let abort: AbortController | undefined;
  let cancelRetry: (() => void) | undefined;
  let failures = 0;
  let delivered = 0;
  let lastError: string | undefined;
  let closed = false;
  let givenUp = false;

  function put(batch: Batch, bytes: number): void {
    if (closed || bytes > limitBytes) {
      drops.add(closed ? 'shutdown' : 'too-large');
      return;
    }
    waiting.push({ batch, bytes });
    waitingBytes += bytes;
    makeRoom();
    pump();
  }

  /** Drops the oldest batches; the one in flight is the oldest, and stays. */
  function makeRoom(): void {
    let dropped = 0;
    while (waitingBytes > limitBytes) {
      const [oldest] = waiting.splice(inFlight ? 1 : 0, 1);
      if (!oldest) break;
      waitingBytes -= oldest.bytes;
      dropped++;
    }
    drops.add('buffer-full', dropped);
  }

  function pump(): void {
    const next = waiting[0];
    if (!next || inFlight || cancelRetry || givenUp) return;
    inFlight = attempt(next.batch).then((outcome) => {
      inFlight = undefined;
      if (outcome === 'done') forget(next);
      pump();
    });
  }

  function forget(done: Waiting): void {
    const at = waiting.indexOf(done);
    if (at < 0) return;
    waiting.splice(at, 1);
    waitingBytes -= done.bytes;
  }

  async function attempt(batch: Batch): Promise<'done' | 'later'> {
    const startedAt = recorder.now();
    const outcome = await write(batch);
    const dims = { sink: sink.name, outcome };
    const value = recorder.now() - startedAt;
    recorder.record({ kind: 'metric', metric: 'radiant.sinkWrite', dims, value });
    return outcome === 'retry' ? 'later' : 'done';
  }

  async function write(batch: Batch): Promise<'ok' | 'retry' | 'failed'> {
    const controller = new AbortController();
    abort = controller;
    try {
      const args: Parameters<Sink['write']> = [batch, controller.signal];
      // What it sends is Radiant's, not of the method that happens to call `Radiant.flush`.
      const written = recorder.context.run(ownInvocation, sink.write, sink, args);
      await withTimeout(Promise.resolve(written), controller);
      succeed();
      return 'ok';
    } catch (error) {
      return fail(error);
    }
  }

  /** Rejects when the attempt is aborted, so that a sink that ignores its signal cannot hold the queue. */
  function withTimeout(written: Promise<void>, controller: AbortController): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancel = timers.after(attemptTimeoutMs, () => controller.abort());
      controller.signal.addEventListener('abort', () => {
        cancel();
        reject(new RetryableError(`no answer within ${attemptTimeoutMs} ms`));
      });
      written.then(resolve, reject).finally(cancel);
    });
  }

  function succeed(): void {
    if (failures > 0) warn(`sink ${sink.name} takes batches again`);
    failures = 0;
    lastError = undefined;
    delivered++;
  }

  function fail(error: unknown): 'retry' | 'failed' {
    lastError = error instanceof Error ? error.message : String(error);
    failures++;
    const again = error instanceof RetryableError;
    if (failures === 1)
      warn(`sink ${sink.name} failed${again ? ', will retry' : ''}: ${lastError}`);
    if (!again) {
      drops.add('sink-failed');
      return 'failed';
    }
    if (closed) givenUp = true;
    else retryLater(error.retryAfterMs);
    return 'retry';
  }

  function retryLater(atLeastMs: number | undefined): void {
    const waitMs = backoffMs({
      failures,
      firstMs: firstRetryMs,
      maxMs: maxRetryMs,
      atLeastMs,
      random,
    });
    cancelRetry = timers.after(waitMs, () => {
      cancelRetry = undefined;
      pump();
    });
  }

  async function settled(): Promise<void> {
    while (inFlight) await inFlight;
  }

  return {
    name: sink.name,
    put,
    settled,
    async close(timeoutMs) {
      cancelRetry?.();
      cancelRetry = undefined;
      closed = true;
      const cancel = timers.after(timeoutMs, () => {
        givenUp = true;
        abort?.abort();
      });
      pump();
      await settled();
      cancel();
      drops.add('shutdown', waiting.length);
      await sink.close?.();
    },
    status: () => ({
      state: failures === 0 ? 'ok' : cancelRetry ? 'retrying' : 'failing',
      waitingBytes,
      waitingBatches: waiting.length,
      delivered,
      ...(lastError === undefined ? {} : { lastError }),
    }),
  };
}
