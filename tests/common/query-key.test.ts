import { expect } from 'chai';
import { Binary, Decimal128, Long, ObjectId } from 'mongodb';
import { queryKey } from '../../common/query-key';

function keyOf(selector: unknown, options: unknown = {}): string {
  return queryKey({ collectionName: 'tasks', selector, options });
}

describe('queryKey', () => {
  it('is the same for the same query', () => {
    const id = new ObjectId().toHexString();
    const makers: Array<() => unknown> = [
      () => ({ listId: 'a', done: { $ne: true }, n: 1.5, big: 1n, none: null }),
      () => ({ at: new Date(5), title: /^a/i, _id: new ObjectId(id) }),
      () => ({ n: Long.fromString('123456789012'), d: Decimal128.fromString('1.25') }),
      () => ({ b: new Binary(Buffer.from('abc')), u: new Uint8Array([1, 2]) }),
      () => ({ _id: { $in: Array.from({ length: 5_000 }, (_, at) => `id-${at}`) } }),
      () => Object.assign(Object.create(null), { a: [1, [2, { b: 3 }]] }),
      () => 'id',
      () => undefined,
    ];

    for (const make of makers) expect(keyOf(make())).to.equal(keyOf(make()));
  });

  it('differs where the queries do', () => {
    const ids = (last: string) => [...Array.from({ length: 5_000 }, (_, at) => `id-${at}`), last];
    const selectors = [
      ...[{}, undefined, null, { a: 1 }, { a: '1' }, { a: 1n }, { a: [1] }, { a: { $eq: 1 } }],
      ...[{ a: true }, { a: 'true' }, { a: null }, { b: 1 }, { a: 1, b: 1 }, { b: 1, a: 1 }],
      ...[{ a: new Date(1) }, { a: new Date(2) }, { a: /1/ }, { a: /1/i }, { a: '/1/' }],
      ...[{ a: [1, 2] }, { a: [12] }, { a: ['1,2'] }, { a: [[1], 2] }, { a: [[1, 2]] }],
      ...[{ a: Long.fromNumber(1) }, { a: Long.fromNumber(2) }, { a: Decimal128.fromString('1') }],
      ...[{ a: new ObjectId() }, { a: new ObjectId() }, { a: new Binary(Buffer.from('1')) }],
      ...[{ a: new Uint8Array([1]) }, { a: new Uint8Array([2]) }, { a: new Uint8Array([1, 2]) }],
      ...[{ a: ids('x') }, { a: ids('y') }, { a: 'b"1:c' }, { 'a"1:b': 'c' }],
    ];

    const keys = new Set(selectors.map((selector) => keyOf(selector)));

    expect(keys.size).to.equal(selectors.length);
  });

  it('takes collection, options and their order in', () => {
    const keys = new Set([
      queryKey({ collectionName: 'tasks', selector: {}, options: {} }),
      queryKey({ collectionName: 'lists', selector: {}, options: {} }),
      keyOf({}, { limit: 1 }),
      keyOf({}, { limit: 2 }),
      keyOf({}, { skip: 1 }),
      keyOf({}, { sort: { a: 1, b: 1 } }),
      keyOf({}, { sort: { b: 1, a: 1 } }),
    ]);

    expect(keys.size).to.equal(7);
  });

  it('leaves out what is undefined, and functions among the options', () => {
    expect(keyOf({ a: 1, b: undefined })).to.equal(keyOf({ a: 1 }));
    expect(keyOf({}, { transform: () => 1, limit: undefined })).to.equal(keyOf({}));
  });

  it('tells functions in selectors and sorts apart', () => {
    const where = () => true;

    expect(keyOf({ $where: where })).to.equal(keyOf({ $where: where }));
    expect(keyOf({ $where: where })).not.to.equal(keyOf({ $where: () => true }));
    expect(keyOf({}, { sort: () => 0 })).not.to.equal(keyOf({}, { sort: () => 0 }));
  });

  it('tells objects of different classes apart', () => {
    class One {
      n = 1;
    }
    class Other {
      n = 1;
    }

    const keys = [new One(), new Other(), { n: 1 }].map((a) => keyOf({ a }));

    expect(new Set(keys).size).to.equal(3);
    expect(keyOf({ a: new One() })).to.equal(keys[0]);
  });

  it('is short, however long the query', () => {
    expect(keyOf({ _id: { $in: new Array<string>(5_000).fill('id') } })).to.have.length.below(40);
  });

  it('equals nothing else where values are computed or hidden', () => {
    class Hidden {
      #value = 1;
      get value() {
        return this.#value;
      }
    }
    const computed = () => Object.defineProperty({}, 'a', { get: () => 1, enumerable: true });

    expect(keyOf({ a: new Hidden() })).not.to.equal(keyOf({ a: new Hidden() }));
    expect(keyOf({ a: new Map([[1, 1]]) })).not.to.equal(keyOf({ a: new Map([[1, 1]]) }));
    expect(keyOf(computed())).not.to.equal(keyOf(computed()));
  });

  it('equals nothing else where it is too large or cannot be read', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    let wide: unknown = 1;
    for (let at = 0; at < 60; at++) wide = [wide, wide];
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const hostile = [
      ...[cycle, { a: wide }, { a: 10n ** 30n }, { a: revoked.proxy }],
      ...[{ a: 'x'.repeat(1_000_001) }, { a: new Array(50_001).fill(1) }],
    ];

    for (const selector of hostile) {
      const description = { collectionName: 'tasks', selector };
      expect(queryKey(description)).to.equal(queryKey(description));
      expect(keyOf(selector)).not.to.equal(keyOf(selector));
    }
  });

  it('compares up to a million characters and nearly 50,000 values', () => {
    expect(keyOf({ a: 'x'.repeat(999_000) })).to.equal(keyOf({ a: 'x'.repeat(999_000) }));
    expect(keyOf({ a: new Array(49_900).fill(1) })).to.equal(
      keyOf({ a: new Array(49_900).fill(1) }),
    );
  });

  it('runs no toJSON, toString or getter of the query', () => {
    const trap = () => {
      throw new Error('the app’s code ran');
    };
    const value = () => ({ toJSON: trap, toString: trap, valueOf: trap });
    const computed = Object.defineProperty({}, 'c', { get: trap, enumerable: true });

    expect(keyOf({ a: computed, b: value() })).to.match(/^"5:tasks/);
  });
});
