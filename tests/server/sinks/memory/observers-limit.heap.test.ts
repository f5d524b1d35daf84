import { expect } from 'chai';
import { OTHER } from '../../../../common/metrics';
import type { ObserverEntry } from '../../../../common/observer-entry';
import { mergeEntries } from '../../../../common/observer-merge';
import { type MemorySink, memorySink } from '../../../../server/sinks/memory';
import { readObservers } from '../../../../server/sinks/memory/read-observers';
import { createStore } from '../../../../server/sinks/memory/store';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aHistogram, observerOf } from '../../../support/an-observer';
import { done } from '../../../support/done';
import { settledHeapBytes } from '../../../support/heap-bytes';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const mebibyte = 2 ** 20;
const start = 480_000 * hour;
const { signal } = new AbortController();
const poll = aHistogram('duration', [1, 2, 3, 5, 8, 13, 21, 34]);

/** The first 100 use CPU; the last one has many handles and uses none. */
function load(publications: number): ObserverEntry[] {
  return Array.from({ length: publications }, (_, at) =>
    observerOf(`publication.${at}`, {
      cpuMs: at < 100 ? 1_000 - at : 0,
      handles: at === publications - 1 ? 5_000 : 1,
      evaluations: 10,
      poll,
    }),
  );
}

/** A sink on a hand-wound clock. `run` lets time go by and checks the limit at every step. */
function aStore(limitBytes: number) {
  let now = start;
  const sink: MemorySink = memorySink({ now: () => now, limitBytes });

  return {
    sink,
    async run(forMs: number, widthMs: number, observers: () => readonly ObserverEntry[]) {
      for (const end = now + forMs; now < end; ) {
        now += widthMs;
        const told = { series: [aSeries('ddp.connects', {}, 1)], observers: observers() };
        await sink.write(aBatch({ from: now - widthMs, to: now, ...told }), signal);
        expect(sink.sizeBytes).to.be.at.most(limitBytes);
      }
    },
    async all() {
      const { windows } = await sink.reader.observers({ from: start, to: now });
      return windows[0]?.observers ?? [];
    },
  };
}

const sumOf = (entries: readonly ObserverEntry[]) => {
  const [sum] = mergeEntries(
    entries.map((entry) => ({ ...entry, owner: { kind: 'none', name: '' }, shape: '' })),
  );
  return sum;
};

describe('memorySink, at its limit with observers', function () {
  this.timeout(30_000);

  it('weighs what it keeps of 1,000 observers about as the heap does', async () => {
    await aStore(mebibyte).run(5 * minute, 10 * second, () => load(200)); // so that compiled code is not counted
    const before = await settledHeapBytes();
    const store = aStore(16 * mebibyte);

    await store.run(5 * minute, 10 * second, () => load(1_000));

    const onHeap = (await settledHeapBytes()) - before;
    expect(store.sink.sizeBytes).to.be.greaterThan(2 * mebibyte);
    // Not less than said is what counts; what other tests left behind may go meanwhile.
    expect(onHeap).to.be.below(1.25 * store.sink.sizeBytes);
    expect(onHeap).to.be.above(0.4 * store.sink.sizeBytes);
  });

  describe('with 600 in 0.5 MiB', () => {
    const [full, crowded] = [aStore(64 * mebibyte), aStore(mebibyte / 2)];
    const names = async () => (await crowded.all()).map(({ owner }) => owner.name);

    before(async () => {
      for (const store of [full, crowded]) {
        await store.run(5 * minute, 10 * second, () => load(600));
      }
    });

    it('still counts everything', async () => {
      expect(sumOf(await crowded.all())).to.deep.equal(sumOf(await full.all()));
    });

    it('keeps the names of those that use most CPU', async () => {
      const kept = await names();

      expect(kept.length).to.be.lessThan(600);
      for (let at = 0; at < 100; at++) expect(kept).to.include(`publication.${at}`);
    });

    it('keeps the name of one that leaks handles and uses no CPU', async () => {
      expect(await names()).to.include('publication.599');
    });

    it('says of the others that they are others', async () => {
      expect(await names()).to.include(OTHER);
    });
  });

  it('takes a batch of 20,000 observers, and lets their names go', async () => {
    const store = aStore(2 * mebibyte);

    await store.run(10 * second, 10 * second, () => load(20_000));

    const kept = await store.all();
    expect(kept.length).to.be.within(200, 501);
    expect(sumOf(kept)).to.include({ evaluations: 200_000, handles: 24_999 });
  });

  it('reads all of a range while names are let go', () => {
    const store = createStore(3 * mebibyte, () => start + minute);
    const add = (window: number, publications: number) => {
      const from = start + window * 10 * second;
      return done(store.add(aBatch({ from, observers: load(publications) })));
    };
    for (let window = 0; window < 5; window++) add(window, 700);
    const range = { from: start, to: start + 50 * second, stepMs: undefined };
    const query = { ...range, resource: [], histograms: true };
    const expected = done(readObservers(store, query));

    const reading = readObservers(store, query);
    reading.next();
    add(5, 10_000);
    const read = done(reading);

    expect(read).to.deep.equal(expected);
    expect(done(readObservers(store, query))).not.to.deep.equal(expected);
  });

  it('forgets the names of observers that are in no window any more', async () => {
    const store = aStore(16 * mebibyte);
    await store.run(minute, 10 * second, () => load(500));
    const before = store.sink.sizeBytes;

    await store.run(25 * hour, 10 * minute, () => []);

    expect(store.sink.sizeBytes).to.be.lessThan(before - 500 * 400);
  });
});
