import { expect } from 'chai';
import type { MutationSample } from '../../../../common/sample';
import { type Undo, undoable } from '../../../../common/undo';
import { docsOf, driverWrites } from '../../../../server/instruments/mutations/driver-writes';
import { type DriverHooks, hookDriver } from '../../../../server/instruments/mutations/hook-driver';
import {
  createMeteorWrites,
  type MeteorWrites,
} from '../../../../server/instruments/mutations/meteor-writes';
import { fakeRecorder } from '../../../support/fake-recorder';

/** A driver that answers what it is told to, at once or to a callback, as driver 4 also does. */
class StandIn {
  readonly collectionName = 'things';
  answer: unknown = Promise.resolve({});

  insertOne(_document: object, _options?: unknown) {
    return this.answer;
  }
  insertMany(_documents: object[]) {
    return this.answer;
  }
  bulkWrite(_operations: object[]) {
    return this.answer;
  }
  findOneAndDelete(_selector: object) {
    return this.answer;
  }
  /** As the deprecated functions of driver 4: written in terms of others. */
  deleteMany(_selector: object) {
    this.deleteOne(_selector);
    return this.answer;
  }
  deleteOne(_selector: object) {
    return this.answer;
  }
}

describe('hookDriver', () => {
  let record: ReturnType<typeof fakeRecorder>;
  let driver: DriverHooks;
  let undo: Undo;
  let writesOfMeteor: MeteorWrites;
  let collection: StandIn;

  beforeEach(() => {
    record = fakeRecorder();
    undo = undoable((defer) => {
      writesOfMeteor = createMeteorWrites(record.recorder, () => undefined);
      defer(writesOfMeteor.undo);
      driver = hookDriver(writesOfMeteor, record.recorder, defer);
    });
    collection = new StandIn();
    driver.handedOut(collection);
  });
  afterEach(() => undo());

  const writes = () =>
    record.samples.filter((sample): sample is MutationSample => sample.kind === 'mutation');

  it('adds up what a bulk write did', async () => {
    const counts = { insertedCount: 1, modifiedCount: 2, deletedCount: 3, upsertedCount: 4 };
    collection.answer = Promise.resolve({ ...counts, matchedCount: 50 });

    await collection.bulkWrite([]);

    expect(writes()).to.have.length(1);
    expect(writes()[0]).to.include({ collection: 'things', op: 'bulk', docs: 10 });
  });

  it('counts a write whose answer goes to a callback, and does not guess what it did', () => {
    collection.answer = undefined;

    const answer = collection.insertOne({}, () => undefined);

    expect(answer).to.equal(undefined);
    expect(writes()[0]).to.include({ op: 'insert', docs: 0, durationMs: undefined });
  });

  it('counts once what is written in terms of other functions', async () => {
    collection.answer = Promise.resolve({ deletedCount: 2 });

    await collection.deleteMany({});

    expect(writes()).to.have.length(1);
    expect(writes()[0]?.docs).to.equal(2);
  });

  it('rethrows what the driver throws at once, and records nothing', () => {
    const error = new Error('no session');
    Object.defineProperty(collection, 'answer', {
      get() {
        throw error;
      },
    });

    expect(() => collection.insertOne({})).to.throw(error);

    expect(writes()).to.deep.equal([]);
  });

  it('is not confused by the throw: the next write is recorded', async () => {
    const throwing = new StandIn();
    driver.handedOut(throwing);
    Object.defineProperty(throwing, 'answer', {
      get() {
        throw new Error('no session');
      },
    });
    expect(() => throwing.insertOne({})).to.throw('no session');

    await collection.insertOne({});

    expect(writes()).to.have.length(1);
  });

  it('hands on the very result and the very error', async () => {
    const result = { insertedId: 'a' };
    const error = new Error('refused');
    collection.answer = Promise.resolve(result);
    const got: unknown = await collection.insertOne({});
    collection.answer = Promise.reject(error);
    const caught: unknown = await Promise.resolve(collection.insertOne({})).catch(
      (reason: unknown) => reason,
    );

    expect(got).to.equal(result);
    expect(caught).to.equal(error);
    expect(writes().map(({ failed }) => failed)).to.deep.equal([false, true]);
  });

  it('gives Meteor the very promise of the driver', () => {
    const args = (function (..._args: unknown[]) {
      // biome-ignore lint/complexity/noArguments: what a hook is given
      return arguments;
    })({});

    const answer = writesOfMeteor.begin('things', 'insert', collection.insertOne, collection, args);

    expect(answer).to.equal(collection.answer);
  });

  it('keeps an answer that cannot be read from the app’s promise', async () => {
    const result = {
      get insertedCount() {
        throw new Error('not now');
      },
    };
    collection.answer = Promise.resolve(result);

    const got: unknown = await collection.insertMany([]);

    expect(got).to.equal(result);
    expect(record.failures).to.have.length(1);
    expect(writes()).to.deep.equal([]);
  });
});

describe('docsOf', () => {
  const docs = (name: string, result: unknown, options: Record<string, unknown> = {}) => {
    const write = driverWrites[name];
    if (!write) throw new Error(`no ${name}`);
    return docsOf(write, result, options);
  };

  it('counts what was changed or inserted, not what was found', () => {
    const result = { matchedCount: 9, modifiedCount: 2, upsertedCount: 1 };

    expect(docs('updateMany', result)).to.equal(3);
    expect(docs('replaceOne', { matchedCount: 1, modifiedCount: 0, upsertedCount: 0 })).to.equal(0);
  });

  it('reads findOneAnd… of driver 6, which answers with the document or nothing', () => {
    expect(docs('findOneAndDelete', { _id: 'a' })).to.equal(1);
    expect(docs('findOneAndDelete', null)).to.equal(0);
    expect(docs('findOneAndUpdate', null)).to.equal(0);
    expect(docs('findOneAndUpdate', null, { upsert: true })).to.equal(1);
  });

  it('reads findOneAnd… of driver 4, which answers with metadata', () => {
    const metadata = (n: number) => ({ value: null, ok: 1, lastErrorObject: { n } });

    expect(docs('findOneAndUpdate', metadata(1), { upsert: true })).to.equal(1);
    expect(docs('findOneAndReplace', metadata(0))).to.equal(0);
  });

  it('counts nothing where the database was not asked to answer', () => {
    expect(docs('deleteMany', { acknowledged: false })).to.equal(0);
    expect(docs('updateOne', undefined)).to.equal(0);
    expect(docs('insertMany', {})).to.equal(0);
  });
});
