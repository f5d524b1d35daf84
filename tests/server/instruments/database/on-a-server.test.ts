import { expect } from 'chai';
import { type ClientSession, type Collection, MongoClient } from 'mongodb';
import type { Invocation } from '../../../../common/invocation';
import type { Recorder } from '../../../../common/recorder';
import type { DatabaseSample } from '../../../../common/sample';
import { TraceBuffer } from '../../../../common/trace-buffer';
import type { Undo } from '../../../../common/undo';
import { Work } from '../../../../common/work';
import { instrumentDatabase } from '../../../../server/instruments/database/instrument-database';
import type { Host } from '../../../host/host';
import { onServer } from '../../../host/mongo/stores';
import { type LoggedCommand, logCommands } from '../../../support/command-log';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { aMongoHost, databaseTarget, testCollection } from '../../../support/mongo-targets';

interface Doc {
  _id: string;
  call?: number;
  n?: number;
}

/** What only a server has: batches, transactions, a pool. */
if (onServer) {
  const store = onServer;
  describe('instrumentDatabase on a server', () => {
    let host: Host;
    let things: ReturnType<typeof testCollection>;
    let raw: Collection<Doc>;
    let client: MongoClient;
    let record: ReturnType<typeof fakeRecorder>;
    let recorder: Recorder;
    let log: ReturnType<typeof logCommands>;
    let undo: Undo;

    beforeEach(async () => {
      host = await aMongoHost('3.4.1', 'polling', store);
      record = fakeRecorder();
      recorder = { ...record.recorder, now: () => performance.now() };
      undo = instrumentDatabase(databaseTarget(host), recorder);
      things = testCollection(host);
      raw = things.rawCollection() as unknown as Collection<Doc>;
      ({ client } = host.MongoInternals.defaultRemoteCollectionDriver().mongo as unknown as {
        client: MongoClient;
      });
      log = logCommands(client as never);
      await raw.insertMany(Array.from({ length: 10 }, (_, n) => ({ _id: `${n}`, n })));
      log.clear();
      record.samples.length = 0;
    });
    afterEach(async () => {
      undo();
      await host.close();
    });

    const samples = () =>
      record.samples.filter((sample): sample is DatabaseSample => sample.kind === 'database');
    const recorded = () => samples().map(({ command, collection }) => `${command} ${collection}`);
    const sent = () => log.all.map(({ name }) => name);

    it('counts a cursor of many batches once, with the time of all of them', async () => {
      const trace = new TraceBuffer(0, 100, { left: 100 }, () => 'a');
      const invocation = anInvocationWith(new Work(trace, -1, undefined));

      await recorder.context.run(
        invocation,
        () => raw.find({}).batchSize(2).toArray(),
        undefined,
        [],
      );

      expect(sent().filter((name) => name === 'getMore').length).to.be.within(4, 5);
      expect(recorded()).to.deep.equal(['find things']);
      expect(trace.spans.map(({ name }) => name)).to.deep.equal(sent());
      const [sample] = samples();
      const took = log.all.reduce((sum, each) => sum + durationOf(each), 0);
      expect(sample?.durationMs).to.be.greaterThan(took * 0.9);
      expect(sample?.durationMs).to.be.closeTo(
        trace.spans.reduce((sum, { startedAt, endedAt = 0 }) => sum + endedAt - startedAt, 0),
        0.001,
      );
    });

    it('makes a span of each batch, not of each document, and of an error a failed one', async () => {
      const trace = new TraceBuffer(0, 100, { left: 100 }, () => 'a');
      const cursor = raw.find({}).batchSize(4);

      await recorder.context.run(
        anInvocationWith(new Work(trace, -1, undefined)),
        async () => {
          while ((await cursor.next()) !== null);
          await raw.insertOne({ _id: '1' }).catch(() => undefined);
        },
        undefined,
        [],
      );

      const spans = trace.spans.map(({ name, failed, attributes }) => [name, failed, attributes]);
      const attributes = { collection: 'things' };
      expect(spans).to.deep.equal(sent().map((name) => [name, name === 'insert', attributes]));
      expect(recorded()).to.deep.equal(['find things', 'insert things']);
    });

    it('records a cursor that is rewound half-way for each time, and its clone', async () => {
      const cursor = raw.find({}).batchSize(2);
      await cursor.next();
      cursor.rewind();
      await cursor.next();
      await cursor.close();
      await cursor.clone().toArray();

      expect(recorded()).to.deep.equal(['find things', 'find things', 'find things']);
    });

    it('records a cursor that is closed half-way', async () => {
      for await (const document of raw.find({}).batchSize(2)) {
        if (document.n === 4) break;
      }

      expect(sent()).to.deep.equal(['find', 'getMore', 'getMore', 'killCursors']);
      expect(recorded()).to.deep.equal(['find things']);
    });

    it('records a cursor that is never closed when it has been left for a minute', async () => {
      let now = 0;
      undo();
      undo = instrumentDatabase(databaseTarget(host), { ...recorder, now: () => now });
      const left = raw.find({}).batchSize(2);
      await left.next();
      now += 59_999;
      record.collect();
      expect(recorded()).to.deep.equal([]);

      now += 1;
      record.collect();
      expect(recorded()).to.deep.equal(['find things']);
      await left.toArray();

      expect(recorded()).to.deep.equal(['find things', 'getMore things']);
    });

    it('does not count a tailable cursor, which waits for others', async () => {
      const database = client.db((raw as unknown as { dbName: string }).dbName);
      await database.createCollection('capped', { capped: true, size: 4_096 });
      const capped = testCollection(host, 'capped').rawCollection() as unknown as Collection<Doc>;
      await capped.insertOne({ _id: 'a' });
      record.samples.length = 0;

      for (const cursor of [
        capped.find({}, { tailable: true, awaitData: true }),
        capped.find({}).addCursorFlag('tailable', true),
      ]) {
        await cursor.next();
        await cursor.close();
      }

      expect(recorded()).to.deep.equal([]);
    });

    it('counts what is done in a transaction, and its end', async () => {
      const commit = async (session: ClientSession) => {
        await raw.insertOne({ _id: 'x' }, { session });
        await raw.updateOne({ _id: 'x' }, { $set: { n: 1 } }, { session });
        await raw.findOne({ _id: 'x' }, { session });
      };

      await client.withSession((session) => session.withTransaction(() => commit(session)));
      await client.withSession(async (session) => {
        session.startTransaction();
        await raw.insertOne({ _id: 'y' }, { session });
        await session.abortTransaction();
      });
      await client.withSession((session) => session.withTransaction(async () => undefined));

      expect(recorded()).to.deep.equal([
        'insert things',
        'update things',
        'find things',
        'commitTransaction $cmd',
        'insert things',
        'abortTransaction $cmd',
      ]);
      expect(sent().filter((name) => name !== 'endSessions')).to.deep.equal([
        'insert',
        'update',
        'find',
        'commitTransaction',
        'insert',
        'abortTransaction',
      ]);
    });

    it('counts no transaction of another client', async () => {
      const other = new MongoClient(process.env.MONGO_URL ?? '');
      const elsewhere = other.db((raw as unknown as { dbName: string }).dbName);

      await other.withSession((session) =>
        session.withTransaction(() =>
          elsewhere.collection<Doc>('things').insertOne({ _id: 'z' }, { session }),
        ),
      );
      await other.close();

      expect(recorded()).to.deep.equal([]);
    });

    it('books to each of 1,000 calls at once the time of its own operations', async () => {
      const calls = await Promise.all(Array.from({ length: 1_000 }, (_, call) => run(call)));

      expect(log.all).to.have.length(4_000);
      for (const { call, busyMs, awaitedMs, spans } of calls) {
        const commands = log.all.filter((logged) => callOf(logged) === call);
        expect(spans.map(({ name }) => name)).to.deep.equal(['insert', 'find', 'update', 'delete']);
        expect(commands.map(({ name }) => name)).to.deep.equal(spans.map(({ name }) => name));
        const loggedMs = commands.reduce((sum, each) => sum + durationOf(each), 0);
        // The log knows nothing of the wait for a connection: it is a lower bound.
        expect(busyMs).to.be.at.least(loggedMs - 1);
        expect(busyMs).to.be.at.most(awaitedMs + 1);
        for (const [at, { startedAt, endedAt }] of spans.entries()) {
          expect(commands[at]?.startedAt).to.be.within(startedAt, endedAt ?? 0);
        }
      }
      const busy = calls.reduce((sum, { busyMs }) => sum + busyMs, 0);
      const awaited = calls.reduce((sum, { awaitedMs }) => sum + awaitedMs, 0);
      expect(busy / awaited).to.be.within(0.8, 1);
    }).timeout(60_000);

    /** A call with four operations, one after the other, and other work between them. */
    async function run(call: number) {
      const trace = new TraceBuffer(0, 100, { left: 100 }, () => 'a');
      const work = new Work(trace, -1, undefined);
      let awaitedMs = 0;
      const timed = async (ask: () => Promise<unknown>) => {
        const from = performance.now();
        await ask();
        awaitedMs += performance.now() - from;
        await new Promise((resolve) => setTimeout(resolve, call % 7));
      };
      await recorder.context.run(
        anInvocationWith(work),
        async () => {
          await timed(() => things.insertAsync({ _id: `call ${call}`, call }));
          await timed(() => raw.find({ call }).toArray());
          await timed(() => raw.updateOne({ call }, { $set: { n: call } }));
          await timed(() => things.removeAsync({ call }));
        },
        undefined,
        [],
      );
      const busyMs = work.busyMs('db', performance.now()) ?? 0;
      return { call, busyMs, awaitedMs, spans: trace.spans };
    }

    it('knows how many connections there are, and who waits for one', async () => {
      await Promise.all(Array.from({ length: 300 }, () => raw.findOne({})));
      const asking = Promise.all(Array.from({ length: 300 }, () => raw.findOne({})));
      await new Promise((resolve) => setImmediate(resolve));
      record.samples.length = 0;
      record.collect();
      const during = [...record.samples];
      const open = openConnections(client);
      await asking;
      record.collect();

      const [pool] = poolNames(record);
      expect(pool).to.match(/^[^@/]+:\d+$/);
      const size = metricValue(during, 'db.pool.size') ?? 0;
      expect(size).to.be.within(1, 100);
      expect(size).to.equal(open);
      const waiting = metricValue(during, 'db.pool.waiting') ?? 0;
      const inUse = metricValue(during, 'db.pool.inUse') ?? 0;
      expect(waiting + inUse).to.equal(300);
      expect(inUse).to.be.at.most(size);
      const after = record.samples.slice(record.samples.length - 3);
      expect(metricValue(after, 'db.pool.inUse')).to.equal(0);
      expect(metricValue(after, 'db.pool.waiting')).to.equal(0);
    });

    it('counts connections that were open before, and listens to none once it is out', async () => {
      await Promise.all(Array.from({ length: 20 }, () => raw.findOne({})));
      undo();
      expect(client.listenerCount('connectionCheckedOut')).to.equal(0);
      undo = instrumentDatabase(databaseTarget(host), recorder);
      record.samples.length = 0;

      record.collect();

      expect(metricValue(record.samples, 'db.pool.size')).to.equal(openConnections(client));
      expect(metricValue(record.samples, 'db.pool.inUse')).to.equal(0);
    });
  });
}

const anInvocationWith = (work: Work): Invocation => ({
  kind: 'method',
  name: 'call',
  ended: false,
  work,
});

const durationOf = ({ startedAt, endedAt = startedAt }: LoggedCommand) => endedAt - startedAt;

/** Which call a command is of: each has its number in its document or selector. */
function callOf({ body }: LoggedCommand): unknown {
  const { documents, filter, updates, deletes } = body as Record<string, Array<Doc & { q: Doc }>>;
  const selector = filter as unknown as Doc | undefined;
  return documents?.[0]?.call ?? selector?.call ?? (updates ?? deletes)?.[0]?.q.call;
}

function poolNames({ samples }: ReturnType<typeof fakeRecorder>): string[] {
  return samples.flatMap((sample) =>
    sample.kind === 'metric' && sample.metric === 'db.pool.size' ? [sample.dims.pool ?? ''] : [],
  );
}

/** As the driver itself has it. */
function openConnections(client: MongoClient): number {
  const { topology } = client as unknown as {
    topology: { s: { servers: Map<string, { pool: { totalConnectionCount: number } }> } };
  };
  return [...topology.s.servers.values()].reduce(
    (sum, { pool }) => sum + pool.totalConnectionCount,
    0,
  );
}
