import { expect } from 'chai';
import type { HostVersion } from '../meteor/versions';
import type { Collection } from './collection';
import { aMongo, aRecorder, type Fixture, until } from './fixture';
import type { ObserveDriverName } from './mongo';
import { type Store, stores } from './stores';

const VERSIONS: HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];

interface Case {
  readonly version: HostVersion;
  readonly driver: ObserveDriverName;
  readonly store: Store;
}

const CASES: Case[] = stores.flatMap((store) =>
  VERSIONS.flatMap((version) => driversOf(version).map((driver) => ({ version, driver, store }))),
);

function driversOf(version: HostVersion): ObserveDriverName[] {
  return version === '3.5' ? ['polling', 'oplog', 'changeStreams'] : ['polling', 'oplog'];
}

for (const { version, driver, store } of CASES) {
  describe(`observing on Meteor ${version} by ${driver} ${store.name}`, () => {
    let mongo: Fixture;
    let items: Collection;

    beforeEach(async () => {
      mongo = await aMongo(version, driver, { store });
      items = new mongo.Mongo.Collection('items');
      for (const n of [1, 2, 3]) await items.insertAsync({ _id: `i${n}`, g: 1, n });
    });

    afterEach(() => mongo.close());

    it('tells the documents there are before it resolves', async () => {
      const { told, unordered } = aRecorder();

      await items.find({ n: { $lt: 3 } }).observeChanges(unordered());

      expect(told).to.deep.equal([
        ['added', 'i1', { g: 1, n: 1 }],
        ['added', 'i2', { g: 1, n: 2 }],
      ]);
    });

    it('tells what a write changed before the fence of the write fires', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await mongo.fenced(() => items.insertAsync({ _id: 'new', g: 1 }));
      await mongo.fenced(() => items.updateAsync('new', { $set: { n: 9, 'deep.x': 1 } }));
      await mongo.fenced(() => items.updateAsync('new', { $unset: { n: 1 } }));
      await mongo.fenced(() => items.updateAsync('new', { $set: { g: 2 } }));
      await mongo.fenced(() => items.updateAsync('new', { $set: { g: 1 } }));
      await mongo.fenced(() => items.removeAsync('new'));

      expect(told).to.deep.equal([
        ['added', 'new', { g: 1 }],
        ['changed', 'new', { n: 9, deep: { x: 1 } }],
        ['changed', 'new', { n: undefined }],
        ['removed', 'new'],
        ['added', 'new', { g: 1, deep: { x: 1 } }],
        ['removed', 'new'],
      ]);
    });

    it('tells only the fields asked for', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1, n: { $lt: 2 } }, { fields: { n: 1 } }).observeChanges(unordered());

      await mongo.fenced(() => items.updateAsync('i1', { $set: { other: 1 } }));
      await mongo.fenced(() => items.updateAsync('i1', { $set: { n: 0 } }));

      expect(told).to.deep.equal([
        ['added', 'i1', { n: 1 }],
        ['changed', 'i1', { n: 0 }],
      ]);
    });

    it('keeps the first documents of an order within a limit', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }, { sort: { n: 1 }, limit: 2 }).observeChanges(unordered());
      const ids = () => {
        const present = new Set<unknown>();
        for (const [name, id] of told) {
          if (name === 'added') present.add(id);
          else if (name === 'removed') present.delete(id);
        }
        return [...present].sort();
      };

      await mongo.fenced(() => items.insertAsync({ _id: 'i0', g: 1, n: 0 }));
      const withNew = ids();
      await mongo.fenced(() => items.removeAsync('i0'));
      await mongo.fenced(() => items.removeAsync('i1'));
      await mongo.fenced(() => items.updateAsync('i2', { $set: { n: 9 } }));

      expect(withNew).to.deep.equal(['i0', 'i1']);
      await until(() => String(ids()) === 'i2,i3');
    });

    it('shares a multiplexer between equal queries, and stops it with the last', async () => {
      const first = await items.find({ g: 1 }).observeChanges(aRecorder().unordered());
      const { told, unordered } = aRecorder();
      const second = await items.find({ g: 1 }).observeChanges(unordered());
      const { _observeMultiplexers } = mongo.MongoInternals.defaultRemoteCollectionDriver().mongo;

      expect(second._multiplexer).to.equal(first._multiplexer);
      expect(told).to.have.lengthOf(3);
      await first.stop();
      expect(Object.keys(_observeMultiplexers)).to.have.lengthOf(1);
      await second.stop();
      expect(Object.keys(_observeMultiplexers)).to.have.lengthOf(0);
    });

    it('makes two multiplexers for equal queries that start at once', async () => {
      const recorders = [aRecorder(), aRecorder()];
      const handles = await Promise.all(
        recorders.map(({ unordered }) => items.find({ g: 1 }).observeChanges(unordered())),
      );
      const { _observeMultiplexers } = mongo.MongoInternals.defaultRemoteCollectionDriver().mongo;

      await mongo.fenced(() => items.removeAsync('i1'));

      expect(handles[0]?._multiplexer).to.not.equal(handles[1]?._multiplexer);
      expect(Object.values(_observeMultiplexers)).to.have.lengthOf(1);
      for (const { told } of recorders) expect(told.at(-1)).to.deep.equal(['removed', 'i1']);
    });

    it('is quiet after stop', async () => {
      const { told, unordered } = aRecorder();
      const handle = await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await handle.stop();
      await handle.stop();
      await mongo.fenced(() => items.removeAsync('i1'));

      expect(told).to.deep.equal([]);
    });

    it('polls for an ordered observation and tells positions', async () => {
      const { told, ordered } = aRecorder();
      const handle = await items.find({ g: 1 }, { sort: { n: 1 } }).observeChanges(ordered());
      told.length = 0;

      await mongo.fenced(() => items.updateAsync('i1', { $set: { n: 7 } }));
      await mongo.fenced(() => items.insertAsync({ _id: 'i0', g: 1, n: 0 }));

      const name = handle._multiplexer._observeDriver?.constructor.name;
      expect(name).to.equal('PollingObserveDriver');
      expect(told).to.deep.equal([
        ['changed', 'i1', { n: 7 }],
        ['movedBefore', 'i1', null],
        ['addedBefore', 'i0', { g: 1, n: 0 }, 'i2'],
      ]);
    });

    it('tells whole documents to observe', async () => {
      const told: unknown[] = [];
      const handle = await items.find({ n: 1 }).observe({
        added: (document) => told.push(['added', document]),
        changed: (document, old) => told.push(['changed', document, old]),
        removed: (document) => told.push(['removed', document]),
      });

      await mongo.fenced(() => items.updateAsync('i1', { $set: { x: 1 } }));
      await mongo.fenced(() => items.removeAsync('i1'));

      expect(handle).to.have.property('stop');
      expect(told).to.deep.equal([
        ['added', { _id: 'i1', g: 1, n: 1 }],
        ['changed', { _id: 'i1', g: 1, n: 1, x: 1 }, { _id: 'i1', g: 1, n: 1 }],
        ['removed', { _id: 'i1', g: 1, n: 1, x: 1 }],
      ]);
    });

    it('rejects when the query does not work', async () => {
      const error = await items
        .find({ n: { $nonsense: 1 } })
        .observeChanges(aRecorder().unordered())
        .catch((thrown: unknown) => thrown);

      expect(String(error)).to.contain('$nonsense');
    });

    it('survives a callback that throws', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges({
        ...unordered(),
        changed: () => {
          throw new Error('of the app');
        },
      });

      await mongo.fenced(() => items.updateAsync('i1', { $set: { x: 1 } }));
      await mongo.fenced(() => items.removeAsync('i1'));

      expect(told.at(-1)).to.deep.equal(['removed', 'i1']);
    });
  });
}
