import { expect } from 'chai';
import { patchMethod } from '../../../../common/patch-method';
import type { MutationSample } from '../../../../common/sample';
import { instrumentMutations } from '../../../../server/instruments/mutations/instrument-mutations';
import type { Host } from '../../../host/host';
import { stores } from '../../../host/mongo/stores';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { hostVersions } from '../../../support/host-versions';
import {
  aMongoHost,
  driversOf,
  eventually,
  mutationTarget,
  type TestCollection,
  testCollection,
} from '../../../support/mongo-targets';
import { anInvocation } from '../../../support/samples';

/** Everything of a host that the instrument may put hooks into. */
function touched(host: Host): Record<string, object> {
  const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();
  const bound = [...host.Mongo._collections.entries()].map(([name, { _collection }]) => [
    `${name}._collection`,
    _collection,
  ]);
  return {
    connection: host.MongoInternals.Connection.prototype,
    collection: host.Mongo.Collection.prototype,
    driver: Object.getPrototypeOf(mongo.rawCollection('any')),
    ...Object.fromEntries(bound),
  };
}

/** Runs `act` and gives what was rejected and not handled by the time `isOver`. */
async function unhandledDuring(act: () => unknown, isOver: () => boolean): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const others = process.listeners('unhandledRejection');
  process.removeAllListeners('unhandledRejection');
  process.on('unhandledRejection', (reason) => unhandled.push(reason));
  try {
    act();
    await eventually(isOver);
    await settle();
  } finally {
    process.removeAllListeners('unhandledRejection');
    for (const listener of others) process.on('unhandledRejection', listener);
  }
  return unhandled;
}

const cases = hostVersions.flatMap((version) =>
  driversOf(version).flatMap((driver) => stores.map((store) => ({ version, driver, store }))),
);

for (const { version, driver, store } of cases) {
  describe(`instrumentMutations on Meteor ${version}, ${driver}, ${store.name}`, () => {
    let host: Host;
    let early: TestCollection;
    let record: ReturnType<typeof fakeRecorder>;
    let degraded: string[];

    beforeEach(async () => {
      host = await aMongoHost(version, driver, store);
      early = testCollection(host, 'early');
      record = fakeRecorder();
      degraded = [];
    });
    afterEach(() => host.close());

    const install = () =>
      instrumentMutations(mutationTarget(host), record.recorder, (reason) => degraded.push(reason));
    const writes = () =>
      record.samples.filter((sample): sample is MutationSample => sample.kind === 'mutation');
    /** Collection, operation and documents of each write; what failed is marked. */
    const brief = () =>
      writes().map(({ collection, op, docs, failed, isFirst }) =>
        [collection, op, docs, ...(failed ? ['failed'] : []), ...(isFirst ? [] : ['more'])].join(
          ' ',
        ),
      );

    describeInstrument('mutations', {
      makeTarget: async () => {
        const made = await aMongoHost(version, driver, store);
        testCollection(made, 'early');
        return made;
      },
      install: (made, recorder) => instrumentMutations(mutationTarget(made), recorder),
      touched,
      exercise: async (made) => {
        const things = made.Mongo._collections.get('early') as unknown as TestCollection;
        const _id = await things.insertAsync({ n: 1 });
        await things.updateAsync(_id, { $set: { n: 2 } });
        await things.rawCollection().updateOne?.({ _id }, { $set: { n: 3 } });
        await things.removeAsync(_id);
        await made.MongoInternals.defaultRemoteCollectionDriver().mongo.removeAsync('early', {});
      },
      dispose: (made) => made.close(),
    });

    it('records the writes of collections that were made before the hooks, and after', async () => {
      install();
      const late = testCollection(host, 'late');

      for (const things of [early, late]) {
        const _id = await things.insertAsync({ n: 1 });
        await things.updateAsync(_id, { $set: { n: 2 } });
        await things.updateAsync({}, { n: 3 });
        await things.upsertAsync({ _id: 'b' }, { $set: { n: 4 } });
        await things.upsertAsync({ _id: 'b' }, { $set: { n: 5 } });
        await things.updateAsync({ _id: 'c' }, { $set: { n: 1 } }, { upsert: true });
        await things.updateAsync({}, { $set: { x: 1 } }, { multi: true });
        await things.updateAsync({}, { $set: { x: 1 } }, { multi: true });
        await things.removeAsync({});
      }

      for (const name of ['early', 'late']) {
        expect(brief().filter((write) => write.startsWith(name))).to.deep.equal([
          `${name} insert 1`,
          `${name} update 1`,
          `${name} update 1`,
          `${name} upsert 1`,
          `${name} upsert 1`,
          `${name} upsert 1`,
          `${name} update 3`,
          `${name} update 0`,
          `${name} remove 3`,
        ]);
      }
      expect(writes().every(({ isFirst, durationMs }) => isFirst && durationMs === 0)).to.equal(
        true,
      );
      expect(record.failures).to.deep.equal([]);
      expect(degraded).to.deep.equal([]);
    });

    it('records what is written on a connection that no collection uses', async () => {
      const bare = await aMongoHost(version, driver, store);
      const undo = instrumentMutations(mutationTarget(bare), record.recorder);
      const { mongo } = bare.MongoInternals.defaultRemoteCollectionDriver();

      await mongo.insertAsync('things', { _id: 'a' });
      await mongo.upsertAsync('things', { _id: 'a' }, { $set: { n: 1 } });

      expect(brief()).to.deep.equal(['things insert 1', 'things upsert 1']);
      undo();
      await bare.close();
    });

    it('counts an upsert that Meteor makes in two steps once, with the documents of both', async () => {
      install();

      await early.upsertAsync({ n: 1 }, { n: 1, x: 2 });
      await early.upsertAsync({ n: 1 }, { n: 1, x: 3 });

      expect(brief()).to.deep.equal(['early upsert 0', 'early upsert 1 more', 'early upsert 1']);
    });

    it('records what the app writes with the driver’s collection', async () => {
      install();
      const raw = early.rawCollection();

      await raw.insertOne?.({ _id: 'a', n: 1 });
      await raw.insertMany?.([{ _id: 'b' }, { _id: 'c' }]);
      await raw.updateOne?.({ _id: 'a' }, { $set: { n: 2 } });
      await raw.updateMany?.({}, { $set: { x: 1 } });
      await raw.replaceOne?.({ _id: 'd' }, { n: 1 }, { upsert: true });
      await raw.findOneAndUpdate?.({ _id: 'a' }, { $set: { n: 5 } });
      await raw.findOneAndUpdate?.({ _id: 'nobody' }, { $set: { n: 5 } });
      await raw.deleteOne?.({ _id: 'a' });
      await raw.deleteMany?.({});
      await raw.bulkWrite?.([
        { insertOne: { document: { _id: 'e' } } },
        { updateOne: { filter: { _id: 'e' }, update: { $set: { n: 1 } } } },
        { deleteOne: { filter: { _id: 'e' } } },
      ]);

      expect(brief()).to.deep.equal([
        'early insert 1',
        'early insert 2',
        'early update 1',
        'early update 3',
        'early upsert 1',
        'early update 1',
        'early update 0',
        'early remove 1',
        'early remove 3',
        'early bulk 3',
      ]);
    });

    it('lets through what other clients, and readers, do with the driver', async () => {
      install();
      await early.insertAsync({ _id: 'a' });
      const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();
      record.samples.length = 0;

      await host.external('insertOne', 'early', [{ n: 1 }]);
      await mongo.db.collection('early').insertOne({ n: 2 });
      await early.rawCollection().findOne?.({});
      await early.rawCollection().countDocuments?.();

      expect(record.samples).to.deep.equal([]);
    });

    it('names the method or publication that writes, or none', async () => {
      install();
      const { recorder } = record;
      const within = (kind: 'method' | 'publication', name: string) =>
        recorder.context.run(
          anInvocation(kind, name),
          async () => {
            await new Promise((resolve) => setImmediate(resolve));
            await early.insertAsync({ n: 1 });
            await early.rawCollection().insertOne?.({ n: 2 });
          },
          undefined,
          [],
        );

      await within('method', 'tasks.add');
      await within('publication', 'tasks');
      await early.insertAsync({ n: 3 });

      expect(writes().map(({ owner }) => owner)).to.deep.equal([
        'method:tasks.add',
        'method:tasks.add',
        'publication:tasks',
        'publication:tasks',
        'none',
      ]);
    });

    it('measures from the start of the write to the answer of the database', async () => {
      install();

      const ended = early.insertAsync({ n: 1 });
      record.tick(7);
      await ended;
      const raw = early.rawCollection().insertOne?.({ n: 2 });
      record.tick(9);
      await raw;

      expect(writes().map(({ durationMs }) => durationMs)).to.deep.equal([7, 9]);
    });

    it('hands on the database’s errors, and counts them', async () => {
      await early.insertAsync({ _id: 'a' });
      install();
      const caught: unknown[] = [];
      const note = (error: unknown) => caught.push(error);

      await early.insertAsync({ _id: 'a' }).catch(note);
      await Promise.resolve(early.rawCollection().insertOne?.({ _id: 'a' })).catch(note);

      expect(caught.map((error) => (error as { code: unknown }).code)).to.deep.equal([
        11000, 11000,
      ]);
      expect(brief()).to.deep.equal(['early insert 0 failed', 'early insert 0 failed']);
    });

    it('does not count what Meteor refuses before it asks the database', async () => {
      install();
      const caught: unknown[] = [];

      const refused = () =>
        early.updateAsync('a', 'nonsense' as never).catch((error) => caught.push(error));
      await refused();
      await early.rawCollection().insertOne?.({ n: 1 });
      for (let n = 0; n < 20; n++) await refused();
      await early.insertAsync({ n: 2 });
      record.tick(20_000);
      record.collect();

      expect(caught).to.have.length(21);
      expect(brief()).to.deep.equal(['early insert 1', 'early insert 1']);
      expect(degraded).to.deep.equal([]);
    });

    it('records a write that comes to the driver later than known releases do', async () => {
      const { Connection } = host.MongoInternals;
      const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();
      const leave = patchMethod(Connection.prototype, 'insertAsync', (insert) => {
        return async function (this: unknown, ...args: unknown[]) {
          await new Promise((resolve) => setImmediate(resolve));
          return Reflect.apply(insert, this, args);
        };
      });
      const undo = install();

      const ended = mongo.insertAsync('late', { _id: 'a' });
      record.tick(6);
      await ended;
      await mongo.insertAsync('late', { _id: 'a' }).catch(() => undefined);
      record.tick(20_000);
      record.collect();

      expect(brief()).to.deep.equal(['late insert 1', 'late insert 0 failed']);
      expect(writes()[0]?.durationMs).to.equal(6);
      expect(degraded).to.deep.equal([]);
      undo();
      leave();
    });

    it('says so when Meteor’s writes do not come to the driver at all', async () => {
      const { Connection } = host.MongoInternals;
      const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();
      const leave = patchMethod(Connection.prototype, 'insertAsync', () => async () => 'elsewhere');
      const undo = install();

      for (let n = 0; n < 9; n++) await mongo.insertAsync('things', { n });
      record.tick(10_000);
      record.collect();
      await mongo.insertAsync('things', { n: 9 });
      record.tick(9_999);
      record.collect();
      expect(degraded).to.deep.equal([]);
      record.tick(1);
      record.collect();

      expect(degraded).to.deep.equal([
        "writes by Meteor's functions do not come to the driver in a known way",
      ]);
      undo();
      leave();
    });

    it('leaves a rejection unhandled that the app does not handle, and handled what it does', async () => {
      await early.insertAsync({ _id: 'a' });
      install();
      const bystander = (promise: unknown) => Promise.resolve(promise).catch(() => undefined);

      const unhandled = await unhandledDuring(
        () => {
          void early.insertAsync({ _id: 'a' });
          void early.rawCollection().insertOne?.({ _id: 'a' });
          void bystander(early.insertAsync({ _id: 'a' }));
          void bystander(early.rawCollection().insertOne?.({ _id: 'a' }));
        },
        () => writes().length === 4,
      );

      expect(unhandled.map((error) => (error as { code: unknown }).code)).to.deep.equal([
        11000, 11000,
      ]);
    });

    it('gives back the very promise that Meteor made', () => {
      const { Connection } = host.MongoInternals;
      const made: unknown[] = [];
      const leave = patchMethod(Connection.prototype, 'insertAsync', (insert) => {
        return function (this: unknown, ...args: unknown[]) {
          const promise: unknown = Reflect.apply(insert, this, args);
          made.push(promise);
          return promise;
        };
      });
      const undo = install();
      const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();

      const got = mongo.insertAsync('early', { _id: 'z' });

      expect(got).to.equal(made[0]);
      undo();
      leave();
      return got;
    });

    it('restores the functions of collections that were made before it', async () => {
      const bound = (early as unknown as { _collection: object })._collection;
      const before = Object.getOwnPropertyDescriptors(bound);
      const undo = install();
      expect(Object.getOwnPropertyDescriptors(bound)).not.to.deep.equal(before);

      undo();

      expect(Object.getOwnPropertyDescriptors(bound)).to.deep.equal(before);
    });
  });
}
