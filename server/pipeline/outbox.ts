import type { Batch } from '../../common/batch';
import type { Recorder } from '../../common/recorder';
import type { Sink } from '../../common/sink';
import type { Spill } from '../../common/spill';
import type { SinkStatus } from '../../common/status';
import { waitingOf } from './backlog';
import type { DropCounter } from './drop-counter';
import { createSinkQueue, type SinkQueue } from './sink-queue';
import type { Timers } from './timers';

export interface OutboxOptions {
  readonly sinks: readonly Sink[];
  /** Bytes that may wait for one sink, in memory. */
  readonly limitBytes: number;
  /** How long a sink may take to answer one attempt. */
  readonly timeoutMs: number;
  /** Where on disk batches of a sink may wait; memory only without it. */
  readonly spillOf?: ((sinkName: string) => Spill) | undefined;
  readonly recorder: Pick<Recorder, 'now' | 'record' | 'onCollect' | 'context'>;
  readonly drops: DropCounter;
  readonly timers: Timers;
  /** Gives the event loop a turn. */
  readonly pause: () => Promise<void>;
  readonly random: () => number;
  readonly warn: (message: string) => void;
}

/**
 * Where closed batches wait. Each sink has its own queue, bounded in bytes, and
 * its own pace, so a dead sink never delays another.
 */
export interface Outbox {
  put(batch: Batch): void;
  /**
   * Whether one of the sinks named could have so many bytes more, and nothing
   * would have to be let go for it.
   */
  hasRoom(bytes: number, sinkNames: readonly string[]): boolean;
  /**
   * Tries at once to deliver what waits, for at most `timeoutMs`; nothing is
   * given up for it. Sinks that are taken for dead are left alone.
   */
  drain(timeoutMs: number): Promise<void>;
  /** Puts what waits on disk, where there is one, for at most `timeoutMs`. */
  save(timeoutMs: number): Promise<void>;
  /**
   * Tries once more to deliver what waits, for at most `timeoutMs`; what is
   * left then goes to disk, or is dropped.
   */
  close(timeoutMs: number): Promise<void>;
  /** Resolves when every sink has been given what waited, or has refused it. For tests and `flush`. */
  settled(): Promise<void>;
  status(): Record<string, SinkStatus>;
}

export function createOutbox(options: OutboxOptions): Outbox {
  const queues: SinkQueue[] = options.sinks.map((sink) =>
    createSinkQueue({ ...options, sink, spill: options.spillOf?.(sink.name) }),
  );
  const onlyEvents = new Set(
    options.sinks.filter((sink) => sink.onlyEvents).map(({ name }) => name),
  );
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
  const each = async (act: (queue: SinkQueue) => Promise<void>) => {
    await Promise.all(queues.map(act));
  };

  return {
    put(batch) {
      const whole = waitingOf(batch);
      const events = onlyEvents.size > 0 ? waitingOf(eventsOf(batch)) : whole;
      for (const queue of queues) queue.put(onlyEvents.has(queue.name) ? events : whole);
    },
    hasRoom: (bytes, names) =>
      queues.some((queue) => names.includes(queue.name) && queue.hasRoom(bytes)),
    drain: (timeoutMs) => each((queue) => queue.drain(timeoutMs)),
    save: (timeoutMs) => each((queue) => queue.save(timeoutMs)),
    close(timeoutMs) {
      stopCollecting();
      return each((queue) => queue.close(timeoutMs));
    },
    settled: () => each((queue) => queue.settled()),
    status: () => Object.fromEntries(queues.map((queue) => [queue.name, queue.status()])),
  };
}

/** The batch with nothing in it but its analytics events. A window without any stays, so that neighbours do. */
function eventsOf({ v, id, sequences, resource, from, to, events }: Batch): Batch {
  const batch = { v, id, sequences, resource, from, to, series: [], drops: {} };
  return events ? { ...batch, events } : batch;
}
