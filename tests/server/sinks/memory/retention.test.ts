import { expect } from 'chai';
import type { ObserverEntry } from '../../../../common/observer-entry';
import type { ReadQuery } from '../../../../common/reader';
import { memorySink } from '../../../../server/sinks/memory';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aFullObserver, aHistogram, observerOf } from '../../../support/an-observer';
import { onlyValue, valuesOf } from '../../../support/reader/answers';
import { latencies } from '../../../support/seeded';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const { signal } = new AbortController();

/** A memory sink on a hand-wound clock that starts on a full hour. */
function aStore() {
  let now = 480_000 * hour;
  const sink = memorySink({ now: () => now });

  return {
    sink,
    now: () => now,
    /** Lets time go by without a batch. */
    pass(ms: number) {
      now += ms;
    },
    /** Lets time go by in windows of `widthMs`, one batch each. */
    async run(
      forMs: number,
      widthMs = 10 * second,
      series = () => [aSeries('ddp.connects', {}, 1)],
      observers: () => readonly ObserverEntry[] = () => [],
    ) {
      for (const end = now + forMs; now < end; ) {
        now += widthMs;
        const told = { series: series(), observers: observers() };
        await sink.write(aBatch({ from: now - widthMs, to: now, ...told }), signal);
      }
    },
    read: (query: Partial<ReadQuery>) =>
      sink.reader.read({
        metric: 'ddp.connects',
        stat: 'sum',
        from: now - hour,
        to: now,
        ...query,
      }),
  };
}

describe('memorySink, over time', () => {
  it('keeps ten-second windows for 15 minutes, not longer', async () => {
    const store = aStore();
    await store.run(15 * minute);
    const from = store.now() - 15 * minute;

    const within = await store.read({ from, stepMs: 10 * second });
    await store.run(10 * second);
    const beyond = await store.read({ from, stepMs: 10 * second });

    expect(within.stepMs).to.equal(10 * second);
    expect(valuesOf(within)).to.deep.equal(new Array(90).fill(1));
    expect(beyond.stepMs).to.equal(minute);
    expect(valuesOf(beyond)).to.deep.equal([...new Array(15).fill(6), 1]);
  });

  it('keeps minutes for an hour, not longer', async () => {
    const store = aStore();
    await store.run(hour);
    const from = store.now() - hour;

    const within = await store.read({ from, stepMs: minute });
    await store.run(minute);
    const beyond = await store.read({ from, stepMs: minute });

    expect(within.stepMs).to.equal(minute);
    expect(valuesOf(within)).to.deep.equal(new Array(60).fill(6));
    expect(beyond.stepMs).to.equal(10 * minute);
    expect(valuesOf(beyond)).to.deep.equal([...new Array(6).fill(60), 6]);
  });

  it('keeps ten minutes for a day, not longer', async () => {
    const store = aStore();
    await store.run(24 * hour, minute);
    const from = store.now() - 24 * hour;

    const within = onlyValue(await store.read({ from }));
    await store.run(10 * minute, minute);
    const beyond = onlyValue(await store.read({ from }));

    expect(within).to.equal(24 * 60);
    expect(beyond).to.equal(24 * 60);
    expect(onlyValue(await store.read({ from: from - hour }))).to.equal(24 * 60);
  });

  it('forgets the names of series that are in no window any more', async () => {
    const store = aStore();
    const names = Array.from({ length: 500 }, (_, at) => `old.${at}`);
    const old = () => names.map((name) => aSeries('publication.subscribes', { name }, 1));
    await store.run(10 * second);
    const before = store.sink.sizeBytes;
    await store.run(10 * second, 10 * second, old);
    const grown = store.sink.sizeBytes - before;

    await store.run(25 * hour, 30 * minute);

    expect(grown).to.be.greaterThan(200_000);
    expect(store.sink.sizeBytes - before).to.be.lessThan(100_000);
  });

  it('follows the flush interval: windows of a second stay apart', async () => {
    const store = aStore();
    await store.run(minute, second);

    const answer = await store.read({ from: store.now() - minute, stepMs: second });

    expect(answer.stepMs).to.equal(second);
    expect(valuesOf(answer)).to.deep.equal(new Array(60).fill(1));
  });

  it('widens a step that is finer than the windows to a multiple of it', async () => {
    const store = aStore();
    await store.run(minute);

    const answer = await store.read({ from: store.now() - minute, stepMs: 4 * second });

    expect(answer.stepMs).to.equal(12 * second);
  });

  it('answers by the minute where only minutes are left, however short the windows were', async () => {
    const store = aStore();
    for (let at = 0; at < 20; at++) {
      await store.run(10 * second);
      store.pass(50 * second); // as with a process that starts anew each minute
    }

    const answer = await store.read({ from: store.now() - 20 * minute, stepMs: 10 * second });

    expect(answer.stepMs).to.equal(minute);
  });

  it('takes windows that close a little late as the width they were meant to have', async () => {
    const store = aStore();
    await store.run(minute, 10_030);

    const answer = await store.read({ from: store.now() - minute, stepMs: 10 * second });

    expect(answer.stepMs).to.equal(10 * second);
  });

  it('takes a batch that covers minutes, as an outbox under pressure makes them', async () => {
    const store = aStore();
    const from = store.now() - 30 * minute;
    const series = [aSeries('ddp.connects', {}, 7)];

    await store.sink.write(aBatch({ from, to: from + 10 * minute, series }), signal);

    expect(onlyValue(await store.read({}))).to.equal(7);
  });

  it('does not keep a batch older than a day, and says nothing', async () => {
    const store = aStore();
    const from = store.now() - 24 * hour - minute;
    const series = [aSeries('ddp.connects', {}, 7)];

    await store.sink.write(aBatch({ from, to: from + minute, series }), signal);

    expect((await store.read({ from })).rows).to.deep.equal([]);
  });

  it('rolls histograms up without loss: minutes and days answer as the finest windows do', async () => {
    const store = aStore();
    const dims = { name: 'a', origin: 'client' };
    let seed = 0;
    await store.run(10 * minute, 10 * second, () => [
      aSeries('method.run', dims, latencies(50, seed++)),
    ]);
    const query = {
      metric: 'method.run',
      from: store.now() - 10 * minute,
      to: store.now(),
    } as const;
    const stats = ['p50', 'p95', 'p99', 'p99.9', 'max', 'buckets'] as const;
    const readAll = () => Promise.all(stats.map((stat) => store.read({ ...query, stat })));

    const fine = await readAll();
    await store.run(20 * minute, 10 * second, () => []);
    const byMinute = await readAll();
    await store.run(2 * hour, minute, () => []);
    const byTenMinutes = await readAll();

    expect(byMinute).to.deep.equal(fine);
    expect(byTenMinutes).to.deep.equal(fine);
  });

  it('rolls observers up without loss: minutes and ten minutes tell what the finest windows do', async () => {
    const store = aStore();
    let turn = 0;
    const observers = () => {
      const lifetime = aHistogram('lifetime', latencies(20, turn).map(Math.ceil)); // whole, so that sums are exact
      const numbers = { handles: turn, evaluations: 3, cpuMs: 2 };
      const [initialQuery, poll] = [aHistogram('duration', [2, 3]), aHistogram('duration', [turn])];
      const lasting = aFullObserver({ ...numbers, lifetime, initialQuery, poll });
      return turn++ % 7 === 0 ? [lasting, observerOf('seldom', { created: 1 })] : [lasting];
    };
    await store.run(10 * minute, 10 * second, () => [], observers);
    const query = { from: store.now() - 10 * minute, to: store.now() };
    const readAll = () => store.sink.reader.observers(query);

    const fine = await readAll();
    await store.run(20 * minute, 10 * second, () => []);
    const byMinute = await readAll();
    await store.run(2 * hour, minute, () => []);
    const byTenMinutes = await readAll();

    const [lasting, seldom] = fine.windows[0]?.observers ?? [];
    expect(lasting).to.include({ handles: 59, evaluations: 180, cpuMs: 120 });
    expect(seldom).to.include({ created: 9 });
    expect(byMinute).to.deep.equal(fine);
    expect(byTenMinutes).to.deep.equal(fine);
  });

  it('rolls up gauges by the time they were known for', async () => {
    const store = aStore();
    const from = store.now();
    await store.run(10 * second, 10 * second, () => [aSeries('ddp.sessions', { state: 'x' }, 90)]);
    await store.run(20 * second, 20 * second, () => [aSeries('ddp.sessions', { state: 'x' }, 30)]);
    await store.run(30 * second, 30 * second, () => []);
    await store.run(30 * minute, minute, () => []);

    const answer = await store.read({ metric: 'ddp.sessions', stat: 'avg', from, stepMs: minute });

    expect(answer.stepMs).to.equal(minute);
    expect(valuesOf(answer)).to.deep.equal([50]);
  });
});

describe('memorySink, when a batch comes again', () => {
  const series = [aSeries('ddp.connects', {}, 7)];

  it('counts it once, even while the first write is still under way', async () => {
    const store = aStore();
    const batch = aBatch({ from: store.now() - minute, series });

    await Promise.all([store.sink.write(batch, signal), store.sink.write(batch, signal)]);

    expect(onlyValue(await store.read({}))).to.equal(7);
  });

  it('knows the last 1,000 batches, not more', async () => {
    const store = aStore();
    const from = store.now() - minute;
    const first = aBatch({ from, series });
    const secondOne = aBatch({ from, series });
    await store.sink.write(first, signal);
    await store.sink.write(secondOne, signal);
    for (let at = 0; at < 999; at++) await store.sink.write(aBatch({ from }), signal);

    await store.sink.write(secondOne, signal);
    const known = onlyValue(await store.read({}));
    await store.sink.write(first, signal);
    const forgotten = onlyValue(await store.read({}));

    expect(known).to.equal(14);
    expect(forgotten).to.equal(21);
  });
});
