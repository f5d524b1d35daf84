import { expect } from 'chai';
import type { Collection } from './collection';
import { aMongo, aRecorder, type Fixture, until } from './fixture';
import type { ObserveHandle } from './observe/observe-handle';
import type { RedisOplogObserveDriver } from './redis-oplog/redis-oplog-observe-driver';
import { stores } from './stores';

for (const store of stores) {
  describe(`a package like redis-oplog ${store.name}`, () => {
    let mongo: Fixture;
    let items: Collection;

    beforeEach(async () => {
      mongo = await aMongo('3.3.2', 'redis', { store });
      items = new mongo.Mongo.Collection('items');
      for (const n of [1, 2, 3]) await items.insertAsync({ _id: `i${n}`, g: 1, n });
    });

    afterEach(() => mongo.close());

    const driverOf = ({ _multiplexer }: ObserveHandle) =>
      _multiplexer._observeDriver as unknown as RedisOplogObserveDriver;

    /** Runs `write` where Meteor runs a method. */
    const inMethod = (write: () => Promise<unknown>) =>
      mongo.DDP._CurrentMethodInvocation.withValue({} as never, write);

    it('replaces observing by a function of three arguments, and the writes of collections', () => {
      const { Connection } = mongo.MongoInternals;

      expect(Connection.prototype._observeChanges).to.have.lengthOf(3);
      expect(mongo.Mongo.Collection.prototype).to.include.keys('insertAsync', 'updateAsync');
    });

    it('can come late, when there are observers of Meteor already', async () => {
      const late = await aMongo('3.3.2', 'polling', { store });
      const others = new late.Mongo.Collection('items');
      const before = await others.find().observeChanges(aRecorder().unordered());

      late.installRedisOplog();
      const after = await others.find({ g: 2 }).observeChanges(aRecorder().unordered());

      expect(before._multiplexer.constructor).to.not.equal(after._multiplexer.constructor);
      expect(after._multiplexer.constructor.name).to.equal('ObserveMultiplexer');
      expect(driverOf(after).constructor.name).to.equal('RedisOplogObserveDriver');
      expect(driverOf(after)).to.not.have.property('_init');
      await late.close();
    });

    it('tells the observers of a write before the method goes on', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1, n: { $lt: 3 } }).observeChanges(unordered());
      told.length = 0;

      await inMethod(async () => {
        await items.insertAsync({ _id: 'new', g: 1, n: 0 });
        await items.updateAsync('i1', { $set: { n: 2 } });
        await items.updateAsync('i2', { $set: { n: 7 } });
        await items.removeAsync('new');
        await items.upsertAsync({ _id: 'up' }, { $set: { g: 1, n: 1 } });
      });

      expect(told).to.deep.equal([
        ['added', 'new', { g: 1, n: 0 }],
        ['changed', 'i1', { n: 2 }],
        ['removed', 'i2'],
        ['removed', 'new'],
        ['added', 'up', { g: 1, n: 1 }],
      ]);
    });

    it('tells them later when no method writes', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await items.removeAsync('i1');
      const atOnce = told.length;
      await until(() => told.length === 1);

      expect(atOnce).to.equal(0);
      expect(told).to.deep.equal([['removed', 'i1']]);
    });

    it('tells what another instance says it has written', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await mongo.external('insertOne', 'items', [{ _id: 'x', g: 1 }]);
      mongo.installRedisOplog().publish('items', { e: 'i', d: { _id: 'x' }, u: 'another' });
      await until(() => told.length === 1);

      expect(told).to.deep.equal([['added', 'x', { g: 1 }]]);
    });

    it('does not notice what is written past it', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await mongo.external('deleteOne', 'items', [{ _id: 'i1' }]);
      await inMethod(() => items.removeAsync('i2'));

      expect(told).to.deep.equal([['removed', 'i2']]);
    });

    it('keeps the first documents of an order within a limit', async () => {
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }, { sort: { n: 1 }, limit: 2 }).observeChanges(unordered());
      told.length = 0;

      await inMethod(() => items.removeAsync('i1'));

      expect(told).to.deep.equal([
        ['removed', 'i1'],
        ['added', 'i3', { g: 1, n: 3 }],
      ]);
    });

    it('follows single documents on channels of their own', async () => {
      const { told, unordered } = aRecorder();
      const driver = driverOf(await items.find({ _id: 'i1' }).observeChanges(unordered()));
      told.length = 0;

      await inMethod(() => items.updateAsync({ g: 1 }, { $set: { x: 1 } }, { multi: true }));

      expect(driver.redisSubscriber?.channels).to.deep.equal(['items::i1']);
      expect(told).to.deep.equal([['changed', 'i1', { x: 1 }]]);
    });

    it('passes each message to the subscriber, which changes the observable collection', async () => {
      const driver = driverOf(await items.find({ g: 1 }).observeChanges(aRecorder().unordered()));
      const calls: string[] = [];
      const note = (object: object | null | undefined, names: string[]) => {
        const prototype = Object.getPrototypeOf(object) as Record<string, Call>;
        for (const name of names) {
          const original = prototype[name];
          prototype[name] = function (...args) {
            calls.push(name);
            return original?.apply(this, args);
          };
        }
      };
      note(driver.redisSubscriber, ['process', 'processSynthetic']);
      note(driver.observableCollection, ['add', 'change', 'remove']);

      await inMethod(() => items.insertAsync({ _id: 'a', g: 1 }));
      await inMethod(() => items.updateAsync('a', { $set: { n: 1 } }));
      await inMethod(() => items.removeAsync('a'));
      const synthetic = { e: 'u', d: { _id: 'i1', n: 9 }, s: true } as const;
      mongo.installRedisOplog().publish('items', synthetic);
      await until(() => calls.length === 8);

      expect(calls).to.deep.equal([
        ...['process', 'add', 'process', 'change', 'process', 'remove'],
        ...['processSynthetic', 'change'],
      ]);
    });

    it('shares one multiplexer among equal queries that start at once', async () => {
      const start = () => items.find({ g: 1 }).observeChanges(aRecorder().unordered());

      const [first, second] = await Promise.all([start(), start()]);

      expect(first?._multiplexer).to.equal(second?._multiplexer);
    });

    it('polls with a driver of its own where it cannot follow', async () => {
      const { told, ordered } = aRecorder();
      const handle = await items.find({ g: 1 }, { sort: { n: 1 } }).observeChanges(ordered());
      told.length = 0;

      await mongo.fenced(() => items.updateAsync('i1', { $set: { n: 7 } }));
      await until(() => told.length === 2);

      expect(driverOf(handle).constructor.name).to.equal('PollingObserveDriver');
      expect(told.map(([name]) => name)).to.deep.equal(['changed', 'movedBefore']);
    });

    it('counts drivers down that it has not counted up', async () => {
      const facts: Record<string, number> = {};
      const incrementServerFact = (_package: string, fact: string, by: number) => {
        facts[fact] = (facts[fact] ?? 0) + by;
      };
      mongo.Package['facts-base'] = { Facts: { incrementServerFact } };

      const handle = await items.find().observeChanges(aRecorder().unordered());
      await handle.stop();

      expect(facts).to.deep.equal({
        'observe-multiplexers': 0,
        'observe-handles': 0,
        'observe-drivers-oplog': -1,
      });
    });

    it('is quiet after stop', async () => {
      const { told, unordered } = aRecorder();
      const handle = await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await handle.stop();
      await inMethod(() => items.removeAsync('i1'));

      expect(told).to.deep.equal([]);
    });
  });
}

type Call = (this: unknown, ...args: unknown[]) => unknown;
