import { expect } from 'chai';
import { Binary, Decimal128, Long, ObjectId, Timestamp } from 'mongodb';
import { queryShape } from '../../common/query-shape';

function shapeOf(selector: unknown, options: unknown = {}): string {
  return queryShape({ collectionName: 'tasks', selector, options });
}

describe('queryShape', () => {
  it('keeps keys and operators, sort, fields and limit, and drops values', () => {
    const shape = shapeOf(
      { listId: 'inbox', done: { $ne: true } },
      { sort: { createdAt: -1 }, fields: { title: 1, done: 1 }, limit: 20, skip: 40 },
    );

    expect(shape).to.equal(
      '{listId: ?, done: {$ne: ?}} sort {createdAt: -1} fields {title: 1, done: 1} limit skip',
    );
  });

  it('is {} for all documents and none without a selector', () => {
    expect(shapeOf({})).to.equal('{}');
    expect(shapeOf(undefined)).to.equal('none');
    expect(shapeOf(null, { limit: 1 })).to.equal('none limit');
  });

  it('takes an id for a selector', () => {
    const ids = ['a', 7, 7n, new ObjectId(), { _id: 'a' }];

    for (const id of ids) expect(shapeOf(id)).to.equal('{_id: ?}');
  });

  it('shows lists of any length as one value', () => {
    const many = Array.from({ length: 5_000 }, (_, at) => `id-${at}`);

    expect(shapeOf({ _id: { $in: many } })).to.equal('{_id: {$in: ?}}');
    expect(shapeOf({ _id: { $in: [] } })).to.equal('{_id: {$in: ?}}');
  });

  it('shows the distinct branches of $or, $and and $nor once', () => {
    const shape = shapeOf({
      $or: [{ a: 1 }, { a: 2 }, { b: { $gt: 1 } }, { $and: [{ c: 1 }, { c: 2 }] }],
    });

    expect(shape).to.equal('{$or: [{a: ?}, {b: {$gt: ?}}, {$and: [{c: ?}]}]}');
  });

  it('shows eight distinct branches, and that there are more', () => {
    const branches = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ [`field${'abcdefghij'[at]}`]: 1 }));

    expect(shapeOf({ $or: branches(7) })).not.to.include('…');
    expect(shapeOf({ $or: branches(9) })).to.match(/\{fieldh: \?\}, …\]\}$/);
  });

  it('follows $elemMatch and $not, and operators in operators', () => {
    const shape = shapeOf({
      items: { $elemMatch: { price: { $gt: 5 }, sold: false } },
      scores: { $elemMatch: { $gte: 1, $lt: 2 } },
      title: { $not: { $regex: 'x' } },
      place: { $near: { $geometry: { type: 'Point', coordinates: [1, 2] }, $maxDistance: 5 } },
    });

    expect(shape).to.equal(
      '{items: {$elemMatch: {price: {$gt: ?}, sold: ?}}, scores: {$elemMatch: {$gte: ?, $lt: ?}}, ' +
        'title: {$not: {$regex: ?}}, place: {$near: {$geometry: ?, $maxDistance: ?}}}',
    );
  });

  it('shows every kind of value as ?', () => {
    class Point {
      x = 1;
    }
    const values = [
      ...['text', 1, 1n, true, null, undefined, Number.NaN, Symbol('s'), () => 1, /x/i],
      ...[new Date(0), new ObjectId(), Long.fromNumber(1), Decimal128.fromString('1.5')],
      ...[new Binary(Buffer.from('ab')), new Timestamp({ t: 1, i: 1 }), new Point()],
      ...[new Map([['a', 1]]), new Set([1]), Buffer.from('ab'), [1, [2]], { a: { b: 1 } }],
    ];

    for (const value of values) expect(shapeOf({ field: value })).to.equal('{field: ?}');
  });

  it('reads every way to write a sort', () => {
    const ways = [
      { a: 1, b: -1 },
      [
        ['a', 'asc'],
        ['b', 'desc'],
      ],
      ['a', ['b', 'desc']],
      new Map<string, unknown>([
        ['a', 1],
        ['b', -1],
      ]),
      { a: 'ascending', b: 'descending' },
    ];

    for (const sort of ways) expect(shapeOf({}, { sort })).to.equal('{} sort {a: 1, b: -1}');
    expect(shapeOf({}, { sort: 'a' })).to.equal('{} sort {a: 1}');
    expect(shapeOf({}, { sort: { score: { $meta: 'textScore' } } })).to.equal('{} sort {score: ?}');
    expect(shapeOf({}, { sort: () => 0 })).to.equal('{} sort ?');
    expect(shapeOf({}, { sort: {} })).to.equal('{}');
  });

  it('reads fields by either name, and hides what is neither in nor out', () => {
    expect(shapeOf({}, { projection: { a: true, b: false } })).to.equal('{} fields {a: 1, b: 0}');
    expect(shapeOf({}, { fields: { list: { $slice: 5 } } })).to.equal('{} fields {list: ?}');
    expect(shapeOf({}, { fields: {} })).to.equal('{}');
  });

  it('does not take a limit of 0 for one', () => {
    expect(shapeOf({}, { limit: 0, skip: 0 })).to.equal('{}');
  });

  it('masks names that look like data', () => {
    expect(shapeOf({ 'items.5f2c9a3b8d1e4f6a7b8c9d0e.qty': 1 })).to.equal('{items.*.qty: ?}');
    expect(shapeOf({ 'votes.17': 1, 'votes.18': 2 })).to.equal('{votes.*: ?}');
    expect(shapeOf({ 'a@example.com': 1 })).to.equal('{*: ?}');
    expect(shapeOf({}, { sort: { 'scores.12': 1 }, fields: { 'a.17': 1 } })).to.equal(
      '{} sort {scores.*: 1} fields {a.*: 1}',
    );
    expect(shapeOf({ a: { $kPsMcAD8q2: 1 } })).to.equal('{a: {$*: ?}}');
  });

  it('shows 16 keys, and that there are more', () => {
    const wide = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at]));

    expect(shapeOf(wide(16))).to.match(/k15: \?\}$/);
    expect(shapeOf(wide(17))).to.match(/k15: \?, …\}$/);
    expect(shapeOf(wide(10_000))).to.equal(shapeOf(wide(17)));
  });

  it('ends where it is deep', () => {
    let deep: object = { a: 1 };
    for (let at = 0; at < 60; at++) deep = { $and: [deep] };
    let negated: object = { $gt: 1 };
    for (let at = 0; at < 60; at++) negated = { $not: negated };

    expect(shapeOf(deep)).to.equal('{$and: [{$and: [{$and: [{$and: [{$and: [{$and: …}]}]}]}]}]}');
    expect(shapeOf({ a: negated })).to.equal('{a: {$not: {$not: {$not: {$not: {$not: …}}}}}}');
  });

  it('stays short, and shows sort and limit even where the selector is cut off', () => {
    const name = (at: number) => `aRatherLongNameOfAField_${'abcdefghijklmnop'[at]}`;
    const names = (value: unknown) =>
      Object.fromEntries(Array.from({ length: 16 }, (_, at) => [name(at), value]));

    const shape = shapeOf(names(1), { sort: names(-1), fields: names(1), limit: 5, skip: 1 });

    expect(shape).to.have.length.within(400, 460);
    expect(shape)
      .to.include('… sort {aRather')
      .and.to.match(/… limit skip$/);
  });

  it('runs no getter, toJSON or toString of the query', () => {
    const trap = () => {
      throw new Error('the app’s code ran');
    };
    const value = { toJSON: trap, toString: trap, valueOf: trap, [Symbol.toPrimitive]: trap };
    const selector = { a: { $gt: value }, b: value, toJSON: trap };
    Object.defineProperty(selector, 'c', { get: trap, enumerable: true });

    expect(shapeOf(selector)).to.equal('{a: {$gt: ?}, b: ?, toJSON: ?, c: ?}');
  });

  it('gets over cycles, prototypes that are missing and lists with holes', () => {
    const cycle: Record<string, unknown> = { a: 1 };
    cycle.$and = [cycle];
    const bare = Object.assign(Object.create(null), { a: { $gt: 1 } });
    const holes = new Array<unknown>(1_000_000);
    holes[3] = { a: 1 };

    expect(shapeOf(cycle)).to.match(/^\{a: \?, \$and: \[.*…/);
    expect(shapeOf(bare)).to.equal('{a: {$gt: ?}}');
    expect(shapeOf({ $or: holes })).to.equal('{$or: [?, {a: ?}, …]}');
    expect(shapeOf({ [Symbol('key')]: 1, a: 1 })).to.equal('{a: ?}');
  });

  it('is {?} for what cannot be read', () => {
    const hostile = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no');
        },
      },
    );
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();

    expect(shapeOf(hostile)).to.equal('{?}');
    expect(shapeOf({ a: revoked.proxy })).to.equal('{?}');
    expect(shapeOf([1])).to.equal('{?}');
    expect(shapeOf(() => 1)).to.equal('{?}');
    expect(queryShape(undefined as never)).to.equal('{?}');
    expect(queryShape(7 as never)).to.equal('none');
  });

  it('reads each description once', () => {
    let reads = 0;
    const description = {
      collectionName: 'tasks',
      get selector() {
        reads += 1;
        return { a: 1 };
      },
    };

    const shapes = [queryShape(description), queryShape(description)];

    expect(shapes).to.deep.equal(['{a: ?}', '{a: ?}']);
    expect(reads).to.equal(1);
  });
});
