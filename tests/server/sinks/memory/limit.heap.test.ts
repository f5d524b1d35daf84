import { expect } from 'chai';
import type { Series } from '../../../../common/batch';
import type { ReadQuery } from '../../../../common/reader';
import { type MemorySink, memorySink } from '../../../../server/sinks/memory';
import { aBatch, aSeries } from '../../../support/a-batch';
import { settledHeapBytes } from '../../../support/heap-bytes';
import { onlyValue, valuesOf } from '../../../support/reader/answers';
import { latencies } from '../../../support/seeded';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const mebibyte = 2 ** 20;
const start = 480_000 * hour;
const { signal } = new AbortController();

const some = Array.from({ length: 20 }, (_, seed) =>
  aSeries('method.run', { name: '', origin: 'client' }, latencies(60, seed)),
);
const few = Array.from({ length: 20 }, (_, seed) =>
  aSeries('method.run', { name: '', origin: 'client' }, latencies(6, seed)),
);

/** At least 80, or a fifth, of the series count ten times as much as the others; the lower numbers are the busy ones. */
function load(methods: number, turn: number): Series[] {
  return Array.from({ length: methods }, (_, at) => {
    const of = at < Math.max(80, methods / 5) ? some : few;
    const series = of[(at + turn) % of.length] ?? aSeries('method.run', {}, []);
    return { ...series, dims: { name: `method.${at}`, origin: 'client' } };
  });
}

/** A sink on a hand-wound clock. `run` lets time go by and checks the limit at every step. */
function aStore(limitBytes: number) {
  let now = start;
  let turn = 0;
  const sink = memorySink({ now: () => now, limitBytes });

  return {
    sink,
    async run(forMs: number, widthMs: number, methods: number) {
      for (const end = now + forMs; now < end; ) {
        now += widthMs;
        const series = load(methods, turn++);
        await sink.write(aBatch({ from: now - widthMs, to: now, series }), signal);
        expect(sink.sizeBytes).to.be.at.most(limitBytes);
      }
    },
    read: (query: Partial<ReadQuery>) =>
      sink.reader.read({ metric: 'method.run', stat: 'p95', from: now - hour, to: now, ...query }),
  };
}

describe('memorySink, at its limit', () => {
  it('holds a day of 1,000 series in 16 MiB, by its own count and by the heap', async function () {
    this.timeout(30_000);
    await aStore(mebibyte).run(5 * minute, 10 * second, 200); // so that compiled code is not counted
    const before = await settledHeapBytes();
    const store = aStore(16 * mebibyte);

    await store.run(24 * hour, 10 * minute, 1_000);
    await store.run(10 * minute, 10 * second, 1_000);

    const onHeap = (await settledHeapBytes()) - before;
    expect(store.sink.sizeBytes).to.be.greaterThan(10 * mebibyte);
    expect(onHeap).to.be.lessThan(16 * mebibyte);
    expect(onHeap).to.be.closeTo(store.sink.sizeBytes, 0.2 * store.sink.sizeBytes);
  });

  describe('with 150 series in 0.75 MiB', () => {
    let [full, crowded] = [aStore(0), aStore(0)];

    before(async () => {
      [full, crowded] = [aStore(64 * mebibyte), aStore(0.75 * mebibyte)];
      for (const store of [full, crowded]) {
        await store.run(5 * hour + 50 * minute, 10 * minute, 150);
        await store.run(10 * minute, 10 * second, 150);
      }
    });

    it('still counts everything', async () => {
      for (const stat of ['sum', 'rate', 'avg', 'max'] as const) {
        const query = { stat, from: start, by: ['name'] };
        const expected = await full.read(query);

        expect((await crowded.read(query)).rows.length).to.equal(150);
        expect(valuesOf(await crowded.read(query))).to.deep.equal(valuesOf(expected));
      }
    });

    it('counts nothing twice over all names', async () => {
      for (const stat of ['sum', 'rate', 'avg', 'max'] as const) {
        const query = { stat, from: start };

        expect(await crowded.read(query)).to.deep.equal(await full.read(query));
      }
    });

    it('gives exact quantiles over all names', async () => {
      const query = { from: start, stepMs: 10 * minute };

      const answer = await crowded.read(query);

      expect(answer).to.deep.equal(await full.read(query));
      expect(answer.rows[0]?.points.length).to.equal(36);
    });

    it('gives exact quantiles by other dimensions', async () => {
      const query = {
        from: start,
        stepMs: 10 * minute,
        by: ['origin'],
        dims: { origin: 'client' },
      };

      expect(await crowded.read(query)).to.deep.equal(await full.read(query));
    });

    it('keeps quantiles of the 50 busiest', async () => {
      const { rows } = await crowded.read({ from: start, stepMs: 10 * minute, by: ['name'] });

      const whole = rows.filter(({ points }) => points.length === 36);
      const numbers = whole.map(({ dims }) => Number(dims.name?.split('.')[1]));
      expect(numbers.length).to.equal(50);
      expect(Math.max(...numbers)).to.be.lessThan(80);
    });

    for (const stepMs of [10 * minute, 30 * minute]) {
      it(`has no quantile rather than a wrong one, in steps of ${stepMs / minute} min`, async () => {
        const query = { from: start, stepMs, by: ['name'] };
        const { rows: allRows } = await full.read(query);
        const expected = new Map(allRows.map(({ dims, points }) => [dims.name, new Map(points)]));

        const { rows } = await crowded.read(query);

        for (const { dims, points } of rows) {
          for (const [time, value] of points) {
            expect(value).to.equal(expected.get(dims.name)?.get(time));
          }
        }
      });
    }

    it('gives up fine windows before old ones', async () => {
      const recent = await crowded.read({ stat: 'sum', stepMs: 10 * second });
      const old = await crowded.read({ stat: 'sum', from: start, stepMs: hour });

      expect(recent.stepMs).to.be.greaterThan(10 * second);
      expect(old.rows[0]?.points.length).to.equal(6);
    });
  });

  it('reads one point of rows that lost fine buckets from coarser windows', async () => {
    const store = aStore(1.35 * mebibyte);
    await store.run(10 * minute, 10 * second, 150);
    const query = { by: ['name'], from: start };

    const whole = await store.read(query);
    const fine = await store.read({ ...query, stepMs: 10 * second });

    expect(whole.rows.length).to.equal(150);
    expect(fine.stepMs).to.equal(10 * second);
    expect(fine.rows.filter(({ points }) => points.length === 60).length).to.equal(50);
  });

  it('forgets the oldest windows when nothing else helps', async () => {
    const store = aStore(0.3 * mebibyte);
    await store.run(24 * hour, 10 * minute, 100);

    const answer = await store.read({ stat: 'sum', from: start, stepMs: 10 * minute });

    const times = answer.rows[0]?.points.map(([at]) => at) ?? [];
    expect(times.length).to.be.within(1, 143);
    expect(times.at(-1)).to.equal(start + 23 * hour + 50 * minute);
  });

  it('refuses a batch that alone is too large, and takes the next one', async () => {
    const sink: MemorySink = memorySink({ limitBytes: 400_000 });
    const from = Date.now() - minute;
    const large = aBatch({ from, series: load(2_000, 0) });

    const error = await sink.write(large, signal).catch((reason: unknown) => reason);
    await sink.write(aBatch({ from, series: [aSeries('ddp.connects', {}, 3)] }), signal);

    expect(error).to.have.property('message').that.includes('alone is larger than');
    const query = { metric: 'ddp.connects', stat: 'sum', from, to: Date.now() } as const;
    expect(onlyValue(await sink.reader.read(query))).to.equal(3);
  });
});
