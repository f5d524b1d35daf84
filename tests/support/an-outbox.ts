import type { Batch } from '../../common/batch';
import type { Sink } from '../../common/sink';
import type { Spill } from '../../common/spill';
import { createDropCounter } from '../../server/pipeline/drop-counter';
import { createOutbox } from '../../server/pipeline/outbox';
import { fakeRecorder } from './fake-recorder';
import { handClock } from './hand-clock';

/** A sink that keeps the batches for which `write` resolved. */
export function aSink(name: string, write: Sink['write'] = async () => undefined) {
  const written: string[] = [];
  const batches: Batch[] = [];
  let closed = 0;
  const sink: Sink = {
    name,
    async write(batch, signal) {
      await write(batch, signal);
      written.push(batch.id);
      batches.push(batch);
    },
    async close() {
      closed++;
    },
  };
  return { sink, written, batches, closedTimes: () => closed };
}

/** An outbox on a hand-wound clock, whose back-off always takes its longest. */
export function anOutboxOf(
  sinks: readonly Sink[],
  { limitBytes = 8 * 2 ** 20, spillOf }: { limitBytes?: number; spillOf?: () => Spill } = {},
) {
  const clock = handClock();
  const drops = createDropCounter();
  const { recorder, samples, collect } = fakeRecorder();
  const warnings: string[] = [];
  const outbox = createOutbox({
    sinks,
    limitBytes,
    timeoutMs: 10_000,
    spillOf,
    recorder,
    drops,
    timers: clock.timers,
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    random: () => 1,
    warn: (message) => warnings.push(message),
  });
  return { outbox, clock, drops, samples, collect, warnings };
}
