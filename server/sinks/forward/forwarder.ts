import type { Batch } from '../../../common/batch';
import { createDeliveredIds } from '../../../common/delivered-ids';
import { inSlices } from '../../../common/in-slices';
import { PartlyTakenError, RetryableError, type Sink } from '../../../common/sink';
import type { Chunk } from './chunks';
import type { Destination } from './destination';
import { type Pending, preparePending } from './pending';
import { postChunk } from './post-chunk';

export interface ForwarderOptions {
  /** Category of consent that events need; see `isConsented`. */
  readonly consent: string;
  /** Epoch milliseconds. */
  readonly wallNow?: () => number;
  /** Writes one line to the app's log. */
  readonly warn?: (message: string) => void;
}

/**
 * A sink that hands the analytics events of a batch on to one destination, and
 * leaves the rest of the batch alone. A request that was taken is not sent
 * again when another of the same batch has to be. What the destination refuses
 * for good is counted, and said in the log the first time; when it takes
 * nothing at all of a batch, the batch fails.
 */
export function createForwarder(destination: Destination, options: ForwarderOptions): Sink {
  const { consent, wallNow = Date.now, warn = () => undefined } = options;
  const { name, title, parallel = 1 } = destination;
  const delivered = createDeliveredIds();
  let pending: Pending | undefined;
  let pendingId: string | undefined;
  let writing: Promise<void> | undefined;
  let warned = false;

  function refuse(current: Pending, count: number, reason: string | undefined): void {
    current.refused += count;
    current.reason ??= reason;
  }

  /** A chunk stays in the list until it is known what became of it. */
  async function sendOne(current: Pending, chunk: Chunk, signal: AbortSignal): Promise<void> {
    const posted = await postChunk(destination, chunk, { signal, wallNow: wallNow() });
    const at = current.chunks.indexOf(chunk);
    if (!('halves' in posted)) {
      current.chunks.splice(at, 1);
      return refuse(current, posted.refused, posted.reason);
    }
    if (current.halvings-- > 0) return void current.chunks.splice(at, 1, ...posted.halves);
    current.chunks.splice(at, 1);
    refuse(current, chunk.texts.length, `${title} refuses too many events to look for them`);
  }

  async function sendAll(current: Pending, signal: AbortSignal): Promise<void> {
    while (current.chunks.length > 0) {
      if (signal.aborted) throw new RetryableError(`${title} was called off`);
      const some = current.chunks.slice(0, parallel);
      const results = await Promise.allSettled(some.map((one) => sendOne(current, one, signal)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
    }
  }

  async function deliver(batch: Batch, signal: AbortSignal): Promise<void> {
    const { id, events = [] } = batch;
    // The last one again, after it was called off, is told what came of it.
    if (events.length === 0 || (delivered.has(id) && pendingId !== id)) return;
    if (!pending || pendingId !== id) {
      const work = preparePending(events, destination, { consent, wallNow: wallNow() });
      pending = await inSlices(work);
      pendingId = id;
    }
    await sendAll(pending, signal);
    delivered.add(id);
    tell(pending);
  }

  function tell({ events, refused, reason = '' }: Pending): void {
    if (refused === 0) return;
    if (refused === events) throw new Error(reason);
    if (!warned) warn(`sink ${name}: ${reason}; ${refused} of ${events} events were refused`);
    warned = true;
    throw new PartlyTakenError(reason, refused);
  }

  return {
    name,
    onlyEvents: true,
    async write(batch, signal) {
      await writing?.catch(() => undefined); // one that was called off lets go first
      writing = deliver(batch, signal);
      await writing;
    },
  };
}
