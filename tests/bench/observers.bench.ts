import { resolveOptions } from '../../common/options';
import { startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { findResource } from '../../server/resource';
import { createHost, type Host } from '../host/host';
import { type BenchTable, measureInTurns } from './bench-table';

const looksAtOnce = 1_000;
const changesAtOnce = 200;
const opensAtOnce = 50;

interface Handle {
  readonly _multiplexer: Multiplexer;
  stop(): Promise<void>;
}

interface Multiplexer {
  readonly _observeDriver: OplogDriver & ChangeStreamDriver;
  changed(id: string, fields: object): void;
  onFlush(callback: () => void): unknown;
}

interface OplogDriver {
  _handleOplogEntrySteadyOrFetching(op: object): void;
}

interface ChangeStreamDriver {
  _onChange(change: object): void;
}

interface Things {
  find(selector: object): { observeChanges(callbacks: object): Promise<Handle> };
  insertAsync(doc: object): Promise<string>;
}

interface Subject {
  readonly things: Things;
  /** Looks for what never comes. */
  readonly idle: Handle;
  /** Has one document, and one handle. */
  readonly busy: Handle;
  end(): Promise<void>;
}

const callbacks = { added() {}, changed() {}, removed() {} };

/**
 * What Radiant adds to an evaluation, to a change that is passed on, and to an
 * observer that opens and ends: the same app twice, bare and instrumented, in
 * one run, over the database in memory. Opening an observer costs a query of
 * the database besides, which takes a millisecond or more: its limits are there
 * to notice when it becomes worse.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  return [...(await oplogTables(timeMs)), ...(await changeStreamTables(timeMs))];
}

async function oplogTables(timeMs: number): Promise<BenchTable[]> {
  const { pair, end } = await makePair('3.3.2', 'oplog');
  const entry = { op: 'i', o: { _id: 'x', n: 1, kind: 'other' }, ns: 'app.things' };
  const tables = [
    await measureInTurns(
      { title: 'evaluation of an oplog entry', operations: looksAtOnce, timeMs, limitNs: 400 },
      pair(({ idle }) => {
        const driver = idle._multiplexer._observeDriver;
        for (let n = 0; n < looksAtOnce; n++) driver._handleOplogEntrySteadyOrFetching(entry);
      }),
    ),
    await measureInTurns(
      { title: 'change passed on to a handle', operations: changesAtOnce, timeMs, limitNs: 1_500 },
      pair(async ({ busy: { _multiplexer: multiplexer } }) => {
        for (let n = 0; n < changesAtOnce; n++) multiplexer.changed('a', { n });
        await new Promise<void>((resolve) => multiplexer.onFlush(resolve));
      }),
    ),
    await measureInTurns(
      { title: 'observer that joins, and ends', operations: opensAtOnce, timeMs, limitNs: 20_000 },
      pair(async ({ things }) => {
        for (let n = 0; n < opensAtOnce; n++) {
          const handle = await things.find({ kind: 'busy' }).observeChanges(callbacks);
          await handle.stop();
        }
      }),
    ),
    await measureInTurns(
      {
        title: 'observer with a query of its own, and its end',
        ...{ operations: opensAtOnce, timeMs, limitNs: 120_000 },
      },
      pair(async ({ things }) => {
        for (let n = 0; n < opensAtOnce; n++) {
          const handle = await things.find({ kind: 'own', n }).observeChanges(callbacks);
          await handle.stop();
        }
      }),
    ),
  ];
  await end();
  return tables;
}

async function changeStreamTables(timeMs: number): Promise<BenchTable[]> {
  const { pair, end } = await makePair('3.5', 'changeStreams');
  const change = {
    operationType: 'insert',
    documentKey: { _id: 'x' },
    fullDocument: { _id: 'x', n: 1, kind: 'other' },
    ns: { db: 'app', coll: 'things' },
  };
  const table = await measureInTurns(
    {
      title: 'evaluation of a change stream’s event',
      ...{ operations: changesAtOnce, timeMs, limitNs: 800 }, // two steps: looking, and handling
    },
    pair(async ({ idle: { _multiplexer: multiplexer } }) => {
      const driver = multiplexer._observeDriver;
      for (let n = 0; n < changesAtOnce; n++) driver._onChange(change);
      await new Promise((resolve) => setImmediate(resolve));
    }),
  );
  await end();
  return [table];
}

async function makePair(version: Host['version'], driver: 'oplog' | 'changeStreams') {
  const bare = await makeSubject(version, driver, false);
  const instrumented = await makeSubject(version, driver, true);
  return {
    pair: (task: (subject: Subject) => unknown) => ({
      bare: () => task(bare),
      'with Radiant': () => task(instrumented),
    }),
    async end() {
      await bare.end();
      await instrumented.end();
    },
  };
}

async function makeSubject(
  version: Host['version'],
  driver: 'oplog' | 'changeStreams',
  withRadiant: boolean,
): Promise<Subject> {
  const without = ['accounts-base', 'ddp-rate-limiter'] as const;
  const host = createHost({ version, driver, without, latencyMs: 0, log: () => {} });
  const agent = withRadiant ? startOn(host) : undefined;
  const things = new host.Mongo.Collection('things') as unknown as Things;
  await things.insertAsync({ _id: 'a', kind: 'busy', n: -1 });
  const idle = await things.find({ kind: 'idle' }).observeChanges(callbacks);
  const busy = await things.find({ kind: 'busy' }).observeChanges(callbacks);
  return {
    things,
    idle,
    busy,
    async end() {
      await idle.stop();
      await busy.stop();
      await agent?.stop();
      await host.close();
    },
  };
}

function startOn({ MongoInternals, Package }: Host) {
  const others = { process: false, streams: false, mutations: false, sessions: false };
  const given = { instruments: { ...others, methods: false, publications: false } };
  const options = resolveOptions({ settings: undefined, env: {}, given });
  const { minimongo } = Package as { readonly minimongo?: { readonly LocalCollection?: unknown } };
  return startAgent({
    meteor: {
      ...{ server: {}, ddpCommon: {}, mongoInternals: MongoInternals },
      localCollection: minimongo?.LocalCollection,
    },
    options,
    sinks: chooseSinks(options),
    resource: findResource({ env: {}, options, meteorRelease: undefined }),
    version: '0',
    warn: () => undefined,
  });
}
