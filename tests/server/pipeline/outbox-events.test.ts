import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { Batch } from '../../../common/batch';
import { batchBytes } from '../../../common/batch-bytes';
import { eventBytes } from '../../../common/record-bytes';
import { RetryableError } from '../../../common/sink';
import type { Spill } from '../../../common/spill';
import { aBatch, aSeries } from '../../support/a-batch';
import { aLogEntry } from '../../support/a-log-entry';
import { anEvent } from '../../support/an-event';
import { anOutboxOf, aSink } from '../../support/an-outbox';
import { settle } from '../../support/hand-clock';

/** All of these weigh the same. */
const eventOf = (index: number) => anEvent({ messageId: `${1_000 + index}` });
const perEvent = eventBytes(eventOf(0));

/** A window of ten seconds; a minute has six of them. */
const windowOf = (sequence: number, fields: Partial<Batch> = {}) =>
  aBatch({
    id: `instance-a-${sequence}`,
    sequences: [sequence, sequence],
    from: (sequence - 1) * 10_000,
    ...fields,
  });
/** The same, so far from the next that they are not merged. */
const apart = (sequence: number, fields: Partial<Batch> = {}) =>
  windowOf(sequence, { from: sequence * 600_000, ...fields });

const idsOf = (batches: readonly Batch[]) =>
  batches.flatMap(({ events = [] }) => events.map(({ messageId }) => messageId));

function aSinkThatIsDown(name = 'dead') {
  let down = true;
  const sink = aSink(name, async () => {
    if (down) throw new RetryableError('gone');
  });
  return {
    ...sink,
    heal() {
      down = false;
    },
  };
}

describe('an outbox with analytics events in it', () => {
  it('has room up to seven eighths of what may wait for the sink that is asked about', async () => {
    const dead = aSinkThatIsDown();
    const alive = aSink('alive');
    const limitBytes = 8_000;
    const { outbox } = anOutboxOf([dead.sink, alive.sink], { limitBytes });
    const batch = apart(1);
    outbox.put(batch);
    await settle();
    const left = 7_000 - batchBytes(batch);

    expect(outbox.hasRoom(left, ['dead'])).to.equal(true);
    expect(outbox.hasRoom(left + 1, ['dead'])).to.equal(false);
    expect(outbox.hasRoom(7_000, ['dead'])).to.equal(false);
    expect(outbox.hasRoom(7_000, ['dead', 'alive'])).to.equal(true);
    expect(outbox.hasRoom(7_001, ['dead', 'alive'])).to.equal(false);
    expect(outbox.hasRoom(0, ['nobody'])).to.equal(false);
  });

  it('loses none of what it had room for, however long the sink is down, and keeps their order', async () => {
    const dead = aSinkThatIsDown();
    const { outbox, clock, drops } = anOutboxOf([dead.sink], { limitBytes: 400 * perEvent });
    const taken: AnalyticsEvent[] = [];
    let refused = 0;
    let sequence = 0;

    for (let window = 0; window < 60; window++) {
      const events: AnalyticsEvent[] = [];
      for (let index = 0; index < 20; index++) {
        const event = eventOf(window * 20 + index);
        if (outbox.hasRoom((events.length + 1) * perEvent, ['dead'])) events.push(event);
        else refused++;
      }
      taken.push(...events);
      outbox.put(windowOf(++sequence, { series: [aSeries('ddp.connects', {}, 1)], events }));
      await settle();
      await clock.advance(10_000);
    }
    dead.heal();
    await clock.advance(60_000);

    expect(refused).to.be.greaterThan(0);
    expect(taken.length).to.be.greaterThan(100);
    expect(idsOf(dead.batches)).to.deep.equal(taken.map(({ messageId }) => messageId));
    expect(drops.total()['merged-away']).to.equal(undefined);
  });

  it('merges their windows, and puts them one after the other', async () => {
    const dead = aSinkThatIsDown();
    const logs = Array.from({ length: 200 }, () => aLogEntry({ message: 'x'.repeat(100) }));
    const limitBytes = 2.5 * batchBytes(windowOf(1, { logs }));
    const { outbox, clock } = anOutboxOf([dead.sink], { limitBytes });

    for (let sequence = 1; sequence <= 6; sequence++) {
      outbox.put(windowOf(sequence, { logs, events: [eventOf(sequence)] }));
      await settle();
      await outbox.settled();
    }
    dead.heal();
    await clock.advance(60_000);

    expect(dead.batches.length).to.be.below(6);
    expect(idsOf(dead.batches)).to.deep.equal(['1001', '1002', '1003', '1004', '1005', '1006']);
  });

  describe('that have to be let go', () => {
    const one = { events: [eventOf(1), eventOf(2)] };
    const [full, empty] = [batchBytes(apart(1, one)), batchBytes(apart(1))];
    const lastDigits = (ids: readonly string[]) => ids.map((id) => id.slice(-1)).join('');

    it('loses those without events first, also while room is being made', async () => {
      const dead = aSinkThatIsDown();
      const limitBytes = 4 * full + 1.5 * empty;
      const { outbox, clock, drops } = anOutboxOf([dead.sink], { limitBytes });

      for (const [index, fields] of [one, one, {}, {}, one, one, {}].entries()) {
        outbox.put(apart(index + 1, fields));
      }
      await outbox.settled();
      dead.heal();
      await clock.advance(60_000);

      expect(lastDigits(dead.written)).to.equal('12567');
      expect(drops.total()).to.deep.equal({ 'buffer-full': 2 });
    });

    it('loses the oldest where all have events', async () => {
      const dead = aSinkThatIsDown();
      const { outbox, clock, drops } = anOutboxOf([dead.sink], { limitBytes: 3.5 * full });

      for (const sequence of [1, 2, 3, 4, 5]) {
        outbox.put(apart(sequence, one));
        await settle();
        await outbox.settled();
      }
      dead.heal();
      await clock.advance(60_000);

      expect(lastDigits(dead.written)).to.equal('145'); // the first is being tried
      expect(drops.total()).to.deep.equal({ 'buffer-full': 2 });
    });
  });

  describe('whose batches may wait on disk', () => {
    /** A disk that takes up to so many batches, when it is told to go on. */
    function aDisk(most: number) {
      const kept: Batch[] = [];
      let slow: Promise<void> | undefined;
      const spill: Spill = {
        async put(batch) {
          await slow;
          if (kept.length === most) return false;
          kept.push(batch);
          return true;
        },
        first: async () => kept[0],
        async remove(id) {
          if (kept[0]?.id === id) kept.shift();
        },
        get hasRoom() {
          return kept.length < most;
        },
        status: () => ({ bytes: 0, batches: kept.length }),
        close: () => undefined,
      };
      return {
        kept,
        spill,
        /** Makes it hang until the answer is called. */
        hang(): () => void {
          let goOn = () => {};
          slow = new Promise((resolve) => {
            goOn = resolve;
          });
          return () => {
            slow = undefined;
            goOn();
          };
        },
      };
    }
    const one = { events: [eventOf(1)] };
    const bytes = batchBytes(apart(1, one));

    it('has room while the disk has, and loses nothing', async () => {
      const dead = aSinkThatIsDown();
      const disk = aDisk(3);
      const limitBytes = 4 * bytes;
      const { outbox, clock, drops } = anOutboxOf([dead.sink], {
        limitBytes,
        spillOf: () => disk.spill,
      });
      let taken = 0;
      for (let sequence = 1; sequence <= 12; sequence++) {
        if (!outbox.hasRoom(perEvent, ['dead'])) break;
        taken++;
        outbox.put(apart(sequence, { events: [eventOf(sequence)] }));
        await settle();
        await outbox.settled();
      }
      dead.heal();
      await clock.advance(60_000);

      expect(taken).to.equal(7); // four in memory, three on disk
      expect(idsOf(dead.batches)).to.have.length(7);
      expect(new Set(idsOf(dead.batches)).size).to.equal(7);
      expect(drops.total()).to.deep.equal({});
    });

    it('has none while the disk does not keep up', async () => {
      const dead = aSinkThatIsDown();
      const disk = aDisk(10);
      const limitBytes = 2 * bytes;
      const { outbox } = anOutboxOf([dead.sink], { limitBytes, spillOf: () => disk.spill });
      const goOn = disk.hang();
      for (const sequence of [1, 2, 3]) {
        outbox.put(apart(sequence, one));
        await settle();
      }

      expect(outbox.hasRoom(perEvent, ['dead'])).to.equal(false);
      goOn();
      await outbox.settled();
      expect(outbox.hasRoom(perEvent, ['dead'])).to.equal(true);
    });

    it('has none for more than could ever wait at once', async () => {
      const disk = aDisk(10);
      const { sink } = aSink('alive');
      const { outbox } = anOutboxOf([sink], { limitBytes: 8_000, spillOf: () => disk.spill });

      expect(outbox.hasRoom(7_000, ['alive'])).to.equal(true);
      expect(outbox.hasRoom(7_001, ['alive'])).to.equal(false);
    });
  });
});
