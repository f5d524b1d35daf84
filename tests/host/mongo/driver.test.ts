import { expect } from 'chai';
import { ObjectId } from 'mongodb';
import type { Document, DriverCollection } from './driver/driver';
import { MemoryClient } from './driver/memory-client';
import { createMemoryServer } from './driver/memory-server';
import type { OplogEntry } from './observe/oplog-entry';

describe('the in-memory database', () => {
  function aDatabase() {
    const server = createMemoryServer();
    const client = new MemoryClient(server, 'mongodb://memory/db');
    const items = client.db().collection('items');
    return { server, client, items };
  }

  async function filled(...documents: Document[]) {
    const database = aDatabase();
    await database.items.insertMany(documents);
    return database;
  }

  const found = async (items: DriverCollection, selector: Document, options = {}) =>
    items.find(selector, options).toArray();

  it('answers in a later turn, never in the turn of the call', async () => {
    const { items } = await filled({ _id: 'a' });
    let answered = false;
    const answer = items.findOne({}).then(() => {
      answered = true;
    });

    await Promise.resolve();
    expect(answered).to.equal(false);

    await answer;
    expect(answered).to.equal(true);
  });

  it('finds by query, in the order, range and form asked for', async () => {
    const { items } = await filled(
      { _id: 'a', g: 1, n: 1, deep: { x: 1, y: 2 } },
      { _id: 'b', g: 1, n: 2 },
      { _id: 'c', g: 2, n: 3 },
      { _id: 'd', g: 1, n: 4 },
    );

    const page = await found(items, { g: 1 }, { sort: { n: -1 }, skip: 1, limit: 1 });
    const form = await found(items, { _id: 'a' }, { projection: { n: 1, 'deep.y': 1 } });
    const rest = await found(items, { _id: 'a' }, { projection: { deep: 0 } });

    expect(page).to.deep.equal([{ _id: 'b', g: 1, n: 2 }]);
    expect(form).to.deep.equal([{ _id: 'a', n: 1, deep: { y: 2 } }]);
    expect(rest).to.deep.equal([{ _id: 'a', g: 1, n: 1 }]);
  });

  it('keeps what it holds apart from what it gives and takes', async () => {
    const given = { _id: 'a', list: [1] };
    const { items } = await filled(given);
    given.list.push(2);
    const first = (await items.findOne({ _id: 'a' })) as unknown as typeof given;
    first.list.push(3);

    const again = await items.findOne({ _id: 'a' });

    expect(again).to.deep.equal({ _id: 'a', list: [1] });
  });

  it('finds by an equal id of the driver', async () => {
    const id = new ObjectId();
    const { items } = await filled({ _id: id, n: 1 });

    const same = await items.findOne({ _id: new ObjectId(id.toHexString()) });

    expect(same).to.have.property('n', 1);
  });

  it('counts matched and modified documents', async () => {
    const { items } = await filled({ _id: 'a', n: 1 }, { _id: 'b', n: 2 });

    const one = await items.updateOne({}, { $set: { n: 1 } });
    const many = await items.updateMany({}, { $inc: { n: 1 } });
    const none = await items.updateOne({ _id: 'x' }, { $set: { n: 1 } });

    expect(one).to.include({ matchedCount: 1, modifiedCount: 0 });
    expect(many).to.include({ matchedCount: 2, modifiedCount: 2 });
    expect(none).to.include({ matchedCount: 0, upsertedCount: 0 });
  });

  it('inserts on upsert what the query pins and the modifier sets', async () => {
    const { items } = aDatabase();

    const result = await items.updateOne(
      { _id: 'u', g: { $gt: 0 }, kind: 'k' },
      { $set: { n: 1 }, $setOnInsert: { born: true } },
      { upsert: true },
    );

    expect(result).to.include({ upsertedCount: 1, upsertedId: 'u' });
    expect(await items.findOne({})).to.deep.equal({ _id: 'u', kind: 'k', born: true, n: 1 });
  });

  it('refuses a second document with the same id or unique key', async () => {
    const { items } = await filled({ _id: 'a', name: 'x' });
    await items.createIndex({ name: 1 }, { unique: true });
    const refused = async (document: Document) =>
      items.insertOne(document).catch((error: unknown) => error);

    const sameId = await refused({ _id: 'a' });
    const sameName = await refused({ _id: 'b', name: 'x' });

    expect(sameId).to.include({ code: 11000 });
    expect(String(sameId)).to.contain(
      'E11000 duplicate key error collection: db.items index: _id_',
    );
    expect(sameName).to.include({ code: 11000 });
    expect(await items.countDocuments()).to.equal(1);
  });

  it('does not let an update change the id', async () => {
    const { items } = await filled({ _id: 'a' });

    const error = await items
      .updateOne({ _id: 'a' }, { $set: { _id: 'b' } })
      .catch((thrown: unknown) => thrown);

    expect(error).to.include({ code: 66 });
  });

  it('runs what apps ask the raw collection for', async () => {
    const { items } = await filled({ _id: 'a', n: 1 }, { _id: 'b', n: 2 });
    await items.bulkWrite([
      { updateOne: { filter: { _id: 'a' }, update: { $set: { n: 2 } } } },
      { insertOne: { document: { _id: 'c', n: 5 } } },
      { deleteOne: { filter: { _id: 'b' } } },
    ]);

    const sums = await items.aggregate([{ $group: { _id: null, sum: { $sum: '$n' } } }]).toArray();

    expect(sums).to.deep.equal([{ _id: null, sum: 7 }]);
    expect(await items.distinct('n')).to.deep.equal([2, 5]);
  });

  describe('its oplog', () => {
    async function entriesOf(write: (items: DriverCollection) => Promise<unknown>) {
      const { server, items } = await filled({ _id: 'a', n: 1, o: { x: 1, y: 1 }, gone: 1 });
      const before = server.oplog.entries.length;
      await write(items);
      return server.oplog.entries.slice(before).map(({ op, ns, o, o2 }) => ({ op, ns, o, o2 }));
    }

    it('tells inserts, removals and drops', async () => {
      const entries = await entriesOf(async (items) => {
        await items.insertOne({ _id: 'b', n: 1 });
        await items.deleteMany({ _id: 'b' });
        await items.drop();
      });

      expect(entries).to.deep.equal([
        { op: 'i', ns: 'db.items', o: { _id: 'b', n: 1 }, o2: { _id: 'b' } },
        { op: 'd', ns: 'db.items', o: { _id: 'b' }, o2: undefined },
        { op: 'c', ns: 'db.$cmd', o: { drop: 'items' }, o2: undefined },
      ]);
    });

    it('tells the removal of many documents as one entry', async () => {
      const entries = await entriesOf(async (items) => {
        await items.insertOne({ _id: 'b' });
        await items.deleteMany({});
      });

      const removal = (_id: string) => ({ op: 'd', ns: 'db.items', o: { _id } });
      expect(entries[1]).to.deep.equal({
        op: 'c',
        ns: 'admin.$cmd',
        o: { applyOps: [removal('a'), removal('b')] },
        o2: undefined,
      });
    });

    it('tells updates as a difference and replacements as a whole', async () => {
      const entries = await entriesOf(async (items) => {
        await items.updateOne({}, { $set: { n: 2, 'o.x': 5, fresh: 1 }, $unset: { gone: '' } });
        await items.replaceOne({}, { n: 3 });
      });

      expect(entries.map(({ o }) => o)).to.deep.equal([
        { $v: 2, diff: { d: { gone: false }, u: { n: 2 }, i: { fresh: 1 }, so: { u: { x: 5 } } } },
        { _id: 'a', n: 3 },
      ]);
    });

    it('says nothing of an update that changes nothing', async () => {
      const entries = await entriesOf((items) => items.updateOne({}, { $set: { n: 1 } }));

      expect(entries).to.deep.equal([]);
    });

    it('gives a tailing cursor each entry as it comes, with rising timestamps', async () => {
      const { client, items } = aDatabase();
      const tail = client.db('local').collection('oplog.rs').find({ ns: 'db.items' });
      tail.addCursorFlag('tailable', true);
      const next = tail.next();
      await items.insertOne({ _id: 'a' });
      await items.insertOne({ _id: 'b' });

      const first = (await next) as unknown as OplogEntry;
      const second = (await tail.next()) as unknown as OplogEntry;

      expect([first.o, second.o]).to.deep.equal([{ _id: 'a' }, { _id: 'b' }]);
      expect(second.ts.greaterThan(first.ts)).to.equal(true);
      await tail.close();
    });
  });

  it('announces commands once monitoring is on, and checkouts always', async () => {
    const { client, items } = await filled({ _id: 'a' });
    const heard: unknown[] = [];
    for (const name of ['connectionCheckedOut', 'commandStarted', 'commandSucceeded']) {
      client.on(name, (event: { commandName?: string }) => heard.push([name, event.commandName]));
    }
    client.on('commandFailed', ({ failure }) => heard.push(['commandFailed', failure.code]));

    await items.findOne({});
    client.monitorCommands = true;
    await items.findOne({});
    await items.insertOne({ _id: 'a' }).catch(() => {});

    expect(heard).to.deep.equal([
      ['connectionCheckedOut', undefined],
      ['connectionCheckedOut', undefined],
      ['commandStarted', 'find'],
      ['commandSucceeded', 'find'],
      ['connectionCheckedOut', undefined],
      ['commandStarted', 'insert'],
      ['commandFailed', 11000],
    ]);
  });

  it('refuses commands after it was closed', async () => {
    const { client, items } = aDatabase();
    await client.close();

    const error = await items.findOne({}).catch((thrown: unknown) => thrown);

    expect(String(error)).to.contain('Client must be connected');
  });
});
