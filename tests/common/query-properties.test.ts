import { expect } from 'chai';
import fc from 'fast-check';
import { Binary, Decimal128, Long, ObjectId } from 'mongodb';
import { queryKey } from '../../common/query-key';
import { queryShape } from '../../common/query-shape';

const mark = 'sEcReT';
const shapeLimit = 460;

const names = fc.constantFrom('a', 'listId', 'done', 'profile.name', 'items.0.qty', '_id', 'tags');
const operators = fc.constantFrom(
  ...['$gt', '$in', '$ne', '$not', '$elemMatch', '$or', '$and', '$nor', '$where', '$regex', '$all'],
);

/** Values as an app may put into a query, every one of them recognisable. */
const values = fc.oneof(
  fc.string().map((text) => `${mark}${text}`),
  fc.constantFrom<unknown>(
    ...[987654321, -987654321.5, 987654321n, Number.NaN, null, undefined, true, Symbol(mark)],
    ...[new RegExp(mark), new Date(987654321), () => mark, new Map([[mark, mark]])],
    ...[Buffer.from(mark), new Binary(Buffer.from(mark)), new ObjectId('5ec7e75ec7e75ec7e75ec7e7')],
    ...[Long.fromString('987654321'), Decimal128.fromString('987654321'), new URL(`x://${mark}`)],
  ),
);

const { query } = fc.letrec<{ query: unknown; object: unknown }>((tie) => ({
  query: fc.oneof(
    { maxDepth: 8, withCrossShrink: true },
    values,
    tie('object'),
    fc.array(tie('query'), { maxLength: 12 }),
  ),
  object: fc
    .tuple(
      fc.boolean(),
      fc.array(fc.tuple(fc.oneof(names, operators), tie('query')), { maxLength: 12 }),
    )
    .map(([bare, entries]) =>
      Object.assign(bare ? Object.create(null) : {}, Object.fromEntries(entries)),
    ),
}));

const options = fc.record(
  {
    sort: fc.oneof(
      fc.dictionary(names, query),
      fc.array(fc.tuple(names, query)),
      fc.constant(() => mark),
    ),
    fields: fc.dictionary(names, query),
    limit: query,
    skip: query,
    transform: query,
  },
  { requiredKeys: [] },
);

const anything = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  withBoxedValues: true,
  maxDepth: 6,
});

describe('a query’s shape and key, of generated queries', () => {
  it('hold no value of the query in the shape, and are bounded', () => {
    fc.assert(
      fc.property(query, options, (selector, given) => {
        const shape = queryShape({ collectionName: 'tasks', selector, options: given });

        expect(shape).not.to.include(mark);
        expect(shape).not.to.match(/98765|5ec7e7|true|NaN/);
        expect(shape.length).to.be.at.most(shapeLimit);
      }),
      { numRuns: 300 },
    );
  });

  it('never throw, whatever the query is', () => {
    fc.assert(
      fc.property(anything, anything, (selector, given) => {
        const description = { collectionName: 'tasks', selector, options: given };

        expect(queryShape(description)).to.be.a('string').of.length.within(2, shapeLimit);
        expect(queryKey(description)).to.be.a('string').of.length.within(1, 200);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never throw where getters and the traps of proxies do', () => {
    const traps = fc.subarray(['get', 'has', 'ownKeys', 'getPrototypeOf'], { minLength: 1 });
    fc.assert(
      fc.property(query, traps, (value, failing) => {
        const fail = () => {
          throw new Error(mark);
        };
        const target = typeof value === 'object' && value !== null ? value : { value };
        const proxy = new Proxy(target, Object.fromEntries(failing.map((trap) => [trap, fail])));
        const getter = Object.defineProperty({}, 'a', { get: fail, enumerable: true });

        for (const selector of [proxy, { a: proxy }, { $or: [proxy, getter] }, getter]) {
          expect(queryShape({ collectionName: 'tasks', selector })).not.to.include(mark);
          expect(queryKey({ collectionName: 'tasks', selector })).to.be.a('string');
        }
      }),
    );
  });

  it('are the same for queries that differ in values alone, and of one length each', () => {
    const withText = (text: string) => ({
      a: text,
      b: { $in: [text], $gt: text },
      $or: [{ c: text }],
    });
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const [a, b] = [one, other].map((text) => ({
          collectionName: 'x',
          selector: withText(text),
        }));

        expect(queryShape(a as never)).to.equal(queryShape(b as never));
        expect(queryKey(a as never) === queryKey(b as never)).to.equal(one === other);
      }),
    );
  });

  it('have a key that tells plain queries apart as JSON does', () => {
    const plain = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        const [a, b] = [one, other].map((selector) =>
          queryKey({ collectionName: 'x', selector: { a: selector } }),
        );

        expect(a === b).to.equal(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2_000 },
    );
  });

  it('take little time for what is huge', () => {
    const list = Array.from({ length: 5_000 }, (_, at) => `id-${at}`);
    const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, list]));
    const branches = Array.from({ length: 100_000 }, () => wide);
    const huge = [
      { a: { $in: list } },
      wide,
      { $or: branches },
      { $and: [{ $or: branches }, wide] },
    ];

    const startedAt = performance.now();
    for (const selector of huge) {
      queryShape({ collectionName: 'x', selector });
      queryKey({ collectionName: 'x', selector });
    }

    expect(performance.now() - startedAt).to.be.below(1_000);
  });
});
