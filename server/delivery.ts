import type { Batch } from '../common/batch';
import { ownTime } from '../common/own-invocation';
import type { Recorder } from '../common/recorder';
import type { Outbox } from './pipeline/outbox';
import type { Window } from './pipeline/window';

/** Closes windows and hands them over; each batch once, whoever closed its window. */
export interface Delivery {
  /** Windows that were handed over. */
  readonly batches: number;
  /** Closes the window now; resolves once every sink has had it, or refused it. */
  flush(): Promise<void>;
  /**
   * For a process that may end soon: closes the window at once and resolves
   * when it and all that waited is delivered, on disk where it may be, or
   * `timeoutMs` and what is left to three seconds have passed. Nothing is given
   * up for it, and what is recorded later goes into the next window.
   */
  deliver(timeoutMs: number): Promise<void>;
  /** Closes the last window at once. */
  closeNow(): void;
}

export interface DeliveryParts {
  readonly window: Window;
  readonly outbox: Pick<Outbox, 'put' | 'drain' | 'save' | 'settled'>;
  readonly cpu: Recorder['cpu'];
  readonly isStopped: () => boolean;
}

/** What a shutdown may take in all, and how much of it is for the disk. */
const shutdownMs = 3_000;
const diskMs = 500;

export function createDelivery({ window, outbox, cpu, isStopped }: DeliveryParts): Delivery {
  let batches = 0;
  let lastSequence = 0;

  function put(batch: Batch): void {
    const [, sequence] = batch.sequences;
    if (sequence <= lastSequence) return;
    lastSequence = sequence;
    batches++;
    cpu.enter(ownTime);
    try {
      outbox.put(batch);
    } finally {
      cpu.leave();
    }
  }

  function closeNow(): void {
    for (const batch of window.closeNow()) put(batch);
  }

  return {
    get batches() {
      return batches;
    },
    async flush() {
      const batch = await window.close();
      if (isStopped()) return; // the last flush has taken it
      put(batch);
      await outbox.settled();
    },
    async deliver(timeoutMs) {
      closeNow();
      const drainMs = Math.min(timeoutMs, shutdownMs - diskMs);
      await outbox.drain(drainMs);
      await outbox.save(diskMs);
    },
    closeNow,
  };
}
