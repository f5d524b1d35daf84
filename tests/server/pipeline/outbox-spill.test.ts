import { expect } from 'chai';
import { batchBytes } from '../../../common/batch-bytes';
import { RetryableError } from '../../../common/sink';
import { createDropCounter } from '../../../server/pipeline/drop-counter';
import { diskSpill } from '../../../server/spill/disk-spill';
import { aBatch } from '../../support/a-batch';
import { aFolder } from '../../support/a-folder';
import { anOutboxOf, aSink } from '../../support/an-outbox';
import { handClock } from '../../support/hand-clock';

/** Windows so far apart that they cannot be merged. */
const oneOf = (sequence: number) =>
  aBatch({ id: `i-${sequence}`, sequences: [sequence, sequence], from: sequence * 600_000 });

const bytesOfOne = batchBytes(oneOf(1));

/** Lets what is under way on disk come to its end. */
async function untilDisk(isDone: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_500 && !isDone(); turn++) {
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  expect(isDone()).to.equal(true);
}

describe('outbox of a sink whose batches may wait on disk', () => {
  const folder = aFolder();

  function anOutbox(write: () => Promise<void>, { instance = 'a' } = {}) {
    const limitBytes = 3 * bytesOfOne;
    const sink = aSink('mongo', write);
    const spillOf = () =>
      diskSpill({
        path: folder.path,
        sinkName: 'mongo',
        maxBytes: 1e6,
        self: { host: 'a', pid: 1, instance },
        drops: createDropCounter(),
        timers: handClock().timers,
        now: Date.now,
        isAlive: () => false,
        warn: () => undefined,
      });
    return { ...anOutboxOf([sink.sink], { limitBytes, spillOf }), ...sink };
  }

  it('drops nothing while the disk has room, and delivers all of it in order', async () => {
    let dead = true;
    const { outbox, clock, drops, written } = anOutbox(async () => {
      if (dead) throw new RetryableError('gone');
    });
    const onDisk = () => outbox.status().mongo?.onDisk?.batches ?? 0;

    for (let sequence = 1; sequence <= 8; sequence++) {
      outbox.put(oneOf(sequence));
      await untilDisk(() => onDisk() >= sequence - 3);
    }
    expect(outbox.status().mongo).to.include({ waitingBatches: 3 });
    dead = false;
    await clock.advance(1_000);
    await untilDisk(() => written.length === 8 && onDisk() === 0);

    expect(written).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8].map((sequence) => `i-${sequence}`));
    expect(drops.total()).to.deep.equal({});
  });

  it('puts on disk what it could not deliver before it closes, and begins with it next time', async () => {
    const before = anOutbox(async () => {
      throw new RetryableError('gone');
    });
    for (const sequence of [1, 2]) before.outbox.put(oneOf(sequence));
    await before.outbox.close(2_000);
    expect(before.drops.total()).to.deep.equal({});

    const after = anOutbox(async () => undefined, { instance: 'b' });
    after.outbox.put(oneOf(3));
    await after.outbox.settled();

    expect(after.written).to.deep.equal(['i-1', 'i-2', 'i-3']);
  });

  it('saves what waits, goes on trying, and delivers each batch once', async () => {
    let dead = true;
    const { outbox, clock, written } = anOutbox(async () => {
      if (dead) throw new RetryableError('gone');
    });
    for (const sequence of [1, 2]) outbox.put(oneOf(sequence));
    await outbox.settled();

    await outbox.save(2_000);
    expect(outbox.status().mongo?.onDisk?.batches).to.equal(2);
    dead = false;
    await clock.advance(1_000);
    await untilDisk(() => outbox.status().mongo?.onDisk?.batches === 0);

    expect(written).to.deep.equal(['i-1', 'i-2']);
  });
});
