import { expect } from 'chai';
import type { Batch } from '../../../common/batch';
import { batchBytes } from '../../../common/batch-bytes';
import { windowsOf } from '../../../common/batch-merge';
import { RetryableError } from '../../../common/sink';
import { aBatch, aSeries } from '../../support/a-batch';
import { aLogEntry } from '../../support/a-log-entry';
import { anOutboxOf, aSink } from '../../support/an-outbox';
import { settle } from '../../support/hand-clock';

const names = Array.from({ length: 20 }, (_, at) => `publication ${at}`);

/** A window of ten seconds in which each publication was subscribed to once. */
const aWindow = (sequence: number, fields: Partial<Batch> = {}) =>
  aBatch({
    id: `instance-a-${sequence}`,
    sequences: [sequence, sequence],
    from: (sequence - 1) * 10_000,
    series: names.map((name) => aSeries('publication.subscribes', { name }, 1)),
    ...fields,
  });

const bytesOfOne = batchBytes(aWindow(1));

const countOf = (batches: readonly Batch[]) =>
  batches
    .flatMap(({ series }) => series)
    .reduce((sum, { value }) => sum + (typeof value === 'number' ? value : 0), 0) / names.length;

/** A sink that refuses until `heal` is called. */
function aDeadSink() {
  let dead = true;
  const sink = aSink('dead', async () => {
    if (dead) throw new RetryableError('gone');
  });
  return {
    ...sink,
    heal() {
      dead = false;
    },
  };
}

async function putWindows(outbox: { put(batch: Batch): void }, from: number, to: number) {
  for (let sequence = from; sequence <= to; sequence++) {
    outbox.put(aWindow(sequence));
    await settle();
  }
}

describe('outbox of a sink that fell behind', () => {
  it('merges to minutes, and loses nothing', async () => {
    const dead = aDeadSink();
    const { outbox, clock, drops } = anOutboxOf([dead.sink], { limitBytes: 10 * bytesOfOne });

    await putWindows(outbox, 1, 30);
    dead.heal();
    await clock.advance(60_000);

    expect(drops.total()).to.deep.equal({});
    expect(countOf(dead.batches)).to.equal(30);
    expect(dead.batches.map(({ sequences }) => sequences)).to.deep.include.members([
      [1, 1],
      [2, 6],
      [7, 12],
    ]);
  });

  it('merges to ten minutes when every minute is one batch', async () => {
    const dead = aDeadSink();
    const { outbox, clock, drops } = anOutboxOf([dead.sink], { limitBytes: 10 * bytesOfOne });

    await putWindows(outbox, 1, 240);
    dead.heal();
    await clock.advance(60_000);

    expect(drops.total()).to.deep.equal({});
    expect(countOf(dead.batches)).to.equal(240);
    expect(dead.batches.map(({ sequences }) => sequences)).to.deep.include.members([
      [2, 60],
      [61, 120],
    ]);
    for (const { from, to } of dead.batches) {
      expect(Math.floor(from / 600_000)).to.equal(Math.floor((to - 1) / 600_000));
    }
  });

  it('drops the oldest only when there is nothing to merge, and counts their windows', async () => {
    const dead = aDeadSink();
    const { outbox, clock, drops, warnings } = anOutboxOf([dead.sink], {
      limitBytes: 10 * bytesOfOne,
    });

    await putWindows(outbox, 1, 1_000);
    expect(outbox.status().dead?.waitingBytes).to.be.at.most(10 * bytesOfOne);
    dead.heal();
    await clock.advance(60_000);

    const lost = drops.total()['buffer-full'] ?? 0;
    expect(lost).to.be.greaterThan(0);
    expect(countOf(dead.batches) + lost).to.equal(1_000);
    expect(dead.batches.reduce((sum, batch) => sum + windowsOf(batch), 0) + lost).to.equal(1_000);
    expect(dead.batches[0]?.id).to.equal('instance-a-1');
    expect(warnings).to.deep.equal([
      'sink dead failed, will retry: gone',
      'sink dead fell too far behind; the oldest batches go',
      `sink dead takes batches again; ${lost} windows were lost meanwhile`,
    ]);
  });

  it('never merges a batch that was handed over before', async () => {
    const dead = aDeadSink();
    const { outbox, clock } = anOutboxOf([dead.sink], { limitBytes: 4 * bytesOfOne });

    await putWindows(outbox, 1, 12);
    dead.heal();
    await clock.advance(60_000);

    expect(dead.written[0]).to.equal('instance-a-1');
    expect(countOf(dead.batches)).to.equal(12);
  });

  it('gives the same merged batch again, whatever comes meanwhile', async () => {
    const ids: string[] = [];
    const { sink } = aSink('dead', async ({ id, sequences: [first, last] }) => {
      ids.push(id);
      if (first !== last || ids.length < 3) throw new RetryableError('gone');
    });
    const { outbox, clock } = anOutboxOf([sink], { limitBytes: 4 * bytesOfOne });

    await putWindows(outbox, 1, 12);
    await clock.advance(10_000);
    await putWindows(outbox, 13, 30);
    await clock.advance(300_000);

    expect(ids.slice(0, 3)).to.deep.equal(['instance-a-1', 'instance-a-1', 'instance-a-1']);
    expect(ids.length).to.be.greaterThan(10);
    expect(new Set(ids.slice(3))).to.deep.equal(new Set(['instance-a-2-6']));
  });

  it('counts every window of a merged batch that is refused for good', async () => {
    let dead = true;
    const { sink } = aSink('strict', async ({ sequences: [first, last] }) => {
      if (dead) throw new RetryableError('gone');
      if (first !== last) throw new Error('too old');
    });
    const { outbox, clock, drops } = anOutboxOf([sink], { limitBytes: 4 * bytesOfOne });

    await putWindows(outbox, 1, 9);
    dead = false;
    await clock.advance(60_000);

    expect(drops.total()).to.deep.equal({ 'sink-failed': 5 + 2 }); // 2 to 6, and 7 to 8
  });

  it('hands batches over in order while it merges', async () => {
    const { sink, batches } = aSink('slow', settle);
    const { outbox } = anOutboxOf([sink], { limitBytes: 4 * bytesOfOne });

    await putWindows(outbox, 1, 40);
    for (let turn = 0; turn < 50; turn++) await settle();
    await outbox.settled();

    const first = batches.map(({ sequences }) => sequences[0]);
    expect(first).to.deep.equal([...first].sort((a, b) => a - b));
    expect(countOf(batches)).to.equal(40);
  });

  it('does not merge over a gap, nor what belongs to another minute', async () => {
    const dead = aDeadSink();
    const { outbox, clock } = anOutboxOf([dead.sink], { limitBytes: 4 * bytesOfOne });
    const far = [1, 2, 4, 61, 65].map((sequence) => aWindow(sequence));

    for (const batch of far) {
      outbox.put(batch);
      await settle();
    }
    dead.heal();
    await clock.advance(60_000);

    expect(dead.batches.every((batch) => windowsOf(batch) === 1)).to.equal(true);
  });

  it('counts records that a merged batch has no room for', async () => {
    const dead = aDeadSink();
    const { outbox, drops } = anOutboxOf([dead.sink], { limitBytes: 64_000 });
    const logs = Array.from({ length: 40 }, () => aLogEntry({ message: 'x'.repeat(200) }));

    for (let sequence = 1; sequence <= 6; sequence++) {
      outbox.put(aWindow(sequence, { logs }));
      await settle();
    }

    expect(drops.total()['merged-away']).to.be.within(1, 5 * 40);
    expect(drops.total()['buffer-full']).to.equal(undefined);
  });

  it('gives a second batch no room while it still makes some for the first', async () => {
    const dead = aDeadSink();
    const { outbox, drops } = anOutboxOf([dead.sink], { limitBytes: 3 * bytesOfOne });
    await putWindows(outbox, 1, 3);

    for (let sequence = 4; sequence <= 9; sequence++) {
      outbox.put(aWindow(sequence));
      expect(outbox.status().dead?.waitingBytes).to.be.at.most(4 * bytesOfOne);
    }
    await settle();

    expect(outbox.status().dead?.waitingBytes).to.be.at.most(3 * bytesOfOne);
    expect(drops.total()['buffer-full']).to.be.greaterThan(0);
  });

  it('tells how long it was busy merging', async () => {
    const dead = aDeadSink();
    const { outbox, samples } = anOutboxOf([dead.sink], { limitBytes: 4 * bytesOfOne });

    await putWindows(outbox, 1, 12);

    const busy = samples.filter(
      (sample) => sample.kind === 'metric' && sample.dims.part === 'merge',
    );
    expect(busy).not.to.deep.equal([]);
  });
});
