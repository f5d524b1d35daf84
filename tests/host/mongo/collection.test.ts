import { expect } from 'chai';
import { ObjectId } from 'mongodb';
import { ObjectID } from '../meteor/object-id';
import { aMongo, type Fixture } from './fixture';
import { stores } from './stores';

for (const store of stores) {
  describe(`Mongo.Collection ${store.name}`, () => {
    let mongo: Fixture;

    beforeEach(async () => {
      mongo = await aMongo('3.3.2', 'polling', { store, collections: ['items', 'late'] });
    });

    afterEach(() => mongo.close());

    const aCollection = (options = {}) => new mongo.Mongo.Collection('items', options);

    it('inserts with an id of its own and resolves with it', async () => {
      const items = aCollection();

      const id = await items.insertAsync({ n: 1 });

      expect(id).to.match(/^\w{17}$/);
      expect(await items.findOneAsync(id)).to.deep.equal({ _id: id, n: 1 });
    });

    it('makes ObjectIDs when asked, stored as ids of the driver', async () => {
      const items = aCollection({ idGeneration: 'MONGO' });

      const id = await items.insertAsync({ n: 1 });
      const raw = await items._collection.rawCollection().findOne({});

      expect(id).to.be.instanceOf(ObjectID);
      expect(raw?._id).to.be.instanceOf(ObjectId);
      expect(await items.findOneAsync(id)).to.deep.equal({ _id: id, n: 1 });
    });

    it('takes the ids of a seeded method from its random stream', async () => {
      const items = aCollection();
      const insertSeeded = () =>
        mongo.DDP._CurrentMethodInvocation.withValue({ randomSeed: 'seed' } as never, () =>
          items._makeNewID(),
        );

      expect(insertSeeded()).to.equal(insertSeeded());
    });

    it('finds all without a selector and nothing with an undefined one', async () => {
      const items = aCollection();
      await items.insertAsync({ _id: 'a' });

      expect(await items.find().fetchAsync()).to.have.lengthOf(1);
      expect(await items.find(undefined).fetchAsync()).to.have.lengthOf(0);
      expect(await items.find({ _id: '' }).fetchAsync()).to.have.lengthOf(0);
      expect(() => items.find([])).to.throw("Mongo selector can't be an array.");
    });

    it('iterates with the cursor, its index and a transform', async () => {
      const items = aCollection({
        transform: ({ _id, n }: { _id: string; n: number }) => ({ _id, double: n * 2 }),
      });
      await items.insertAsync({ _id: 'a', n: 1 });
      await items.insertAsync({ _id: 'b', n: 2 });
      const cursor = items.find({}, { sort: { n: -1 } });
      const seen: unknown[] = [];

      await cursor.forEachAsync((document, index, self) => {
        seen.push([document, index, self === cursor]);
      });

      expect(seen).to.deep.equal([
        [{ _id: 'b', double: 4 }, 0, true],
        [{ _id: 'a', double: 2 }, 1, true],
      ]);
      expect(await cursor.countAsync()).to.equal(2);
      expect(await items.find({}, { transform: null }).fetchAsync()).to.have.nested.property(
        '[0].n',
        1,
      );
    });

    it('says how many documents an update and a removal matched', async () => {
      const items = aCollection();
      for (const n of [1, 2, 3]) await items.insertAsync({ n, g: 1 });

      expect(await items.updateAsync({ g: 1 }, { $set: { x: 1 } })).to.equal(1);
      expect(await items.updateAsync({ g: 1 }, { $set: { x: 2 } }, { multi: true })).to.equal(3);
      expect(await items.removeAsync({ n: { $gt: 1 } })).to.equal(2);
    });

    it('says what an upsert inserted, with an id of the collection', async () => {
      const items = aCollection();

      const inserted = await items.upsertAsync({ g: 1 }, { $set: { n: 1 } });
      const updated = await items.upsertAsync({ g: 1 }, { $set: { n: 2 } });
      const replaced = await items.upsertAsync({ g: 9 }, { g: 9, n: 3 });

      expect(inserted)
        .to.have.property('insertedId')
        .that.matches(/^\w{17}$/);
      expect(updated).to.deep.equal({ numberAffected: 1 });
      expect(replaced)
        .to.have.property('insertedId')
        .that.matches(/^\w{17}$/);
      expect(await items.find().countAsync()).to.equal(2);
    });

    it('stores dates, binary data and custom types and gives them back', async () => {
      class Money {
        constructor(readonly cents: number) {}
        typeName() {
          return 'money';
        }
        toJSONValue() {
          return this.cents;
        }
      }
      mongo.EJSON.addType('money', (cents) => new Money(Number(cents)));
      const items = aCollection();
      const stored = { _id: 'a', at: new Date(7), bytes: new Uint8Array([1]), price: new Money(5) };

      await items.insertAsync(stored);

      expect(mongo.EJSON.equals(await items.findOneAsync('a'), stored)).to.equal(true);
      expect(await items.findOneAsync('a'))
        .to.have.property('price')
        .that.is.instanceOf(Money);
    });

    it('has no synchronous functions', () => {
      const items = aCollection() as unknown as Record<string, () => void>;

      for (const name of ['findOne', 'insert', 'update', 'remove', 'upsert']) {
        expect(() => items[name]?.()).to.throw('is not available on the server');
      }
    });

    it('defines methods for clients that refuse to write', async () => {
      aCollection();
      const call = (name: string, ...args: unknown[]) =>
        mongo.Meteor.server.applyAsync(name, args).catch((error: unknown) => error);

      expect(await call('/items/insertAsync', { n: 1 })).to.include({ error: 403 });
      expect(await call('/items/updateAsync', { n: 1 }, {})).to.include({ error: 403 });
      expect(() => aCollection()).to.throw('There is already a collection named "items"');
    });

    it('is known by name', () => {
      const items = aCollection();

      expect(mongo.Mongo.getCollection('items')).to.equal(items);
      expect([...mongo.Mongo._collections.keys()]).to.deep.equal(['items']);
    });

    it('keeps the functions its connection had when it was made', async () => {
      const { Connection } = mongo.MongoInternals;
      const early = aCollection();
      const original = Connection.prototype.insertAsync;
      const seen: unknown[] = [];
      Connection.prototype.insertAsync = async function (...args: Parameters<typeof original>) {
        seen.push(args[0]);
        return original.apply(this, args);
      };
      const late = new mongo.Mongo.Collection('late');

      await early.insertAsync({ n: 1 });
      await late.insertAsync({ n: 1 });

      expect(seen).to.deep.equal(['late']);
    });

    it('is opened by the function its driver has at that time', () => {
      const { RemoteCollectionDriver } = mongo.MongoInternals;
      const open = RemoteCollectionDriver.prototype.open;
      const opened: string[] = [];
      RemoteCollectionDriver.prototype.open = function (name: string) {
        opened.push(name);
        return open.call(this, name);
      };

      aCollection();

      expect(opened).to.deep.equal(['items']);
    });

    it('rejects a duplicate id and leaves the fence free', async () => {
      const items = aCollection();
      await items.insertAsync({ _id: 'a' });
      let thrown: unknown;

      const fence = await mongo.fenced(async () => {
        thrown = await items.insertAsync({ _id: 'a' }).catch((error: unknown) => error);
      });

      expect(thrown).to.include({ code: 11000 });
      expect(fence.fired).to.equal(true);
    });
  });
}

describe('a database in memory', () => {
  it('leaves what is asked after the end of the app without an answer', async () => {
    const mongo = await aMongo();
    const items = new mongo.Mongo.Collection('items');
    await mongo.close();
    let settled = false;

    items.insertAsync({ n: 1 }).finally(() => {
      settled = true;
    });
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));

    expect(settled).to.equal(false);
  });
});
