import type { Batch } from '../../common/batch';
import { batchBytes } from '../../common/batch-bytes';
import type { Recorder } from '../../common/recorder';
import type { Sink } from '../../common/sink';
import type { SinkStatus } from '../../common/status';
import type { DropCounter } from './drop-counter';
import { createSinkQueue, type SinkQueue, type Timers } from './sink-queue';

export interface OutboxOptions {
  readonly sinks: readonly Sink[];
  /** Bytes that may wait for one sink. */
  readonly limitBytes: number;
  readonly recorder: Pick<Recorder, 'now' | 'record' | 'onCollect' | 'context'>;
  readonly drops: DropCounter;
  readonly timers: Timers;
  readonly random: () => number;
  readonly warn: (message: string) => void;
}

/**
 * Where closed batches wait. Each sink has its own queue, bounded in bytes, and
 * its own pace, so a dead sink never delays another.
 */
export interface Outbox {
  put(batch: Batch): void;
  /** Tries once more to deliver what waits, for at most `timeoutMs`; what is left then is dropped. */
  close(timeoutMs: number): Promise<void>;
  /** Resolves when every sink has been given what waited, or has refused it. For tests and `flush`. */
  settled(): Promise<void>;
  status(): Record<string, SinkStatus>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const queues: SinkQueue[] = options.sinks.map((sink) => createSinkQueue({ ...options, sink }));
  const stopCollecting = options.recorder.onCollect(() => {
    for (const queue of queues) {
      options.recorder.record({
        kind: 'metric',
        metric: 'radiant.outboxBytes',
        dims: { sink: queue.name },
        value: queue.status().waitingBytes,
      });
    }
  });

  return {
    put(batch) {
      const bytes = batchBytes(batch);
      for (const queue of queues) queue.put(batch, bytes);
    },
    async close(timeoutMs) {
      stopCollecting();
      await Promise.all(queues.map((queue) => queue.close(timeoutMs)));
    },
    async settled() {
      await Promise.all(queues.map((queue) => queue.settled()));
    },
    status: () => Object.fromEntries(queues.map((queue) => [queue.name, queue.status()])),
  };
}
