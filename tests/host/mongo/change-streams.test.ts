import { expect } from 'chai';
import { MongoServerError, type Timestamp } from 'mongodb';
import type { Collection } from './collection';
import { aMongo, aRecorder, type Fixture, until } from './fixture';
import type { ChangeStreamObserveDriver } from './observe/change-stream-observe-driver';
import type { ObserveHandle } from './observe/observe-handle';
import { stores } from './stores';

const settings = { packages: { mongo: { changeStream: { delay: { error: 1, close: 50 } } } } };

for (const store of stores) {
  describe(`change streams ${store.name}`, () => {
    let mongo: Fixture;
    let items: Collection;

    beforeEach(async () => {
      const collections = ['items', 'others'];
      mongo = await aMongo('3.5', 'changeStreams', { store, settings, collections });
      items = new mongo.Mongo.Collection('items');
    });

    afterEach(() => mongo.close());

    const connection = () => mongo.MongoInternals.defaultRemoteCollectionDriver().mongo;
    const streamOf = (name: string) => connection()._sharedChangeStreams?.[name];
    const driverOf = ({ _multiplexer }: ObserveHandle) =>
      _multiplexer._observeDriver as unknown as ChangeStreamObserveDriver;
    const observed = (selector: object) =>
      items.find(selector).observeChanges(aRecorder().unordered());

    function changesOf(drivers: readonly ChangeStreamObserveDriver[]): string[] {
      const types: string[] = [];
      for (const driver of drivers) {
        const onChange = driver._onChange;
        driver._onChange = function (change) {
          types.push(change.operationType);
          return onChange.call(this, change);
        };
      }
      return types;
    }

    it('are one for all observers of a collection, until the last of them stops', async () => {
      const handles = [await observed({ g: 1 }), await observed({ g: 2 })];
      const other = new mongo.Mongo.Collection('others');
      await other.find().observeChanges(aRecorder().unordered());
      const stream = streamOf('items');

      expect(stream?.size).to.equal(2);
      expect(Object.keys(connection()._sharedChangeStreams ?? {})).to.deep.equal([
        'items',
        'others',
      ]);
      await handles[0]?.stop();
      expect(streamOf('items')).to.equal(stream);
      await handles[1]?.stop();
      expect(streamOf('items')).to.equal(undefined);
      expect(stream).to.include({ _stopped: true, _changeStream: null });
    });

    it('open anew for an observer that comes after the last one', async () => {
      await (await observed({ g: 1 })).stop();
      const { told, unordered } = aRecorder();
      await items.find().observeChanges(unordered());

      await mongo.fenced(() => items.insertAsync({ _id: 'a' }));

      expect(told).to.deep.equal([['added', 'a', {}]]);
    });

    it('bring every write of the collection to every driver, its own or not', async () => {
      const handles = [await observed({ g: 1 }), await observed({ g: 2 })];
      const changes = changesOf(handles.map(driverOf));

      await mongo.external('insertMany', 'items', [[{ _id: 'a', g: 1 } as never, { _id: 'b' }]]);
      await items.updateAsync('a', { $set: { n: 1 } });
      await items.updateAsync('a', { $set: { n: 1 } });
      await mongo.external('insertOne', 'others', [{ _id: 'x' }]);
      await mongo.fenced(() => items.removeAsync('a'));

      expect(changes).to.have.lengthOf(2 * 4);
    });

    it('bring an event for each document that one write removes', async () => {
      for (const _id of ['a', 'b', 'c']) await items.insertAsync({ _id });
      const { told, unordered } = aRecorder();
      const changes = changesOf([driverOf(await items.find().observeChanges(unordered()))]);
      told.length = 0;

      await items.removeAsync({});
      await until(() => told.length === 3);

      // Besides, a new stream may begin with the event of the last write before it.
      expect(changes.filter((type) => type === 'delete')).to.have.lengthOf(3);
      expect(told).to.have.deep.members([
        ['removed', 'a'],
        ['removed', 'b'],
        ['removed', 'c'],
      ]);
    });

    it('tell what other processes write', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());

      await mongo.external('insertOne', 'items', [{ _id: 'a', g: 1 }]);
      await mongo.external('replaceOne', 'items', [{ _id: 'a' }, { g: 1, n: 2 }]);
      await mongo.external('deleteMany', 'items', [{}]);
      await until(() => told.at(-1)?.[0] === 'removed');

      expect(told[0]?.slice(0, 2)).to.deep.equal(['added', 'a']);
      expect(told.at(-1)).to.deep.equal(['removed', 'a']);
    });

    it('translate ids and dates of the driver', async () => {
      const generated = new mongo.Mongo.Collection('others', { idGeneration: 'MONGO' });
      const { told, unordered } = aRecorder();
      await generated.find().observeChanges(unordered());
      let id: unknown;

      await mongo.fenced(async () => {
        id = await generated.insertAsync({ at: new Date(7) });
      });

      expect(told).to.deep.equal([['added', id, { at: new Date(7) }]]);
    });

    it('are known by name, property and module, and have no initialisation', async () => {
      const driver = driverOf(await observed({}));
      const { modules } = mongo;
      const Driver = modules['meteor/mongo/changestream_observe_driver.js'];
      const Shared = modules['meteor/mongo/shared_change_stream.js'];

      expect(driver.constructor).to.equal(Driver?.ChangeStreamObserveDriver);
      expect(driver.constructor.name).to.equal('ChangeStreamObserveDriver');
      expect(streamOf('items')?.constructor).to.equal(Shared?.SharedChangeStream);
      expect(driver).to.include({ _usesChangeStreams: true, _isReady: true });
      expect(driver).to.not.have.property('_init');
      expect(driver.constructor).to.not.have.property('cursorSupported');
    });

    it('count no facts of their own', async () => {
      const facts = new Set<string>();
      const incrementServerFact = (pkg: string, fact: string) => {
        if (pkg === 'mongo-livedata') facts.add(fact);
      };
      mongo.Package['facts-base'] = { Facts: { incrementServerFact } };

      await observed({});

      expect([...facts]).to.deep.equal(['observe-multiplexers', 'observe-handles']);
    });

    it('make two multiplexers for equal queries that start at once', async () => {
      const [first, second] = await Promise.all([observed({ g: 1 }), observed({ g: 1 })]);

      expect(first?._multiplexer).to.not.equal(second?._multiplexer);
      expect(streamOf('items')?.size).to.equal(2);
    });

    describe('and fences', () => {
      it('wait for the very time of the write', async () => {
        const driver = driverOf(await observed({}));
        const waits: unknown[] = [];
        const wait = driver._waitUntilCaughtUp;
        driver._waitUntilCaughtUp = function (fence) {
          waits.push(fence?._csTargetTsByCollection?.items);
          return wait.call(this, fence);
        };

        const fence = await mongo.fenced(() => items.insertAsync({ _id: 'a' }));

        expect(waits).to.have.lengthOf(1);
        expect(driver._lastProcessedOperationTime?.equals(waits[0] as Timestamp)).to.equal(true);
        expect(fence).to.not.have.property('_csTargetTsByCollection');
      });

      it('do not wait for a write that changed nothing', async () => {
        await items.insertAsync({ _id: 'a', n: 1 });
        await observed({});

        const fence = await mongo.fenced(async () => {
          await items.updateAsync('a', { $set: { n: 1 } });
          await items.removeAsync('nobody');
        });

        expect(fence.fired).to.equal(true);
      });

      it('are let go when the driver stops', async () => {
        const handle = await observed({});
        const driver = driverOf(handle);
        // The event is withheld.
        driver._onChange = () => {};
        const fired = mongo.fenced(() => items.insertAsync({ _id: 'a' }));
        await until(() => driver._catchingUpResolvers.length === 1);

        await handle.stop();

        expect(await fired).to.include({ fired: true });
      });
    });

    describe('that broke off', () => {
      const breakOff = (error: Error) => streamOf('items')?._changeStream?.emit('error', error);
      const restarted = async (before: unknown) => {
        await until(() => {
          const now = streamOf('items')?._changeStream;
          return now !== null && now !== before;
        });
      };

      it('go on after the last event they had', async () => {
        const { told, unordered } = aRecorder();
        await items.find().observeChanges(unordered());
        await mongo.fenced(() => items.insertAsync({ _id: 'a' }));
        const before = streamOf('items')?._changeStream;

        // It opens again 50 ms later, and has to find what was written meanwhile.
        await before?.close();
        await mongo.external('insertOne', 'items', [{ _id: 'b' }]);
        await mongo.external('insertOne', 'items', [{ _id: 'c' }]);
        await restarted(before);
        await mongo.fenced(() => items.insertAsync({ _id: 'd' }));

        expect(told.map(([, id]) => id)).to.deep.equal(['a', 'b', 'c', 'd']);
      });

      it('compare with the collection when the history is lost', async () => {
        for (const n of [1, 2, 3]) await items.insertAsync({ _id: `i${n}`, n });
        const { told, unordered } = aRecorder();
        await items.find({ n: { $lt: 9 } }).observeChanges(unordered());
        const stream = streamOf('items');
        const driver = [...(stream?._drivers ?? [])][0];
        let lost = 0;
        const resync = driver?._resyncAfterHistoryLost;
        if (driver) {
          driver._resyncAfterHistoryLost = async () => {
            lost++;
            await resync?.call(driver);
          };
        }
        told.length = 0;

        // Closed first: what is written now can only be found by comparing.
        await stream?._changeStream?.close();
        await mongo.external('deleteOne', 'items', [{ _id: 'i1' }]);
        await mongo.external('updateOne', 'items', [{ _id: 'i2' }, { $set: { n: 5 } }]);
        await mongo.external('insertOne', 'items', [{ _id: 'i4', n: 4 }]);
        breakOff(new MongoServerError({ message: 'gone', code: 286 }));
        await until(() => lost === 1 && told.length >= 3);

        expect(told).to.have.deep.members([
          ['changed', 'i2', { n: 5 }],
          ['added', 'i4', { n: 4 }],
          ['removed', 'i1'],
        ]);
        expect(stream).to.include({ _historyLost: false });
      });

      it('go on when the collection was dropped', async () => {
        const { told, unordered } = aRecorder();
        await items.find().observeChanges(unordered());
        await mongo.fenced(() => items.insertAsync({ _id: 'a' }));
        const before = streamOf('items')?._changeStream;

        await mongo.fenced(() => items.dropCollectionAsync());
        await restarted(before);
        await mongo.fenced(() => items.insertAsync({ _id: 'b' }));

        expect(told.at(-1)).to.deep.equal(['added', 'b', {}]);
      });
    });
  });
}
