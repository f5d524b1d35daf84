import { expect } from 'chai';
import type { HostVersion } from '../meteor/versions';
import { aMongo, aRecorder, type Fixture, until } from './fixture';
import { anInterruptible, type Interruptible } from './interruptions';
import type { ObserveDriverName } from './mongo';
import type { ChangeStreamObserveDriver } from './observe/change-stream-observe-driver';
import { stores } from './stores';

const DRIVERS: [HostVersion, ObserveDriverName][] = [
  ['3.3.2', 'polling'],
  ['3.3.2', 'oplog'],
  ['3.5', 'changeStreams'],
];

const RECOVERY_MS = 10_000;
/** For the driver that polls; the others do not look at it. */
const often = { pollingIntervalMs: 20 };

for (const store of stores) {
  for (const [version, driver] of DRIVERS) {
    describe(`a database ${store.name} that goes away (Meteor ${version}, ${driver})`, function () {
      this.timeout(20_000);
      let database: Interruptible;

      beforeEach(async () => {
        database = await anInterruptible(store, [version, driver]);
      });

      afterEach(async () => {
        database.comeBack();
        await database.close();
      });

      it('is caught up with when it is back', async () => {
        const items = new database.mongo.Mongo.Collection('items');
        await items.insertAsync({ _id: 'a', g: 1 });
        const { told, unordered } = aRecorder();
        await items.find({ g: 1 }, often).observeChanges(unordered());
        const ids = () => told.map(([name, id]) => `${name} ${id}`);

        await database.goAway();
        await database.writeMeanwhile('insertOne', { _id: 'b', g: 1 });
        await database.writeMeanwhile('deleteOne', { _id: 'a' });
        database.comeBack();
        await until(() => told.length >= 3, RECOVERY_MS);
        await database.mongo.fenced(() => items.insertAsync({ _id: 'c', g: 1 }));

        expect(ids()).to.have.members(['added a', 'added b', 'removed a', 'added c']);
      });

      it('fails a write and lets its fence go', async () => {
        const items = new database.mongo.Mongo.Collection('items');
        await items.find({}, often).observeChanges(aRecorder().unordered());
        let thrown: unknown;

        await database.goAway();
        const fence = await database.mongo.fenced(async () => {
          thrown = await items.insertAsync({ _id: 'a' }).catch((error: unknown) => error);
        });

        expect(thrown).to.be.instanceOf(Error);
        expect(fence.fired).to.equal(true);
      });

      if (driver === 'changeStreams') return;

      it('keeps an observer waiting that starts meanwhile', async () => {
        const items = new database.mongo.Mongo.Collection('items');
        await items.insertAsync({ _id: 'a' });
        // By now the oplog is followed.
        await items.find({ n: 1 }, often).observeChanges(aRecorder().unordered());
        const { told, unordered } = aRecorder();

        await database.goAway();
        const observing = items.find({}, often).observeChanges(unordered());
        await until(() => String(database.mongo.printed).includes('polling query'), RECOVERY_MS);
        database.comeBack();
        await observing;

        expect(told).to.deep.equal([['added', 'a', {}]]);
      });
    });
  }

  describe(`an observer that fails ${store.name}`, () => {
    let mongo: Fixture;

    afterEach(() => mongo.close());

    for (const [version, driver] of DRIVERS) {
      it(`may be closed during its initial query (Meteor ${version}, ${driver})`, async () => {
        mongo = await aMongo(version, driver, { store });
        const items = new mongo.Mongo.Collection('items');
        await items.insertAsync({ _id: 'a' });
        const { told, unordered } = aRecorder();

        items.find().observeChanges(unordered());
        await new Promise((resolve) => setImmediate(resolve));
        await mongo.close();
        const toldByThen = told.length;
        await new Promise((resolve) => setTimeout(resolve, 20));

        expect(told).to.have.lengthOf(toldByThen);
      });
    }

    it('by change streams is left ready and empty when its query fails', async () => {
      mongo = await aMongo('3.5', 'changeStreams', { store });
      const items = new mongo.Mongo.Collection('items');
      await items.insertAsync({ _id: 'a' });
      const { mongo: connection } = mongo.MongoInternals.defaultRemoteCollectionDriver();
      const rawCollection = connection.rawCollection;
      connection.rawCollection = (name) => {
        const raw = rawCollection.call(connection, name);
        raw.find = () => {
          throw new Error('of the query');
        };
        return raw;
      };
      const { told, unordered } = aRecorder();

      const handle = await items.find().observeChanges(unordered());

      expect(told).to.deep.equal([]);
      expect(handle._multiplexer._ready()).to.equal(true);
      expect(String(mongo.printed)).to.contain('Failed to start ChangeStream');
    });

    it('by change streams resolves when it is stopped during its initial query', async () => {
      mongo = await aMongo('3.5', 'changeStreams', { store });
      const items = new mongo.Mongo.Collection('items');
      await items.insertAsync({ _id: 'a' });
      const stopped: ChangeStreamObserveDriver[] = [];
      const { ChangeStreamObserveDriver: Driver } = (mongo.modules[
        'meteor/mongo/changestream_observe_driver.js'
      ] ?? {}) as { ChangeStreamObserveDriver: { prototype: ChangeStreamObserveDriver } };
      const sendInitialAdds = Driver.prototype._sendInitialAdds;
      Driver.prototype._sendInitialAdds = function (collection) {
        stopped.push(this);
        const sent = sendInitialAdds.call(this, collection);
        this.stop();
        return sent;
      };
      const { told, unordered } = aRecorder();

      await items.find().observeChanges(unordered());

      expect(stopped[0]).to.include({ _stopped: true, _sharedStream: null });
      expect(told).to.deep.equal([]);
    });

    it('rejects when a callback throws at an initial document, up to 3.4', async () => {
      mongo = await aMongo('3.4.1', 'oplog', { store });
      const items = new mongo.Mongo.Collection('items');
      await items.insertAsync({ _id: 'a' });

      const error = await items.find().observeChanges(throwing()).catch(caught);

      expect(error).to.have.property('message', 'of the app');
    });

    it('goes on when a callback throws at an initial document, from 3.5', async () => {
      mongo = await aMongo('3.5', 'changeStreams', { store });
      const items = new mongo.Mongo.Collection('items');
      await items.insertAsync({ _id: 'a' });

      const handle = await items.find().observeChanges(throwing());

      expect(handle).to.have.property('_multiplexer');
      expect(String(mongo.printed)).to.contain('of the app');
    });
  });
}

describe('a database in memory that forgets its oplog', () => {
  it('makes change streams compare what they missed', async () => {
    const settings = { packages: { mongo: { changeStream: { delay: { error: 1 } } } } };
    const mongo = await aMongo('3.5', 'changeStreams', { settings });
    const items = new mongo.Mongo.Collection('items');
    await items.insertAsync({ _id: 'a' });
    const { told, unordered } = aRecorder();
    await items.find().observeChanges(unordered());

    mongo.faults.disconnect();
    await mongo.external('deleteOne', 'items', [{ _id: 'a' }]);
    await mongo.external('insertOne', 'items', [{ _id: 'b' }]);
    mongo.faults.loseHistory();
    mongo.faults.reconnect();
    await until(() => told.length === 3);

    expect(told.slice(1)).to.have.deep.members([
      ['removed', 'a'],
      ['added', 'b', {}],
    ]);
    expect(String(mongo.printed)).to.contain('ChangeStream error');
    await mongo.close();
  });
});

function throwing() {
  return {
    added: () => {
      throw new Error('of the app');
    },
  };
}

function caught(error: unknown): unknown {
  return error;
}
