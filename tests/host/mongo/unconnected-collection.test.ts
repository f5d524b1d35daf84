import { expect } from 'chai';
import type { Collection } from './collection';
import { aMongo, aRecorder, type Fixture } from './fixture';

interface Synchronous {
  insert(document: object): unknown;
  update(selector: unknown, modifier: object): unknown;
  remove(selector: unknown): unknown;
  findOne(selector?: unknown): unknown;
}

describe('a collection without a connection', () => {
  let mongo: Fixture;
  let items: Collection & Synchronous;

  beforeEach(async () => {
    mongo = await aMongo();
    items = new mongo.Mongo.Collection(null) as Collection & Synchronous;
  });

  afterEach(() => mongo.close());

  it('writes and reads at once, and asynchronously too', async () => {
    const id = items.insert({ n: 1 });
    items.update(id, { $set: { n: 2 } });
    const other = await items.insertAsync({ n: 3 });

    expect(items.findOne(id)).to.deep.equal({ _id: id, n: 2 });
    expect(await items.findOneAsync(other)).to.deep.equal({ _id: other, n: 3 });
    expect(await items.find({}, { sort: { n: -1 } }).fetchAsync()).to.have.lengthOf(2);
    expect(items.remove({ n: 2 })).to.equal(1);
    expect(await items.upsertAsync({ n: 9 }, { $set: { g: 1 } })).to.have.keys(
      'numberAffected',
      'insertedId',
    );
  });

  it('tells its observers within the write', async () => {
    const { told, unordered } = aRecorder();
    const handle = await items.find({ n: { $gt: 0 } }).observeChanges(unordered());

    const id = items.insert({ n: 1 });
    items.update(id, { $set: { n: 2 } });
    items.remove(id);
    handle.stop();
    items.insert({ n: 3 });

    expect(told).to.deep.equal([
      ['added', id, { n: 1 }],
      ['changed', id, { n: 2 }],
      ['removed', id],
    ]);
  });

  it('observes past the connection, and defines no methods', async () => {
    const { Connection } = mongo.MongoInternals;
    let observed = 0;
    const original = Connection.prototype._observeChanges;
    Connection.prototype._observeChanges = function (...args: Parameters<typeof original>) {
      observed++;
      return original.apply(this, args);
    };

    const named = new mongo.Mongo.Collection('named', { connection: null });
    await named.find().observeChanges(aRecorder().unordered());

    expect(observed).to.equal(0);
    expect(Object.keys(mongo.Meteor.server.method_handlers)).to.deep.equal([]);
    expect(named).to.include({ _connection: null, _name: 'named' });
  });

  it('has no raw collection', () => {
    expect(() => items._collection.rawCollection()).to.throw();
    expect(() => (items as unknown as { rawCollection(): unknown }).rawCollection()).to.throw(
      'Can only call rawCollection on server collections',
    );
  });

  it('can be published', async () => {
    items.insert({ _id: 'a', n: 1 });
    const named = new mongo.Mongo.Collection('named', { connection: null });
    await named.insertAsync({ _id: 'a', n: 1 });
    const told: unknown[] = [];
    const sub = {
      added: (...args: unknown[]) => told.push(args),
      onStop: () => {},
    };

    await named.find()._publishCursor(sub as never);

    expect(told).to.deep.equal([['named', 'a', { n: 1 }]]);
  });
});
