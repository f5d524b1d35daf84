import { createDeliveredIds, rememberedIds } from '../../common/delivered-ids';
import { inSlices } from '../../common/in-slices';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import { memoryReader } from './memory/reader';
import { createStore } from './memory/store';

export interface MemorySinkOptions {
  /** All that is kept together; 16 MiB by default. */
  readonly limitBytes?: number;
  /** Epoch milliseconds. */
  readonly now?: () => number;
}

/** A memory sink; unlike others it always has a reader. */
export interface MemorySink extends Sink {
  readonly reader: Reader;
  /** What is kept now. */
  readonly sizeBytes: number;
}

const idBytes = 150;

/**
 * Keeps batches in the process' own memory: as they came for 15 minutes, by
 * the minute for an hour, by ten minutes for a day. Roll-ups are exact: they
 * merge histograms. When `limitBytes` are used up, it keeps the buckets of the
 * busiest series and the names of the most loaded observers only, then less
 * fine windows, and forgets a day's oldest last.
 *
 * Traces, errors and lines of the log are kept for a day too, in at most three,
 * one and one sixteenth of `limitBytes`, analytics events for a month in at most
 * a quarter; what they do not use is for windows. Beyond it the oldest go; of
 * errors, samples go before counts.
 *
 * Everything is gone when the process ends.
 */
export function memorySink(options: MemorySinkOptions = {}): MemorySink {
  const { limitBytes = 16 * 2 ** 20, now = Date.now } = options;
  const delivered = createDeliveredIds();
  const ownBytes = rememberedIds * idBytes;
  const store = createStore(limitBytes - ownBytes, now);
  let lastWrite: Promise<void> = Promise.resolve();

  return {
    name: 'memory',
    write(batch) {
      const write = async () => {
        if (delivered.has(batch.id)) return;
        await inSlices(store.add(batch));
        delivered.add(batch.id);
      };
      lastWrite = lastWrite.then(write, write); // a redelivery may overtake a write that was given up
      return lastWrite;
    },
    reader: memoryReader(store),
    get sizeBytes() {
      return store.sizeBytes + ownBytes;
    },
  };
}
