import { expect } from 'chai';
import type { Batch } from '../../../../common/batch';
import { ByteWriter } from '../../../../common/byte-writer';
import { inSlices } from '../../../../common/in-slices';
import type { Reader } from '../../../../common/reader';
import { contentOf, docsOf } from '../../../../server/sinks/mongo/content';
import type { DataDoc, WindowDoc } from '../../../../server/sinks/mongo/documents';
import { type Level, levels, middleOf } from '../../../../server/sinks/mongo/levels';
import { mongoReader } from '../../../../server/sinks/mongo/reader';
import { collectionsOf, prepare } from '../../../../server/sinks/mongo/schema';
import { createSeriesIds } from '../../../../server/sinks/mongo/series-ids';
import { createBatchWriter, resourceId } from '../../../../server/sinks/mongo/writer';
import { aBatch, aResource, aSeries } from '../../../support/a-batch';
import { aLogEntry } from '../../../support/a-log-entry';
import { aTrace } from '../../../support/a-trace';
import { anErrorEntry } from '../../../support/an-error-entry';
import { observerOf } from '../../../support/an-observer';
import { withMongo } from '../../../support/mongo-database';
import { seeded } from '../../../support/seeded';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How far back there are windows of a minute. 30 is a month of them, which takes a while to fill. */
const { RADIANT_SPEED_DAYS: days = '0.25' } = process.env;
const ofMinutes = Number(days) * day;

const keep = {
  levels: { fine: 3 * hour, '1m': Math.max(3 * day, ofMinutes), '10m': 14 * day, '1h': 90 * day },
  traces: 3 * day,
  errors: 90 * day,
  logs: 3 * day,
  events: 90 * day,
};

/** How far back each level is filled: as a store that has run for a month. */
const filled: Readonly<Record<string, number>> = {
  '1m': ofMinutes,
  '10m': Math.min(14 * day, Math.max(2 * day, ofMinutes)),
  '1h': 30 * day,
};

const instances = 4;
const methods = 75; // × (calls, run, duration, queue): 300 series

/** What is aimed at, with the machine for itself; what fails is twice that, as other tests run beside it. */
const p95AimMs = 150;
const p95LimitMs = 2 * p95AimMs;

withMongo('the speed of the mongo reader', ({ db }) => {
  const now = Math.floor(Date.now() / hour) * hour;
  const collections = collectionsOf(db as never);
  const reader = mongoReader({ collections: async () => collections, keep, now: () => now });
  const random = seeded(7);

  before(async function () {
    this.timeout(120_000 + 60_000 * Number(days));
    const startedAt = performance.now();
    await prepare(db as never);
    await fillLevels();
    await fillRecords();
    const minutes = await collections.windows
      .find({ l: '1m' }, { projection: { _id: 1 } })
      .toArray();
    const tookMs = performance.now() - startedAt;
    process.stdout.write(
      `      ${minutes.length} windows of a minute, in ${(tookMs / 1_000).toFixed(0)} s\n`,
    );
  });

  const senders = Array.from({ length: instances }, (_, index) =>
    aResource({
      instance: `instance-${index}`,
      host: `host-${index}`,
      release: index < 2 ? '1.0.0' : '1.1.0',
      startedAt: now - 30 * day,
    }),
  );

  /** Some windows that differ; one is as costly to read as another. */
  const patterns = Array.from({ length: 4 }, () => seriesOfOneWindow());

  function seriesOfOneWindow(): Batch['series'] {
    const values = () => Array.from({ length: 40 }, () => 2 + random() ** 4 * 900);
    return Array.from({ length: methods }, (_, index) => {
      const dims = { name: `method.${index}`, origin: 'client' };
      return [
        aSeries('method.calls', { ...dims, outcome: 'ok' }, 40),
        aSeries('method.run', dims, values()),
        aSeries('method.duration', { ...dims, outcome: 'ok' }, values()),
        aSeries('method.queue', dims, values()),
      ];
    })
      .flat()
      .concat(aSeries('process.cpuShare', {}, random()));
  }

  async function fillLevels(): Promise<void> {
    const ids = createSeriesIds(100 * day);
    const writer = new ByteWriter();
    const observers = Array.from({ length: 20 }, (_, index) =>
      observerOf(`publication.${index}`, { handles: 3, evaluations: 10, cpuMs: 2 }),
    );
    const contents = [];
    for (const series of patterns) {
      const batch = aBatch({ from: now - minute, to: now, series, observers });
      contents.push(await inSlices(contentOf(batch, ids)));
    }
    await collections.series.bulkWrite(
      ids.pending().map(({ _id, ...doc }) => ({
        updateOne: { filter: { _id }, update: { $set: doc }, upsert: true },
      })),
      { ordered: false },
    );
    const head = { w: '', r: '', m: 0, x: new Date(0) };
    const docs: Array<readonly DataDoc[]> = [];
    for (const content of contents) docs.push(await inSlices(docsOf(content, head, writer)));
    for (const level of levels.slice(1)) await fillLevel(level, docs);
    await collections.resources.bulkWrite(
      senders.map((sender) => ({
        insertOne: {
          document: {
            _id: resourceId(sender),
            ...sender,
            firstAt: now - 30 * day,
            lastAt: now,
            x: new Date(now + day),
          },
        },
      })),
      { ordered: false },
    );
  }

  /** With the same few documents again and again, under other names: to make them takes longest. */
  async function fillLevel(level: Level, docs: ReadonlyArray<readonly DataDoc[]>): Promise<void> {
    const { widthMs, name } = level;
    let number = 0;
    let slots: number[] = [];
    const flush = async () => {
      const windows: WindowDoc[] = [];
      const data: DataDoc[] = [];
      for (const [from, sender] of slots.flatMap((at) => senders.map((of) => [at, of] as const))) {
        const w = `${name}|${from}|${sender.instance}`;
        const m = middleOf(level, from / widthMs, from, from + widthMs);
        const head = { w, r: resourceId(sender), m, x: new Date(now + day) };
        for (const doc of docs[number++ % docs.length] ?? []) {
          data.push({ ...doc, ...head, _id: `${w}${doc._id}` });
        }
        windows.push({ _id: w, l: name, f: from, t: from + widthMs, drops: {}, ...head });
      }
      await collections.data[name].insertMany(data, { ordered: false });
      await collections.windows.insertMany(windows, { ordered: false });
      slots = [];
    };
    for (let from = now - (filled[name] ?? 0); from < now; from += widthMs) {
      if (slots.push(from) === 25) await flush();
    }
    if (slots.length > 0) await flush();
  }

  /** Traces, errors and lines as batches bring them, some of them fine windows that are not rolled up. */
  async function fillRecords(): Promise<void> {
    const { write } = createBatchWriter(keep, () => now);
    for (let index = 0; index < 120; index++) {
      const from = now - (index + 1) * 10 * minute;
      const resource = senders[index % instances] ?? aResource();
      const traces = Array.from({ length: 100 }, (_, of) =>
        aTrace({
          traceId: `${index}-${of}`.padStart(32, '0'),
          name: `method.${of % methods}`,
          at: from + of * 100,
          durationMs: random() * 5_000,
        }),
      );
      const errors = Array.from({ length: 10 }, (_, of) =>
        anErrorEntry({ message: `error ${of}`, count: 3, lastAt: from + of }),
      );
      const logs = Array.from({ length: 100 }, (_, of) =>
        aLogEntry({ message: `line ${of}`, level: of % 10 ? 'info' : 'warn', at: from + of * 100 }),
      );
      await write(aBatch({ resource, from, to: from + 10_000, traces, errors, logs }), collections);
    }
  }

  const back = (ms: number) => ({ from: now - ms, to: now });
  const one = { name: 'method.7' };
  const queries: Readonly<Record<string, (from: Reader) => Promise<unknown>>> = {
    'p95 by method, 24 h': ({ read }) =>
      read({ metric: 'method.run', stat: 'p95', by: ['name'], ...back(day) }),
    'p95 of one method, 30 d by the hour': ({ read }) =>
      read({ metric: 'method.run', stat: 'p95', dims: one, stepMs: 6 * hour, ...back(30 * day) }),
    'p50, p95 and p99 of one method, 30 d': ({ read }) =>
      Promise.all(
        (['p50', 'p95', 'p99'] as const).map((stat) =>
          read({ metric: 'method.run', stat, dims: one, ...back(30 * day) }),
        ),
      ),
    'rate by release, 7 d': ({ read }) =>
      read({
        metric: 'method.calls',
        stat: 'rate',
        by: ['resource.release'],
        stepMs: hour,
        ...back(7 * day),
      }),
    'observers, 1 h': ({ observers }) => observers(back(hour)),
    'observers, 24 h': ({ observers }) => observers(back(day)),
    'CPU by instance, 24 h': ({ read }) =>
      read({
        metric: 'process.cpuShare',
        stat: 'avg',
        by: ['resource.instance'],
        stepMs: 10 * minute,
        ...back(day),
      }),
    'heat map, 24 h': ({ read }) =>
      read({ metric: 'method.run', stat: 'buckets', dims: one, stepMs: 10 * minute, ...back(day) }),
    'slowest traces, 6 h': ({ traces }) => traces({ order: 'slowest', ...back(6 * hour) }),
    'newest traces, 6 h': ({ traces }) => traces(back(6 * hour)),
    'errors, 24 h': ({ errors }) => errors(back(day)),
    'lines of at least warn, 6 h': ({ logs }) => logs({ level: 'warn', ...back(6 * hour) }),
    'lines with a text, 6 h': ({ logs }) => logs({ text: 'line 7', ...back(6 * hour) }),
    'processes, 30 d': ({ resources }) => resources(back(30 * day)),
  };

  /** Asks everything some times; gives what 95 of 100 answers took at most. */
  async function round(): Promise<number> {
    const all: number[] = [];
    for (const [name, ask] of Object.entries(queries)) {
      const took: number[] = [];
      for (let time = 0; time < 6; time++) {
        const startedAt = performance.now();
        await ask(reader);
        took.push(performance.now() - startedAt);
      }
      took.sort((a, b) => a - b);
      all.push(...took);
      const [middle, most] = [took[3], took[5]].map((ms = 0) => ms.toFixed(1));
      process.stdout.write(`      ${name.padEnd(40)} ${middle} ms, at most ${most}\n`);
    }
    all.sort((a, b) => a - b);
    const p95 = all[Math.floor(all.length * 0.95)] ?? 0;
    process.stdout.write(`      all: p95 ${p95.toFixed(1)} ms\n`);
    return p95;
  }

  it(`answers what a dashboard asks within ${p95LimitMs} ms, 95 times of 100`, async function () {
    this.timeout(60_000);
    let best = Number.POSITIVE_INFINITY;
    // What else the machine does makes it slower, never faster.
    for (let time = 0; time < 4 && best >= p95AimMs; time++) best = Math.min(best, await round());

    expect(best).to.be.below(p95LimitMs);
  });

  it('never reads a whole collection', async function () {
    this.timeout(60_000);
    const scanned: string[] = [];
    await db.command({ profile: 2 });
    for (const ask of Object.values(queries)) await ask(reader);
    await db.command({ profile: 0 });

    expect(await db.collection('system.profile').countDocuments()).to.be.greaterThan(30);
    const profiled = db.collection('system.profile').find({ op: { $in: ['query', 'command'] } });
    for await (const { planSummary, ns, command } of profiled) {
      if (String(planSummary).includes('COLLSCAN')) {
        scanned.push(`${ns} ${JSON.stringify(command.filter)}`);
      }
    }
    await db.collection('system.profile').drop();

    expect(scanned).to.deep.equal([]);
  });
});
