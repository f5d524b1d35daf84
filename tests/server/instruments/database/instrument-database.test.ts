import { expect } from 'chai';
import { ownInvocation } from '../../../../common/own-invocation';
import type { DatabaseSample } from '../../../../common/sample';
import { instrumentDatabase } from '../../../../server/instruments/database/instrument-database';
import type { Host } from '../../../host/host';
import { stores } from '../../../host/mongo/stores';
import { logCommands } from '../../../support/command-log';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { hostVersions } from '../../../support/host-versions';
import {
  aMongoHost,
  databaseTarget,
  driversOf,
  eventually,
  type TestCollection,
  testCollection,
} from '../../../support/mongo-targets';
import { anInvocation } from '../../../support/samples';

/** The part of Meteor's collections that reads. */
interface Reading extends TestCollection {
  find(selector?: unknown, options?: object): ReturnType<TestCollection['find']> & ReadCursor;
  findOneAsync(selector?: unknown): Promise<unknown>;
  countDocuments(selector?: unknown): Promise<number>;
  estimatedDocumentCount(): Promise<number>;
  createIndexAsync(keys: object): Promise<void>;
  dropIndexAsync(name: string): Promise<void>;
  dropCollectionAsync(): Promise<void>;
}

interface ReadCursor extends AsyncIterable<unknown> {
  fetchAsync(): Promise<unknown[]>;
  forEachAsync(each: (document: unknown) => unknown): Promise<void>;
  mapAsync(each: (document: unknown) => unknown): Promise<unknown[]>;
  countAsync(): Promise<number>;
}

interface RawCursor extends AsyncIterable<unknown> {
  next(): Promise<unknown>;
  toArray(): Promise<unknown[]>;
  close(): Promise<void>;
  rewind(): void;
}

function mongoOf(host: Host) {
  return host.MongoInternals.defaultRemoteCollectionDriver().mongo;
}

/** Everything of a host that the instrument may put hooks into; found while all is whole. */
const touchedOf = new WeakMap<Host, Record<string, object>>();

function noteTouched(host: Host): Host {
  const collection = mongoOf(host).rawCollection('any');
  const cursor = Object.getPrototypeOf(collection.find({})) as object;
  touchedOf.set(host, {
    connection: host.MongoInternals.Connection.prototype,
    collectionDriver: host.MongoInternals.RemoteCollectionDriver.prototype,
    driver: Object.getPrototypeOf(collection),
    cursor,
    'cursor.prototype': Object.getPrototypeOf(cursor),
    session: host.MongoInternals.NpmModules.mongodb.module.ClientSession.prototype,
  });
  return host;
}

const cases = hostVersions.flatMap((version) => stores.map((store) => ({ version, store })));

for (const { version, store } of cases) {
  describe(`instrumentDatabase on Meteor ${version}, ${store.name}`, () => {
    let host: Host;
    let early: Reading;
    let record: ReturnType<typeof fakeRecorder>;
    let log: ReturnType<typeof logCommands>;
    let degraded: string[];

    beforeEach(async () => {
      host = await aMongoHost(version, 'polling', store);
      early = testCollection(host, 'early') as Reading;
      log = logCommands(mongoOf(host).client);
      record = fakeRecorder();
      degraded = [];
    });
    afterEach(() => host.close());

    const install = () =>
      instrumentDatabase(databaseTarget(host), record.recorder, (why) => degraded.push(why));
    const samples = () =>
      record.samples.filter((sample): sample is DatabaseSample => sample.kind === 'database');
    const recorded = () => samples().map(({ command, collection }) => `${command} ${collection}`);
    const raw = (things: Reading) => things.rawCollection();
    const cursorOf = (things: Reading, selector: object = {}, options: object = {}) =>
      things.rawCollection().find?.(selector, options) as unknown as RawCursor;

    describeInstrument('database', {
      makeTarget: async () => {
        const made = await aMongoHost(version, 'polling', store);
        testCollection(made, 'early');
        return noteTouched(made);
      },
      install: (made, recorder) => instrumentDatabase(databaseTarget(made), recorder),
      touched: (made) => touchedOf.get(made) ?? {},
      exercise: async (made) => {
        const things = made.Mongo._collections.get('early') as unknown as Reading;
        await things.insertAsync({ n: 1 });
        await things.find().fetchAsync();
      },
      records: (record) => record.samples.filter(({ kind }) => kind === 'database'),
      dispose: (made) => made.close(),
    });

    it('records each operation of Meteor’s functions once, as MongoDB’s log has it', async () => {
      install();
      const late = testCollection(host, 'late') as Reading;
      log.clear();

      for (const things of [early, late]) {
        const _id = await things.insertAsync({ n: 1 });
        await things.updateAsync(_id, { $set: { n: 2 } });
        await things.upsertAsync({ _id: 'b' }, { $set: { n: 4 } });
        await things.findOneAsync({ n: 2 });
        await things.find().fetchAsync();
        await things.find({}, { sort: { n: 1 } }).mapAsync((document) => document);
        await things.find().forEachAsync(() => undefined);
        for await (const _document of things.find()) await settle();
        await things.find().countAsync();
        await things.countDocuments({});
        await things.estimatedDocumentCount();
        await things.createIndexAsync({ n: 1 });
        await things.dropIndexAsync('n_1');
        await things.removeAsync({});
        await things.dropCollectionAsync();
      }

      expect(recorded()).to.deep.equal(log.operations());
      expect(recorded().filter((each) => each === 'find late')).to.have.length(5);
      expect(samples().some(({ failed }) => failed)).to.equal(false);
      expect(record.failures).to.deep.equal([]);
      expect(degraded).to.deep.equal([]);
    });

    it('records each operation on the driver’s collection once, as MongoDB’s log has it', async () => {
      install();

      await raw(early).insertOne?.({ _id: 'a', n: 1 });
      await raw(early).insertMany?.([{ _id: 'b' }, { _id: 'c' }]);
      await raw(early).updateOne?.({ _id: 'a' }, { $set: { n: 2 } });
      await raw(early).updateMany?.({}, { $set: { x: 1 } });
      await raw(early).replaceOne?.({ _id: 'd' }, { n: 1 }, { upsert: true });
      await raw(early).findOneAndUpdate?.({ _id: 'a' }, { $set: { n: 5 } });
      await raw(early).findOne?.({ _id: 'a' });
      await raw(early).countDocuments?.({});
      await raw(early).estimatedDocumentCount?.();
      await raw(early).distinct?.('n');
      await raw(early).createIndex?.({ n: 1 });
      await raw(early).indexes?.();
      await cursorOf(early).toArray();
      for await (const _document of cursorOf(early)) await settle();
      const sum = [{ $group: { _id: null, n: { $sum: '$n' } } }];
      const summed = raw(early).aggregate?.(sum) as unknown as RawCursor;
      await summed.toArray();
      await raw(early).deleteOne?.({ _id: 'a' });
      await raw(early).deleteMany?.({});

      expect(recorded()).to.deep.equal(log.operations());
      expect(recorded()).to.include.members(['findAndModify early', 'aggregate early']);
      expect(degraded).to.deep.equal([]);
    });

    it('counts a bulk write once, whatever the commands it is sent as', async () => {
      install();

      await raw(early).bulkWrite?.([
        { insertOne: { document: { _id: 'e' } } },
        { updateOne: { filter: { _id: 'e' }, update: { $set: { n: 1 } } } },
        { deleteOne: { filter: { _id: 'e' } } },
      ]);

      expect(log.operations()).to.deep.equal(['insert early', 'update early', 'delete early']);
      expect(recorded()).to.deep.equal(['bulkWrite early']);
    });

    it('records what is asked on a connection that no collection uses', async () => {
      const bare = await aMongoHost(version, 'polling', store);
      const undo = instrumentDatabase(databaseTarget(bare), record.recorder);

      await mongoOf(bare).insertAsync('things', { _id: 'a' });
      await mongoOf(bare).rawCollection('things').findOne({});

      expect(recorded()).to.deep.equal(['insert things', 'find things']);
      undo();
      await bare.close();
    });

    it('records what is asked by way of rawDatabase', async () => {
      install();

      await mongoOf(host).db.collection('early').insertOne({ n: 2 });

      expect(recorded()).to.deep.equal(['insert early']);
    });

    it('records nothing of other clients, and nothing that Radiant asks for itself', async () => {
      install();
      await early.insertAsync({ _id: 'a' });
      record.samples.length = 0;

      await host.external('insertOne', 'early', [{ n: 1 }]);
      await mongoOf(host).client.db().collection('early').insertOne({ n: 2 });
      await record.recorder.context.run(
        ownInvocation,
        async () => {
          await raw(early).insertOne?.({ n: 3 });
          await cursorOf(early).toArray();
        },
        undefined,
        [],
      );

      expect(recorded()).to.deep.equal([]);
    });

    it('times the database and not what the app does with a document', async () => {
      install();
      await raw(early).insertMany?.([{ n: 1 }, { n: 2 }, { n: 3 }]);
      record.samples.length = 0;
      const slowly = async () => {
        record.tick(1_000);
        await settle();
      };

      await early.find().forEachAsync(slowly);
      await early.find().mapAsync(slowly);
      for await (const _document of cursorOf(early)) await slowly();
      const asked = early.find().fetchAsync();
      record.tick(8);
      await asked;

      expect(samples().map(({ durationMs }) => durationMs)).to.deep.equal([0, 0, 0, 8]);
    });

    it('books to the invocation how long anything was under way, and a span of each', async () => {
      install();
      const invocation = anInvocation('method', 'tasks.add');
      const { context, now } = record.recorder;
      await context.run(
        invocation,
        async () => {
          const first = early.insertAsync({ n: 1 });
          const second = raw(early).insertOne?.({ n: 2 });
          record.tick(5);
          await first;
          await second;
          record.tick(100);
          await early.find().forEachAsync(() => record.tick(100));
        },
        undefined,
        [],
      );
      const outside = early.insertAsync({ n: 3 });
      record.tick(7);
      await outside;

      expect(invocation.work.busyMs('db', now())).to.equal(5);
      expect(samples().map(({ durationMs }) => durationMs)).to.deep.equal([5, 5, 0, 7]);
    });

    it('hands on the database’s errors as they are, and counts them', async () => {
      await early.insertAsync({ _id: 'a' });
      install();
      const caught: Array<{ code: unknown; constructor: { name: string } }> = [];
      const note = (error: (typeof caught)[number]) => caught.push(error);

      await early.insertAsync({ _id: 'a' }).catch(note);
      await Promise.resolve(raw(early).insertOne?.({ _id: 'a' })).catch(note);

      expect(caught.map(({ code }) => code)).to.deep.equal([11000, 11000]);
      expect(caught.map((error) => error.constructor.name)).to.deep.equal([
        'MongoServerError',
        'MongoServerError',
      ]);
      expect(samples().map(({ failed }) => failed)).to.deep.equal([true, true]);
    });

    it('leaves a rejection unhandled that the app does not handle', async () => {
      await early.insertAsync({ _id: 'a' });
      install();
      const unhandled: unknown[] = [];
      const others = process.listeners('unhandledRejection');
      process.removeAllListeners('unhandledRejection');
      process.on('unhandledRejection', (reason) => unhandled.push(reason));

      void raw(early).insertOne?.({ _id: 'a' });
      await Promise.resolve(raw(early).insertOne?.({ _id: 'a' })).catch(() => undefined);
      await eventually(() => unhandled.length > 0).finally(() => {
        process.removeAllListeners('unhandledRejection');
        for (const listener of others) process.on('unhandledRejection', listener);
      });

      expect(unhandled).to.have.length(1);
    });

    it('records a cursor anew that is rewound', async () => {
      install();
      await raw(early).insertMany?.([{ n: 1 }, { n: 2 }]);
      record.samples.length = 0;
      const cursor = cursorOf(early);

      await cursor.next();
      cursor.rewind();
      await cursor.next();
      await cursor.next();

      expect(recorded()).to.deep.equal(['find early', 'find early']);
    });

    it('asks nothing of the context where a cursor has documents left', async () => {
      install();
      await raw(early).insertMany?.([{ n: 1 }, { n: 2 }, { n: 3 }]);
      record.samples.length = 0;
      const { context } = record.recorder;
      let asked = 0;
      const current = context.current;
      context.current = () => {
        asked++;
        return current();
      };

      const found = await cursorOf(early).toArray();
      context.current = current;

      expect(found).to.have.length(3);
      expect(asked).to.equal(1);
    });

    it('says so when it does not know the driver’s collections', async () => {
      const strange = await aMongoHost(version, 'polling', store);
      const mongo = mongoOf(strange);
      mongo.rawCollection = () => ({ collectionName: 'things' }) as never;
      const undo = instrumentDatabase(databaseTarget(strange), record.recorder, (why) =>
        degraded.push(why),
      );

      testCollection(strange, 'things');

      expect(degraded).to.deep.equal([
        "a connection is not measured: it does not show which database the driver's collections are of",
      ]);
      undo();
      await strange.close();
    });

    for (const driver of driversOf(version)) {
      it(`records what observers ask, by ${driver}`, async () => {
        const observed = await aMongoHost(version, driver, store);
        const undo = instrumentDatabase(databaseTarget(observed), record.recorder);
        const commands = logCommands(mongoOf(observed).client);
        const things = testCollection(observed, 'things') as Reading;
        await things.insertAsync({ _id: 'a', n: 1 });
        const added: unknown[] = [];
        const invocation = anInvocation('publication', 'things');

        const handle = await record.recorder.context.run(
          invocation,
          () => things.find().observeChanges({ added: (id: unknown) => added.push(id) }),
          undefined,
          [],
        );
        await things.insertAsync({ _id: 'b', n: 2 });
        await eventually(() => added.length === 2);
        await handle.stop();

        // A change stream begins with an `aggregate` of its own, and is no operation.
        const asked = commands.all.filter(
          ({ body }) => !JSON.stringify(body.pipeline ?? '').includes('$changeStream'),
        );
        const names = (name: string) => asked.filter((command) => command.name === name).length;
        const finds = recorded().filter((each) => each === 'find things');
        expect(finds).to.have.length(names('find'));
        expect(finds).to.have.length.greaterThan(0);
        expect(recorded().filter((each) => each.startsWith('aggregate'))).to.deep.equal([]);
        expect(invocation.work.busyMs('db', record.recorder.now())).not.to.equal(undefined);
        undo();
        await observed.close();
      });
    }
  });
}
