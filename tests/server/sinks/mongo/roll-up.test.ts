import { expect } from 'chai';
import type { Batch } from '../../../../common/batch';
import type { Reader } from '../../../../common/reader';
import { memorySink } from '../../../../server/sinks/memory';
import type { Lease } from '../../../../server/sinks/mongo/lease';
import { mongoReader } from '../../../../server/sinks/mongo/reader';
import { createRollUp } from '../../../../server/sinks/mongo/roll-up';
import { type Collections, collectionsOf, prepare } from '../../../../server/sinks/mongo/schema';
import { createBatchWriter } from '../../../../server/sinks/mongo/writer';
import { aBatch, aSeries } from '../../../support/a-batch';
import { anErrorEntry } from '../../../support/an-error-entry';
import { aCoverage, aFullObserver, observerOf } from '../../../support/an-observer';
import { withMongo } from '../../../support/mongo-database';
import { onlyValue } from '../../../support/reader/answers';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const keep = {
  levels: { fine: 3 * hour, '1m': 3 * day, '10m': 14 * day, '1h': 90 * day },
  traces: 3 * day,
  errors: 90 * day,
  logs: 3 * day,
  events: 90 * day,
};

const always: Lease = { hold: async () => true, release: async () => undefined };

withMongo('the roll-up of the mongo sink', ({ db, empty }) => {
  const start = Math.floor(Date.now() / hour) * hour - 2 * hour;
  const at = (seconds: number) => start + seconds * second;
  const collections = collectionsOf(db as never);
  let wallNow: number;
  let reader: Reader;
  let write: (batch: Batch) => Promise<void>;

  before(() => prepare(db as never));

  async function begin(): Promise<void> {
    await empty();
    wallNow = at(0);
    const writer = createBatchWriter(keep, () => wallNow);
    write = (batch) => writer.write(batch, collections);
  }

  beforeEach(async () => {
    await begin();
    reader = mongoReader({ collections: async () => collections, keep, now: () => wallNow });
  });

  const rollUpWith = (lease: Lease) =>
    createRollUp({ lease, keep: keep.levels, wallNow: () => wallNow, now: () => 0 });

  /** Ticks until nothing is left to do; gives how many windows were made. */
  async function rollAll(): Promise<number> {
    const rollUp = rollUpWith(always);
    let made = 0;
    for (let more = 1; more; made += more) more = (await rollUp.tick(collections)) ?? 0;
    return made;
  }

  /** One window of ten seconds. */
  const window = (second: number, fields: Partial<Batch> = {}) =>
    aBatch({
      from: at(second),
      series: [
        aSeries('ddp.connects', {}, second + 1),
        aSeries('ddp.sessions', { state: 'connected' }, second),
        aSeries('method.run', { name: 'a', origin: 'client' }, [1 + second, 2, 0]),
        aSeries('method.run', { name: `b${second % 20}`, origin: 'client' }, [5]),
      ],
      ...fields,
    });

  const connects = async (range: { from: number; to: number; stepMs?: number }) =>
    reader.read({ metric: 'ddp.connects', stat: 'sum', ...range });

  async function sumInSteps(stepMs: number): Promise<number> {
    const { rows } = await connects({ from: at(0), to: at(2 * 3600), stepMs });
    return rows[0]?.points.reduce((sum, [, value]) => sum + Number(value), 0) ?? 0;
  }

  const windowsOf = (l: string) => db.collection('radiant_windows').countDocuments({ l });

  it('leaves a minute alone until its grace is over', async () => {
    for (let second = 0; second < 60; second += 10) await write(window(second));

    wallNow = at(120) - 1;
    expect(await rollAll()).to.equal(0);
    wallNow = at(120);
    expect(await rollAll()).to.equal(1);

    expect(await db.collection('radiant_windows').findOne({ l: '1m' })).to.include({
      f: at(0),
      t: at(60),
      m: at(30),
      n: 6,
      u: 1,
    });
    expect(await rollAll()).to.equal(0);
  });

  it('makes of hours what one window would have told, to the last count', async () => {
    const memory = memorySink({ now: () => wallNow });
    const { signal } = new AbortController();
    for (let second = 0; second < 70 * 60; second += 50) {
      const observers = [
        aFullObserver({ handles: second }),
        observerOf(`o${second % 3}`, { created: 1, handles: 2 }),
      ];
      const errors = [anErrorEntry({ count: 2, firstAt: at(second), lastAt: at(second + 1) })];
      const batch = window(second, {
        to: at(second + 50),
        observers: second % 200 === 0 ? [] : observers,
        coverage: [aCoverage()],
        errors,
      });
      await write(batch);
      await memory.write(batch, signal);
    }
    wallNow = at(2 * 3600);
    const range = { from: at(0), to: at(3600) };
    const answersOf = async ({ read, observers, errors }: Reader) => ({
      sum: await read({ metric: 'ddp.connects', stat: 'sum', ...range }),
      gauge: await read({ metric: 'ddp.sessions', stat: 'max', ...range }),
      buckets: await read({ metric: 'method.run', stat: 'buckets', by: ['name'], ...range }),
      p95: await read({ metric: 'method.run', stat: 'p95', stepMs: 10 * minute, ...range }),
      observers: await observers({ ...range }),
      errors: (await errors({ ...range })).errors.map(({ samples: _samples, ...group }) => group),
    });
    const before = await answersOf(reader);

    await rollAll();

    const hours = await db.collection('radiant_windows').find({ l: '1h' }).toArray();
    expect(hours.map(({ n, src }) => [n, src.length])).to.deep.equal([[6, 6]]);
    const after = await answersOf(reader);
    expect(roundedOf(after)).to.deep.equal(roundedOf(before));
    expect(roundedOf(after)).to.deep.equal(roundedOf(await answersOf(memory.reader)));
  });

  it('answers alike whatever is rolled up, and while it is', async () => {
    for (let second = 0; second < 75 * 60; second += 60) {
      await write(
        window(second, { to: at(second + 60), series: [aSeries('ddp.connects', {}, 1)] }),
      );
    }
    wallNow = at(75 * 60);
    const rollUp = rollUpWith(always);
    const sums = new Set<number>();
    let isDone = false;
    async function keepReading(): Promise<void> {
      while (!isDone) sums.add(await sumInSteps(hour)).add(await sumInSteps(10 * minute));
    }
    const reading = keepReading();

    for (let more = 1; more; ) more = (await rollUp.tick(collections)) ?? 0;
    isDone = true;
    await reading;

    expect([...sums]).to.deep.equal([75]);
    expect(await windowsOf('1h')).to.equal(1);
  });

  it('puts windows that come late into another window, and counts them once', async () => {
    for (let second = 0; second < 50; second += 10) await write(window(second));
    wallNow = at(800);
    await rollAll();
    await write(window(50));
    await write(window(50, { resource: { ...window(0).resource, instance: 'other' } }));

    await rollAll();
    await rollAll();

    expect(await windowsOf('1m')).to.equal(3);
    wallNow = at(2 * 3600);
    await rollAll();
    expect(await windowsOf('10m')).to.equal(3);
    expect(onlyValue(await connects({ from: at(0), to: at(3600) }))).to.equal(
      1 + 11 + 21 + 31 + 41 + 51 * 2,
    );
  });

  it('takes the gauges of observers from the last window, though another came late', async () => {
    const handles = (count: number) => [observerOf('a', { handles: count })];
    for (const second of [0, 10, 30, 40]) await write(window(second, { observers: handles(1) }));
    await write(window(50, { observers: handles(7) }));
    wallNow = at(700);
    await rollAll();
    await write(window(20, { observers: handles(3) }));
    await rollAll();

    const [found] = (await reader.observers({ from: at(0), to: at(3600) })).windows;

    expect(found?.observers[0]).to.include({ handles: 7 });
  });

  it('splits what does not fit into one document, and puts it together again', async () => {
    const names = Array.from({ length: 400 }, (_, index) => `${index}`.padEnd(6_000, 'x'));
    const observers = names.map((shape) => observerOf('a', { shape, created: 1 }));
    await write(window(0, { observers }));
    await write(window(10, { observers }));

    const parts = await db.collection('radiant_data_fine').countDocuments({ k: 'observers' });
    wallNow = at(700);
    await rollAll();

    expect(parts).to.be.greaterThan(2);
    const [found] = (await reader.observers({ from: at(0), to: at(3600) })).windows;
    expect(found?.observers).to.have.length(400);
    expect(found?.observers.every(({ created }) => created === 2)).to.equal(true);
  });

  it('goes on where it was cut off, at whichever operation', async function () {
    this.timeout(60_000);
    const failures: number[] = [];
    for (let failAt = 1; ; failAt++) {
      await begin();
      for (const second of [0, 10, 20, 60, 70]) await write(window(second));
      wallNow = at(700);
      const failing = failingAt(failAt, collections);

      const isCutOff = await tickUntilDone(failing).then(
        () => false,
        () => true,
      );
      await write(window(30));
      await rollAll();

      expect(await windowsOf('fine')).to.equal(6);
      expect(await db.collection('radiant_windows').countDocuments({ u: 1, l: 'fine' })).to.equal(
        0,
      );
      const range = { from: at(0), to: at(3600) };
      expect(onlyValue(await connects(range)), `cut off at ${failAt}`).to.equal(
        1 + 11 + 21 + 31 + 61 + 71,
      );
      wallNow = at(2 * 3600);
      await rollAll();
      expect(onlyValue(await connects(range)), `cut off at ${failAt}`).to.equal(
        1 + 11 + 21 + 31 + 61 + 71,
      );
      if (!isCutOff) break;
      failures.push(failAt);
    }
    expect(failures).to.have.length(8); // two windows, four writes each
  });

  async function tickUntilDone(on: Collections): Promise<void> {
    const rollUp = rollUpWith(always);
    while (await rollUp.tick(on)) {}
  }

  it('counts once even when two processes believe to be the leader', async () => {
    for (let second = 0; second < 600; second += 10) await write(window(second));
    wallNow = at(1200);

    await Promise.all([rollAll(), rollAll(), rollAll()]);
    await rollAll();

    const sum = Array.from({ length: 60 }, (_, index) => index * 10 + 1).reduce((a, b) => a + b);
    expect(onlyValue(await connects({ from: at(0), to: at(3600) }))).to.equal(sum);
    expect(
      await db.collection('radiant_windows').countDocuments({ u: 1, l: { $in: ['fine', '1m'] } }),
    ).to.equal(0);
  });

  it('never reads a whole collection', async () => {
    for (let second = 0; second < 120; second += 10) await write(window(second));
    wallNow = at(600);
    await db.command({ profile: 2 });
    await rollAll();
    await db.command({ profile: 0 });

    const profile = db.collection('system.profile');
    const all = await profile.countDocuments();
    const whole = await profile.find({ planSummary: /COLLSCAN/ }).toArray();
    await profile.drop();
    expect(all).to.be.greaterThan(10);
    expect(whole.map(({ ns, command }) => [ns, command])).to.deep.equal([]);
  });

  it('does no more in one tick than some seconds allow', async () => {
    for (let second = 0; second < 300; second += 10) await write(window(second));
    wallNow = at(600);
    let now = 0;
    const rollUp = createRollUp({
      lease: always,
      keep: keep.levels,
      wallNow: () => wallNow,
      now: () => {
        now += 1_000;
        return now;
      },
    });

    expect(await rollUp.tick(collections)).to.be.within(1, 3);
    rollUp.stop();
    expect(await rollUp.tick(collections)).to.equal(0);
  });

  it('does nothing where another process is the leader', async () => {
    for (let second = 0; second < 60; second += 10) await write(window(second));
    wallNow = at(600);
    const lease = { ...always, hold: async () => false };

    expect(await rollUpWith(lease).tick(collections)).to.equal(undefined);
    expect(await windowsOf('1m')).to.equal(0);
  });
});

/** Sums of fractions depend on their order. */
function roundedOf(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, one) =>
    typeof one === 'number' ? Number(one.toPrecision(12)) : one,
  );
}

/** The same collections, but the nth operation that writes fails, having done its work or not. */
function failingAt(nth: number, collections: Collections): Collections {
  let calls = 0;
  const failing = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(of, key) {
        const value = Reflect.get(of, key);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          calls++;
          if (calls === nth && nth % 2 === 0) throw new Error('cut off before');
          const done = await value.apply(of, args);
          if (calls === nth) throw new Error('cut off behind');
          return done;
        };
      },
    });
  const writes = <Target extends object>(target: Target): Target => {
    const failed = failing(target);
    return new Proxy(target, {
      get: (of, key) =>
        key === 'find' || key === 'findOne'
          ? (Reflect.get(of, key) as (...args: unknown[]) => unknown).bind(of)
          : Reflect.get(failed, key),
    });
  };
  const data = Object.fromEntries(
    Object.entries(collections.data).map(([name, one]) => [name, writes(one)]),
  ) as unknown as Collections['data'];
  return { ...collections, windows: writes(collections.windows), data };
}
