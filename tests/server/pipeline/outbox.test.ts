import { expect } from 'chai';
import { batchBytes } from '../../../common/batch-bytes';
import { PartlyTakenError, RetryableError, type Sink } from '../../../common/sink';
import { aBatch } from '../../support/a-batch';
import { anOutboxOf, aSink } from '../../support/an-outbox';
import { metricValue } from '../../support/fake-recorder';
import { settle } from '../../support/hand-clock';

/** Windows so far apart that they cannot be merged. */
const oneOf = (sequence: number) =>
  aBatch({ id: `i-${sequence}`, sequences: [sequence, sequence], from: sequence * 600_000 });

const bytesOfOne = batchBytes(oneOf(1));

const anOutbox = (sinks: readonly Sink[], limitBytes = 100 * bytesOfOne) =>
  anOutboxOf(sinks, { limitBytes });

const refusing = (failures: number, error: () => Error) => {
  let left = failures;
  return async () => {
    if (left-- > 0) throw error();
  };
};
const never = () => new Promise<void>(() => undefined);

describe('outbox', () => {
  it('hands every batch to every sink, in order', async () => {
    const a = aSink('a', async () => undefined);
    const b = aSink('b', async () => undefined);
    const { outbox } = anOutbox([a.sink, b.sink]);

    for (const sequence of [1, 2, 3]) outbox.put(oneOf(sequence));
    await outbox.settled();

    expect(a.written).to.deep.equal(['i-1', 'i-2', 'i-3']);
    expect(b.written).to.deep.equal(['i-1', 'i-2', 'i-3']);
  });

  it('has one write at a time under way per sink', async () => {
    let underWay = 0;
    let most = 0;
    const { sink, written } = aSink('slow', async () => {
      most = Math.max(most, ++underWay);
      await settle();
      underWay--;
    });
    const { outbox } = anOutbox([sink]);

    for (const sequence of [1, 2, 3]) outbox.put(oneOf(sequence));
    await outbox.settled();

    expect(written).to.have.length(3);
    expect(most).to.equal(1);
  });

  it('does not let a sink that hangs delay another', async () => {
    const dead = aSink('dead', never);
    const live = aSink('live', async () => undefined);
    const { outbox } = anOutbox([dead.sink, live.sink]);

    for (const sequence of [1, 2]) outbox.put(oneOf(sequence));
    await settle();

    expect(live.written).to.deep.equal(['i-1', 'i-2']);
    expect(outbox.status().dead?.waitingBatches).to.equal(2);
  });

  it('gives the same batch again after a failure that can be retried, and warns once', async () => {
    const { sink, written } = aSink(
      'flaky',
      refusing(3, () => new RetryableError('busy')),
    );
    const { outbox, clock, warnings, drops } = anOutbox([sink]);

    outbox.put(oneOf(1));
    await settle();
    expect(outbox.status().flaky).to.include({ state: 'retrying', lastError: 'busy' });
    await clock.advance(999);
    expect(written).to.deep.equal([]);
    await clock.advance(1 + 2_000 + 4_000);

    expect(written).to.deep.equal(['i-1']);
    expect(outbox.status().flaky).to.include({ state: 'ok', delivered: 1 });
    expect(warnings).to.deep.equal([
      'sink flaky failed, will retry: busy',
      'sink flaky takes batches again',
    ]);
    expect(drops.total()).to.deep.equal({});
  });

  it('waits at least as long as the sink asked for', async () => {
    const asked = () => new RetryableError('later', { retryAfterMs: 30_000 });
    const { sink, written } = aSink('polite', refusing(1, asked));
    const { outbox, clock } = anOutbox([sink]);

    outbox.put(oneOf(1));
    await clock.advance(29_999);
    expect(written).to.deep.equal([]);
    await clock.advance(1_001);

    expect(written).to.deep.equal(['i-1']);
  });

  it('takes a write that gives no answer within ten seconds as failed, and tries again', async () => {
    let attempts = 0;
    const { sink, written } = aSink('hanging', () =>
      ++attempts === 1 ? never() : Promise.resolve(),
    );
    const { outbox, clock } = anOutbox([sink]);

    outbox.put(oneOf(1));
    await clock.advance(9_999);
    expect(attempts).to.equal(1);
    await clock.advance(1 + 1_000);

    expect(attempts).to.equal(2);
    expect(written).to.deep.equal(['i-1']);
  });

  it('drops a batch that a sink refuses for good, counts it, and goes on', async () => {
    const { sink, written } = aSink(
      'strict',
      refusing(1, () => new Error('bad batch')),
    );
    const { outbox, drops } = anOutbox([sink]);

    outbox.put(oneOf(1));
    outbox.put(oneOf(2));
    await outbox.settled();

    expect(written).to.deep.equal(['i-2']);
    expect(drops.total()).to.deep.equal({ 'sink-failed': 1 });
  });

  it('counts what a sink refused of a batch, and takes the batch for delivered', async () => {
    const given: string[] = [];
    const { sink } = aSink('choosy', async ({ id }) => {
      given.push(id);
      if (id === 'i-1') throw new PartlyTakenError('three points are too old', 3);
    });
    const { outbox, drops, samples } = anOutbox([sink]);

    outbox.put(oneOf(1));
    outbox.put(oneOf(2));
    await outbox.settled();

    expect(given).to.deep.equal(['i-1', 'i-2']);
    expect(drops.total()).to.deep.equal({ refused: 3 });
    expect(outbox.status().choosy).to.deep.include({ state: 'ok', delivered: 2 });
    expect(metricValue(samples, 'radiant.sinkWrite', { outcome: 'ok' })).to.equal(0);
  });

  for (const [said, counted] of [
    [Number.NaN, undefined],
    [-1, undefined],
    [0, undefined],
    [1.4, 1],
  ] as const) {
    it(`takes ${counted ?? 'nothing'} for refused where a sink says ${said}`, async () => {
      const { sink } = aSink('odd', async () => {
        throw new PartlyTakenError('odd', said);
      });
      const { outbox, drops } = anOutbox([sink]);

      outbox.put(oneOf(1));
      await outbox.settled();

      expect(drops.total().refused).to.equal(counted);
    });
  }

  it('takes a sink that throws at once, or returns no promise, as any other', async () => {
    const throwing: Sink = {
      name: 'throwing',
      write() {
        throw new Error('at once');
      },
    };
    const plain = { name: 'plain', write: () => undefined } as unknown as Sink;
    const { outbox, drops } = anOutbox([throwing, plain]);

    outbox.put(oneOf(1));
    await outbox.settled();

    expect(drops.total()).to.deep.equal({ 'sink-failed': 1 });
    expect(outbox.status().plain?.delivered).to.equal(1);
  });

  it('keeps what fits the limit to the byte, then drops the oldest that is not under way', async () => {
    const { sink } = aSink('dead', never);
    const { outbox, drops } = anOutbox([sink], 3 * bytesOfOne);

    for (const sequence of [1, 2, 3]) outbox.put(oneOf(sequence));
    expect(drops.total()).to.deep.equal({});
    expect(outbox.status().dead).to.include({ waitingBatches: 3, waitingBytes: 3 * bytesOfOne });
    outbox.put(oneOf(4));
    await settle();

    expect(drops.total()).to.deep.equal({ 'buffer-full': 1 });
    expect(outbox.status().dead).to.include({ waitingBatches: 3, waitingBytes: 3 * bytesOfOne });
  });

  it('takes a batch as large as the limit and refuses one that is larger', async () => {
    const fits = aSink('fits', async () => undefined);
    const tight = aSink('tight', async () => undefined);
    const first = anOutbox([fits.sink], bytesOfOne);
    const second = anOutbox([tight.sink], bytesOfOne - 1);

    first.outbox.put(oneOf(1));
    second.outbox.put(oneOf(1));
    await settle();

    expect(fits.written).to.deep.equal(['i-1']);
    expect(tight.written).to.deep.equal([]);
    expect(second.drops.total()).to.deep.equal({ 'too-large': 1 });
  });

  it('stays within its limit for a simulated day without a sink', async () => {
    const { sink } = aSink('dead', async () => {
      throw new RetryableError('gone');
    });
    const { outbox, clock, drops } = anOutbox([sink], 10 * bytesOfOne);

    for (let sequence = 1; sequence <= 8_640; sequence += 90) {
      for (let next = sequence; next < sequence + 90; next++) outbox.put(oneOf(next));
      await clock.advance(900_000);
      expect(outbox.status().dead?.waitingBytes).to.be.at.most(10 * bytesOfOne);
    }

    expect(drops.total()['buffer-full']).to.equal(8_640 - 10);
  }).timeout(20_000);

  it('delivers what waits when it closes, then lets the sink go', async () => {
    const { sink, written, closedTimes } = aSink('ok', settle);
    const { outbox } = anOutbox([sink]);
    outbox.put(oneOf(1));
    outbox.put(oneOf(2));

    await outbox.close(2_000);

    expect(written).to.deep.equal(['i-1', 'i-2']);
    expect(closedTimes()).to.equal(1);
  });

  it('closes within its time even when a sink hangs, and counts what is left', async () => {
    const { sink, closedTimes } = aSink('dead', never);
    const { outbox, clock, drops } = anOutbox([sink]);
    outbox.put(oneOf(1));
    outbox.put(oneOf(2));

    const closing = outbox.close(2_000);
    await clock.advance(2_000);
    await closing;

    expect(drops.total()).to.deep.equal({ shutdown: 2 });
    expect(closedTimes()).to.equal(1);
  });

  it('tries a failing sink once more when it closes, and no longer', async () => {
    let attempts = 0;
    const { sink } = aSink('failing', async () => {
      attempts++;
      throw new RetryableError('gone');
    });
    const { outbox, drops } = anOutbox([sink]);
    outbox.put(oneOf(1));
    await settle();

    await outbox.close(2_000);

    expect(attempts).to.equal(2);
    expect(drops.total()).to.deep.equal({ shutdown: 1 });
  });

  it('tells how much waits, and how long each write took', async () => {
    const { sink } = aSink('dead', never);
    const ok = aSink('ok', async () => undefined);
    const { outbox, samples, collect } = anOutbox([sink, ok.sink]);

    outbox.put(oneOf(1));
    await settle();
    collect();

    expect(metricValue(samples, 'radiant.outboxBytes', { sink: 'dead' })).to.equal(bytesOfOne);
    expect(metricValue(samples, 'radiant.sinkWrite', { sink: 'ok', outcome: 'ok' })).to.equal(0);
  });

  it('takes a sink for dead after five failures, and probes it every thirty seconds', async () => {
    let attempts = 0;
    const { sink } = aSink('dead', async () => {
      attempts++;
      throw new RetryableError('gone');
    });
    const { outbox, clock, warnings } = anOutbox([sink]);

    outbox.put(oneOf(1));
    await clock.advance(1_000 + 2_000 + 4_000);
    expect(attempts).to.equal(4);
    expect(outbox.status().dead?.state).to.equal('retrying');
    await clock.advance(8_000);
    expect(attempts).to.equal(5);
    expect(outbox.status().dead?.state).to.equal('open');
    await clock.advance(29_999);
    expect(attempts).to.equal(5);
    await clock.advance(1);
    expect(attempts).to.equal(6);
    await clock.advance(300_000);

    expect(attempts).to.equal(16);
    expect(warnings).to.deep.equal([
      'sink dead failed, will retry: gone',
      'sink dead failed 5 times, is now tried every 30 s: gone',
    ]);
  });

  it('keeps batches from a sink that has refused five in a row, instead of losing all', async () => {
    const { sink, written } = aSink(
      'strict',
      refusing(5, () => new Error('401')),
    );
    const { outbox, clock, drops } = anOutbox([sink]);

    for (let sequence = 1; sequence <= 8; sequence++) outbox.put(oneOf(sequence));
    await settle();
    expect(outbox.status().strict).to.include({ state: 'open', waitingBatches: 3 });
    await clock.advance(30_000);

    expect(written).to.deep.equal(['i-6', 'i-7', 'i-8']);
    expect(drops.total()).to.deep.equal({ 'sink-failed': 5 });
    expect(outbox.status().strict?.state).to.equal('ok');
  });

  it('hands no more to a sink that sits on three writes that were called off, until one settles', async () => {
    const open: Array<() => void> = [];
    const { sink } = aSink('hanging', () => new Promise<void>((resolve) => open.push(resolve)));
    const { outbox, clock } = anOutbox([sink]);

    outbox.put(oneOf(1));
    await clock.advance(3_600_000);
    expect(open).to.have.length(3);
    open[0]?.();
    await settle();
    expect(open).to.have.length(4);
    open[3]?.();
    await settle();

    expect(outbox.status().hanging).to.include({ state: 'ok', delivered: 1, waitingBatches: 0 });
  });

  it('tries at once to deliver when it drains, and gives nothing up', async () => {
    const flaky = aSink(
      'flaky',
      refusing(1, () => new RetryableError('busy')),
    );
    const dead = aSink('dead', never);
    const { outbox, clock, drops } = anOutbox([flaky.sink, dead.sink]);
    outbox.put(oneOf(1));
    await settle();

    let drained = false;
    const draining = outbox.drain(2_000).then(() => {
      drained = true;
    });
    await settle();
    expect(flaky.written).to.deep.equal(['i-1']);
    await clock.advance(1_999);
    expect(drained).to.equal(false);
    await clock.advance(1);
    await draining;

    expect(drained).to.equal(true);
    expect(drops.total()).to.deep.equal({});
    expect(outbox.status().dead?.waitingBatches).to.equal(1);
  });

  it('leaves a sink alone that is taken for dead when it drains or closes', async () => {
    let attempts = 0;
    const { sink, closedTimes } = aSink('dead', async () => {
      attempts++;
      throw new RetryableError('gone');
    });
    const { outbox, clock, drops } = anOutbox([sink]);
    outbox.put(oneOf(1));
    await clock.advance(20_000);
    expect(attempts).to.equal(5);

    await outbox.drain(2_000);
    await outbox.close(2_000);

    expect(attempts).to.equal(5);
    expect(closedTimes()).to.equal(1);
    expect(drops.total()).to.deep.equal({ shutdown: 1 });
    expect(clock.pending()).to.deep.equal([]);
  });
});
