import { expect } from 'chai';
import { aMongo, aRecorder, type Fixture, until } from './fixture';
import { createMatcher } from './local/matcher';
import { createSorter } from './local/sorter';
import { oplogV2V1Converter } from './observe/oplog-entry';
import { stores } from './stores';

for (const store of stores) {
  describe(`the oplog ${store.name}`, () => {
    let mongo: Fixture;

    beforeEach(async () => {
      mongo = await aMongo('3.3.2', 'oplog', { store });
    });

    afterEach(() => mongo.close());

    const oplogOf = () => {
      const handle = mongo.MongoInternals.defaultRemoteCollectionDriver().mongo._oplogHandle;
      if (!handle) throw new Error('there is no oplog');
      return handle;
    };

    it('brings what other processes write', async () => {
      const items = new mongo.Mongo.Collection('items');
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());

      await mongo.external('insertOne', 'items', [{ _id: 'a', g: 1 }]);
      await mongo.external('replaceOne', 'items', [{ _id: 'a' }, { g: 1, n: 2 }]);
      await mongo.external('deleteMany', 'items', [{}]);
      await until(() => told.length === 3);

      expect(told).to.deep.equal([
        ['added', 'a', { g: 1 }],
        ['changed', 'a', { n: 2 }],
        ['removed', 'a'],
      ]);
    });

    it('fetches a document that may have come to match', async () => {
      const items = new mongo.Mongo.Collection('items');
      await items.insertAsync({ _id: 'a', g: 2, n: 1 });
      const { told, unordered } = aRecorder();
      const { _multiplexer } = await items.find({ g: 1 }).observeChanges(unordered());
      const fetched: unknown[] = [];
      const { mongo: connection } = mongo.MongoInternals.defaultRemoteCollectionDriver();
      const findOneAsync = connection.findOneAsync;
      connection.findOneAsync = (...args) => {
        if (args[0] === 'items') fetched.push(args[1]);
        return findOneAsync.apply(connection, args);
      };

      await mongo.fenced(() => items.updateAsync('a', { $set: { n: 2 } }));
      await mongo.fenced(() => items.updateAsync('a', { $set: { g: 1 } }));

      expect(fetched).to.deep.equal([{ _id: 'a' }]);
      expect(told).to.deep.equal([['added', 'a', { g: 1, n: 2 }]]);
      expect(_multiplexer._observeDriver).to.include({ _usesOplog: true, _phase: 'STEADY' });
    });

    it('takes apart what one write does to many documents', async () => {
      const items = new mongo.Mongo.Collection('items');
      for (const _id of ['a', 'b', 'c']) await items.insertAsync({ _id, g: 1 });
      const { told, unordered } = aRecorder();
      await items.find({ g: 1 }).observeChanges(unordered());
      told.length = 0;

      await mongo.fenced(() => items.removeAsync({ g: 1 }));

      expect(told).to.have.deep.members([
        ['removed', 'a'],
        ['removed', 'b'],
        ['removed', 'c'],
      ]);
    });

    it('asks the query again when the collection is dropped', async () => {
      const items = new mongo.Mongo.Collection('items');
      await items.insertAsync({ _id: 'a' });
      const { told, unordered } = aRecorder();
      await items.find().observeChanges(unordered());

      await mongo.fenced(() => items.dropCollectionAsync());
      await until(() => told.length === 2);

      expect(told.at(-1)).to.deep.equal(['removed', 'a']);
    });

    it('asks the query again when it has fallen too far behind', async () => {
      const items = new mongo.Mongo.Collection('items');
      const { told, unordered } = aRecorder();
      await items.find().observeChanges(unordered());
      const oplog = oplogOf() as ReturnType<typeof oplogOf> & {
        _defineTooFarBehind(value: number): void;
        _resetTooFarBehind(): void;
      };
      let skips = 0;
      oplog.onSkippedEntries(() => {
        skips++;
      });
      oplog._defineTooFarBehind(2);

      const documents = Array.from({ length: 20 }, (_, n) => ({ _id: `d${n}` }));
      await mongo.external('insertMany', 'items', [documents]);
      await until(() => told.length === 20);

      expect(skips).to.be.greaterThan(0);
      oplog._resetTooFarBehind();
    });

    it('tells its crossbar of every entry, with collection and id', async () => {
      const items = new mongo.Mongo.Collection('items');
      const fired: unknown[] = [];
      await oplogOf().onOplogEntry({ collection: 'items' }, ({ collection, id, op }) => {
        fired.push([collection, id, op.op]);
      });

      await items.insertAsync({ _id: 'a' });
      await items.removeAsync('a');
      await oplogOf().waitUntilCaughtUp();

      expect(fired).to.deep.equal([
        ['items', 'a', 'i'],
        ['items', 'a', 'd'],
      ]);
    });

    describe('is not used', () => {
      async function driverOf(selector: object, options: object = {}) {
        const items = new mongo.Mongo.Collection('items');
        const handle = await items.find(selector, options).observeChanges(aRecorder().unordered());
        return handle._multiplexer._observeDriver?.constructor.name;
      }

      it('for a limit without an order, or a skip', async () => {
        expect(await driverOf({}, { limit: 2 })).to.equal('PollingObserveDriver');
        await mongo.close();
        mongo = await aMongo('3.3.2', 'oplog', { store });
        expect(await driverOf({}, { sort: { n: 1 }, skip: 1 })).to.equal('PollingObserveDriver');
      });

      it('when the app says so', async () => {
        expect(await driverOf({}, { disableOplog: true })).to.equal('PollingObserveDriver');
      });

      it('for collections that the settings leave out', async () => {
        await mongo.close();
        const settings = { packages: { mongo: { oplogExcludeCollections: ['items'] } } };
        mongo = await aMongo('3.3.2', 'oplog', { store, settings });

        expect(await driverOf({})).to.equal('PollingObserveDriver');
      });

      it('in 3.5 when polling comes first in the order', async () => {
        await mongo.close();
        mongo = await aMongo('3.5', 'oplog', {
          env: { METEOR_REACTIVITY_ORDER: 'polling,oplog' },
        });

        expect(await driverOf({})).to.equal('PollingObserveDriver');
      });
    });

    it('leaves a polling observer of a document alone when others change', async () => {
      const items = new mongo.Mongo.Collection('items');
      const handle = await items
        .find({ _id: 'a' }, { disableOplog: true })
        .observeChanges(aRecorder().unordered());
      const polling = handle._multiplexer._observeDriver as unknown as { _pollMongo(): unknown };
      let polls = 0;
      const pollMongo = polling._pollMongo;
      polling._pollMongo = function () {
        polls++;
        return pollMongo.call(this);
      };

      await mongo.fenced(() => items.insertAsync({ _id: 'b' }));
      expect(polls).to.equal(0);
      await mongo.fenced(() => items.insertAsync({ _id: 'a' }));
      expect(polls).to.equal(1);
    });
  });
}

describe('oplogV2V1Converter', () => {
  it('makes modifiers of a difference', () => {
    const diff = {
      d: { a: false },
      u: { b: 1 },
      i: { c: 2 },
      sd: { u: { x: 1 }, sy: { d: { z: false } } },
    };

    expect(oplogV2V1Converter({ $v: 2, diff })).to.deep.equal({
      $v: 2,
      $set: { b: 1, c: 2, 'd.x': 1 },
      $unset: { a: true, 'd.y.z': true },
    });
  });

  it('passes on what is no difference', () => {
    const replacement = { _id: 'a', n: 1 };

    expect(oplogV2V1Converter(replacement)).to.equal(replacement);
  });
});

describe('a matcher', () => {
  it('adds the fields it needs to a projection', () => {
    const matcher = createMatcher({ g: 1, $or: [{ 'a.b': 1 }, { n: 2 }] });

    expect(matcher.combineIntoProjection({ x: 1 })).to.have.all.keys('x', 'g', 'a.b', 'n');
    expect(matcher.combineIntoProjection({ g: 0, y: 0 })).to.deep.equal({ y: 0 });
    expect(matcher.combineIntoProjection({})).to.deep.equal({});
  });

  it('knows which modifiers touch its fields', () => {
    const matcher = createMatcher({ 'a.b': 1 });

    expect(matcher.canBecomeTrueByModifier({ $set: { 'a.b': 2 } })).to.equal(true);
    expect(matcher.canBecomeTrueByModifier({ $set: { a: 2 } })).to.equal(true);
    expect(matcher.canBecomeTrueByModifier({ $set: { 'a.0.b.c': 2 } })).to.equal(true);
    expect(matcher.canBecomeTrueByModifier({ $set: { ab: 2 } })).to.equal(false);
  });

  it('does not compile what only a server knows', () => {
    expect(() => createMatcher({ a: { $near: [1, 2] } })).to.throw('$near');
    expect(() => createSorter({ $natural: 1 })).to.throw('$natural');
  });
});

describe('a sorter', () => {
  it('compares in the order of its keys and their directions', () => {
    const compare = createSorter([['a', 'desc'], 'b']).getComparator();

    expect(compare({ a: 1, b: 1 }, { a: 2, b: 1 })).to.be.greaterThan(0);
    expect(compare({ a: 1, b: 1 }, { a: 1, b: 2 })).to.be.lessThan(0);
    expect(compare({ a: 1, b: 1 }, { a: 1, b: 1 })).to.equal(0);
  });
});
