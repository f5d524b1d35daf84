import { MongoClient } from 'mongodb';
import type { Batch } from '../../common/batch';
import { mongoSink } from '../../server/sinks/mongo';
import { usualMongo } from '../support/mongo-front';
import { mongodProgram, type OwnMongod, ownMongod } from './own-mongod';
import { readStored } from './read-stored';
import type { Restart } from './restart';
import { aWindow, windowMs } from './windows';

const rounds = 3;
const processes = 3;
/** In each round, by each process. */
const mostWindows = 50;
const database = 'radiant_faults';

/**
 * Three processes write to a real mongod without a pause, and roll up; it is
 * killed (SIGKILL) in the midst, three times, and starts again on its data.
 * Each time it still has every window that it acknowledged. What it did not is
 * written once more, and in the end everything is there once. Needs a mongod
 * of its own, and says so where there is none.
 */
export async function kills(): Promise<readonly Restart[]> {
  const program = mongodProgram();
  if (!program) {
    process.stderr.write(
      'SKIPPED: mongo, SIGKILL, as no mongod is installed or in RADIANT_FAULTS_MONGOD\n',
    );
    return [];
  }
  const mongod = await ownMongod(program);
  try {
    return [await killedIn(mongod)];
  } finally {
    await mongod.remove();
  }
}

async function killedIn(mongod: OwnMongod): Promise<Restart> {
  const startedAt = Math.floor(Date.now() / 600_000) * 600_000 - 3_000_000;
  const writers = Array.from({ length: processes }, (_, index) =>
    aWriter(mongod, index, startedAt),
  );
  const wrong: string[] = [];
  let again = 0;
  await mongod.start();
  for (let round = 0; round < rounds; round++) {
    const writing = writers.map((writer) => writer.write());
    await Promise.all(writers.map((writer) => writer.begun()));
    await wait(150 + 130 * round);
    const unanswered = writers.map((writer) => writer.underWay());
    await mongod.kill();
    await Promise.all(writing);
    again += unanswered.filter(Boolean).length;
    await mongod.start();
    const found = await storedIds(mongod);
    const lost = writers.flatMap(({ acknowledged }) => acknowledged.filter((id) => !found.has(id)));
    if (lost.length > 0) wrong.push(`${lost.length} acknowledged windows are lost`);
  }
  if (again === 0) wrong.push('no write was under way: this row tests nothing');
  for (const writer of writers) await writer.finish();

  const sink = mongoSink(usualMongo({ url: mongod.url, database }));
  const stored = { ...(await readStored(sink.reader, startedAt + 3_540_000)), again };
  await sink.close?.();
  const sent = writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0);
  const squares = writers.reduce(
    (sum, { acknowledged }) => sum + squaresTo(acknowledged.length),
    0,
  );
  if (stored.windows !== sent) wrong.push(`${stored.windows} are stored of ${sent}`);
  if (stored.squares !== squares) wrong.push(`squares are ${stored.squares}, not ${squares}`);
  if (stored.traces !== sent) wrong.push(`${stored.traces} traces of ${sent}`);
  return { name: 'mongo, SIGKILL of mongod in mid-write', sent, stored, wrong };
}

/** A process that writes one window after the other, each until it is acknowledged. */
function aWriter(mongod: OwnMongod, index: number, startedAt: number) {
  const acknowledged: string[] = [];
  const { signal } = new AbortController();
  let current: Batch | undefined;
  let begin = (): void => undefined;
  let begun = Promise.resolve();

  const nextWindow = (): Batch => {
    const sequence = acknowledged.length + 1;
    const from = startedAt + sequence * windowMs;
    return aWindow({ instance: `process${index}`, sequence, from, isOdd: false });
  };

  const open = () => {
    const options = { serverSelectionTimeoutMS: 1_000 };
    return mongoSink(usualMongo({ url: mongod.url, database, options }));
  };

  async function writeUpTo(count: number): Promise<void> {
    const sink = open();
    try {
      while (acknowledged.length < count) {
        current ??= nextWindow();
        await sink.write(current, signal);
        acknowledged.push(current.id);
        current = undefined;
        begin();
      }
    } catch {
      // It was killed: what is current comes again, to the next one.
    }
    await sink.close?.();
  }

  return {
    acknowledged,
    underWay: () => current !== undefined,
    /** Resolves with the first window of this round. */
    begun: () => begun,
    write(): Promise<void> {
      begun = new Promise((resolve) => {
        begin = resolve;
      });
      return writeUpTo(acknowledged.length + mostWindows);
    },
    /** Writes what is not acknowledged. */
    finish: () => writeUpTo(acknowledged.length + (current ? 1 : 0)),
  };
}

async function storedIds({ url }: OwnMongod): Promise<ReadonlySet<string>> {
  const client = new MongoClient(url);
  const windows = client.db(database).collection<{ _id: string }>('radiant_windows');
  const found = await windows.find({ l: 'fine' } as object, { projection: { _id: 1 } }).toArray();
  await client.close();
  return new Set(found.map(({ _id }) => _id));
}

/** 1² + 2² + … */
const squaresTo = (n: number) => (n * (n + 1) * (2 * n + 1)) / 6;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
