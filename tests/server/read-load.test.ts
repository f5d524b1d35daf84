import { expect } from 'chai';
import type { Series } from '../../common/batch';
import { RadiantError } from '../../common/errors';
import type { Reader } from '../../common/reader';
import type { LoadWindow } from '../../server/load/load-window';
import { type LoadQuery, readLoad } from '../../server/read-load';
import { memorySink } from '../../server/sinks/memory';
import { aBatch, aSeries, type BatchFields } from '../support/a-batch';
import { aCoverage, observerOf } from '../support/an-observer';

const start = 1_728_000_000_000;
const at = (seconds: number) => start + seconds * 1_000;
const { signal } = new AbortController();

/** A backend into which windows of `widthSeconds` are written, each at so many seconds after the start. */
function aBackend(widthSeconds = 10) {
  const sink = memorySink({ now: () => at(310) });

  return {
    async write(second: number, { series = [], ...fields }: BatchFields = {}) {
      const pulse = aSeries('radiant.series', {}, 1);
      const [from, to] = [at(second), at(second + widthSeconds)];
      await sink.write(aBatch({ from, to, series: [pulse, ...series], ...fields }), signal);
    },
    reader: sink.reader,
    read: (query: Partial<LoadQuery> = {}) =>
      readLoad(sink.reader, { from: at(0), to: at(300), ...query }),
  };
}

const spans = (windows: readonly LoadWindow[]) =>
  windows.map(({ from, to }) => [(from - start) / 1_000, (to - start) / 1_000]);

/** All that the load model may want to know of one window. */
const figures = (seconds: number): Series[] => [
  aSeries('process.cpu', { mode: 'user' }, seconds),
  aSeries('process.cpu', { mode: 'system' }, 1),
  aSeries('ddp.sessions', { state: 'connected' }, seconds),
  aSeries('ddp.sessions', { state: 'parked' }, 2),
  aSeries('publication.active', { name: 'tasks' }, seconds * 2),
  aSeries('publication.active', { name: 'lists' }, 5),
  aSeries('publication.unsubscribes', { name: 'tasks' }, 3),
  aSeries('mutation.count', { collection: 'tasks', op: 'insert', owner: 'none' }, 4),
  aSeries('mutation.count', { collection: 'tasks', op: 'update', owner: 'none' }, 6),
];

describe('readLoad', () => {
  it('gives the newest six windows one by one, and what came before as one', async () => {
    const { write, read } = aBackend();
    for (let second = 0; second < 100; second += 10) {
      await write(second, { observers: [observerOf('a', { handles: second, created: 1 })] });
    }

    const windows = await read();

    expect(spans(windows)).to.deep.equal([
      [0, 40],
      [40, 50],
      [50, 60],
      [60, 70],
      [70, 80],
      [80, 90],
      [90, 100],
    ]);
    const entries = windows.map(({ observers }) => observers[0]);
    expect(entries.map((entry) => entry?.handles)).to.deep.equal([30, 40, 50, 60, 70, 80, 90]);
    expect(entries.map((entry) => entry?.created)).to.deep.equal([4, 1, 1, 1, 1, 1, 1]);
  });

  it('counts every batch once where a part of the range comes from rolled up windows', async () => {
    let now = start;
    const sink = memorySink({ now: () => now });
    const pulse = aSeries('radiant.series', {}, 1);
    const instances = ['a', 'b'];
    const middles: number[] = [];
    for (let batch = 0; batch < 300; batch++) {
      for (const [index, instance] of instances.entries()) {
        const from = start + index * 4_000 + batch * 10_035; // a timer is always a little late
        const [to, resource] = [from + 10_035, { instance }];
        const observers = [observerOf('a', { created: 1 })];
        now = Math.max(now, to);
        await sink.write(aBatch({ from, to, resource, observers, series: [pulse] }), signal);
        middles.push((from + to) / 2);
      }
    }
    const createdSince = async (from: number) => {
      const windows = await readLoad(sink.reader, { from, to: now + 1_000 });
      return windows.reduce((sum, { observers }) => sum + (observers[0]?.created ?? 0), 0);
    };

    for (const minutes of [14, 15, 20, 31, 40]) {
      const from = Math.floor((now - minutes * 60_000) / 60_000) * 60_000;
      const expected = middles.filter((middle) => middle >= from).length;

      expect(await createdSince(from), `${minutes} min`).to.equal(expected);
    }
  });

  it('follows the flush interval', async () => {
    const { write, read } = aBackend(1);
    for (let second = 0; second < 8; second++) await write(second);

    const lengths = spans(await read()).map(([from = 0, to = 0]) => to - from);

    expect(lengths).to.deep.equal([2, 1, 1, 1, 1, 1, 1]);
  });

  it('has nothing before six windows or fewer', async () => {
    const { write, read } = aBackend();
    for (let second = 0; second < 60; second += 10) await write(second);

    expect(spans(await read())).to.have.length(6);
    expect(spans(await read({ to: at(29) }))).to.deep.equal([
      [0, 10],
      [10, 20],
      [20, 30],
    ]);
  });

  it('tells of each new window what the process did', async () => {
    const { write, read } = aBackend();
    const coverage = [aCoverage()];
    const resource = { instance: 'a', startedAt: 5 };
    await write(0, { series: figures(7), coverage, resource });

    expect(await read()).to.deep.equal([
      {
        instance: 'a',
        startedAt: 5,
        from: at(0),
        to: at(10),
        observers: [],
        coverage,
        processCpuMs: 8,
        sessions: 9,
        subscriptions: { tasks: { live: 14, ended: 3 }, lists: { live: 5, ended: 0 } },
        mutations: { tasks: 10 },
      },
    ]);
  });

  it('adds up the CPU time of all that came before, and knows no end of it', async () => {
    const { write, read } = aBackend();
    for (let second = 0; second < 80; second += 10) await write(second, { series: figures(7) });

    const [before, ...newest] = await read();

    expect(before).to.include({ processCpuMs: 16 });
    expect(before).not.to.have.any.keys('sessions', 'subscriptions');
    expect(newest.map(({ processCpuMs }) => processCpuMs)).to.deep.equal([8, 8, 8, 8, 8, 8]);
  });

  it('leaves out what is not known', async () => {
    const { write, read } = aBackend();
    await write(0);

    const [window] = await read();

    const unknown = ['processCpuMs', 'sessions', 'subscriptions', 'mutations'];
    expect(window).not.to.have.any.keys(...unknown);
  });

  it('leaves out figures that are not of the windows the observers are of', async () => {
    const { write, reader } = aBackend();
    await write(0, { series: figures(7) });
    const coarser: Reader = {
      ...reader,
      read: async (query) => {
        const answer = await reader.read(query);
        return query.by ? { ...answer, stepMs: 2 * answer.stepMs } : answer;
      },
    };

    const [window] = await readLoad(coarser, { from: at(0), to: at(300) });

    expect(window).to.include({ from: at(0), to: at(10) });
    expect(window).not.to.have.any.keys('processCpuMs', 'sessions', 'subscriptions', 'mutations');
  });

  it('keeps processes apart', async () => {
    const { write, read } = aBackend();
    for (const [instance, seconds] of [
      ['a', 1],
      ['b', 2],
    ] as const) {
      await write(0, { resource: { instance }, series: figures(seconds) });
    }

    const windows = await read();
    const only = await read({ resource: { instance: 'b' } });

    expect(windows.map(({ instance, sessions }) => [instance, sessions])).to.deep.equal([
      ['a', 3],
      ['b', 4],
    ]);
    expect(only.map(({ instance }) => instance)).to.deep.equal(['b']);
  });

  it('has nothing live of a process that stopped reporting before the newest windows', async () => {
    const { write, read } = aBackend();
    const observers = [observerOf('a', { handles: 9, cpuMs: 3 })];
    const old = { resource: { instance: 'old' }, observers, series: figures(7) };
    for (const second of [0, 10, 20]) await write(second, old);
    for (let second = 30; second < 100; second += 10) {
      await write(second, { resource: { instance: 'new' } });
    }

    const windows = (await read()).filter(({ instance }) => instance === 'old');

    expect(spans(windows)).to.deep.equal([
      [0, 20],
      [20, 30],
    ]);
    expect(windows[0]?.observers[0]).to.include({ cpuMs: 9 });
    expect(windows[1]).to.deep.include({ observers: [], coverage: [], sessions: 0 });
    expect(windows.map(({ processCpuMs }) => processCpuMs)).to.deep.equal([24, 0]);
  });

  it('has nothing of a range in which nothing was recorded', async () => {
    expect(await aBackend().read()).to.deep.equal([]);
  });

  it('still sums up a range that ended long before its end', async () => {
    const { write, read } = aBackend();
    await write(0, { observers: [observerOf('a', { created: 2 })] });
    await write(10, { observers: [observerOf('a', { created: 2 })] });

    const windows = await read({ to: at(3_000) });

    expect(spans(windows)).to.deep.equal([[0, 20]]);
    expect(windows[0]?.observers[0]).to.include({ created: 4 });
  });

  for (const [what, wrong] of [
    ['a range that ends as it begins', { to: at(0) }],
    ['a time that is none', { from: Number.NaN }],
    ['an unknown field of the resource', { resource: { pid: '1' } as never }],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await aBackend()
        .read(wrong)
        .catch((reason: unknown) => reason);

      expect(error).to.be.instanceOf(RadiantError);
      expect(error).to.have.property('code', 'read-invalid');
    });
  }
});
