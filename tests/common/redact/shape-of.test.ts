import { expect } from 'chai';
import { shapeOf } from '../../../common/redact/shape-of';

const shape = (value: unknown) => shapeOf([value])[0];

describe('shapeOf', () => {
  it('gives types, keys and lengths, and no value', () => {
    const args = ['abc', 4, true, null, undefined, { title: 'x', tags: ['ab', 'c'], n: 2 }];

    expect(shapeOf(args)).to.deep.equal([
      'string(3)',
      'number',
      'boolean',
      'null',
      'undefined',
      '{title: string(1), tags: [2] string(2), n: number}',
    ]);
  });

  it('names what is built in', () => {
    class ObjectId {
      readonly _bsontype = 'ObjectId';
    }
    const values = [new Date(), /x/, new Map(), new Uint8Array(9), 1n, () => 1, new ObjectId()];

    expect(values.map(shape)).to.deep.equal([
      'Date',
      'RegExp',
      'Map',
      'bytes(9)',
      'bigint',
      'function',
      'id',
    ]);
  });

  it('hides keys that look like data', () => {
    expect(shape({ 'bob@example.com': 1, hTqYw3kLmNpQrStUv: 2 })).to.equal(
      '{*: number, *: number}',
    );
  });

  it('does not even give the length of what has a secret’s name', () => {
    expect(shape({ password: 'abc', token: { a: 1 }, cookies: [1] })).to.equal(
      '{password: string, token: object, cookies: object}',
    );
  });

  it('runs no getter', () => {
    const value = {
      get trap(): never {
        throw new Error('ran');
      },
    };

    expect(shape(value)).to.equal('{trap: get}');
  });

  it('is harmless for objects that resist', () => {
    const throwing = new Proxy(
      {},
      {
        ownKeys() {
          throw new Error('no');
        },
        has: () => false,
      },
    );
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;

    expect(shape(throwing)).to.equal('unreadable');
    expect(shape(revoked.proxy)).to.equal('unreadable');
    expect(shape(cyclic)).to.equal('{self: {self: {self: {…}}}}');
    expect(shape(Object.create(null))).to.equal('{}');
    expect(shapeOf(revoked.proxy as never)).to.deep.equal(['unreadable']);
  });

  it('shows 8 arguments, 12 keys and 3 levels', () => {
    const keys = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${'abcdefghijklm'[at]}`, 1]));

    expect(shapeOf(Array(8).fill(1))).to.have.length(8);
    expect(shapeOf(Array(10).fill(1))[8]).to.equal('… 2 more');
    expect(shape(keys(12))).not.to.include('…');
    expect(shape(keys(13))).to.match(/kl: number, …}$/);
    expect(shape({ a: { b: { c: 1 } } })).to.equal('{a: {b: {c: number}}}');
    expect(shape({ a: { b: { c: { d: 1 } } } })).to.equal('{a: {b: {c: {…}}}}');
  });

  it('takes 300 characters for each', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [
        `${'name '.trim().repeat(6)}${'abcdefghijkl'[at]}`,
        1,
      ]),
    );

    expect(shape(wide)).to.have.length(300).and.match(/…$/);
  });
});
