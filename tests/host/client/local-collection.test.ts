import { expect } from 'chai';
import fc from 'fast-check';
import { createEjson } from '../meteor/ejson';
import { createDiffSequence } from '../mongo/local/diff-sequence';
import { createLocalCollection } from './local-collection';
import { createTracker } from './tracker';

type Document = Record<string, unknown>;

describe('a collection of a client', () => {
  function aCollection() {
    const EJSON = createEjson();
    const Tracker = createTracker({ soon: () => {}, debug: () => {} });
    const DiffSequence = createDiffSequence(EJSON);
    return { Tracker, items: createLocalCollection('items', { EJSON, Tracker, DiffSequence }) };
  }

  it('finds what matches, in the order that was asked for', () => {
    const { items } = aCollection();
    for (const n of [3, 1, 2]) items.insert({ _id: `i${n}`, n, odd: n % 2 === 1 });

    const found = items.find({ odd: true }, { sort: { n: 1 }, fields: { n: 1 } }).fetch();

    expect(found).to.deep.equal([
      { _id: 'i1', n: 1 },
      { _id: 'i3', n: 3 },
    ]);
  });

  it('gives copies, which nobody can change the documents by', () => {
    const { items } = aCollection();
    items.insert({ _id: 'a', tags: ['x'] });

    (items.findOne('a') as { tags: string[] }).tags.push('y');

    expect(items.findOne('a')).to.deep.equal({ _id: 'a', tags: ['x'] });
  });

  it('runs a computation again only when what it read has changed', () => {
    const { items, Tracker } = aCollection();
    let runs = 0;
    Tracker.autorun(() => {
      items.find({ list: 'a' }).fetch();
      runs += 1;
    });

    items.insert({ _id: '1', list: 'b' });
    Tracker.flush();
    const before = runs;
    items.insert({ _id: '2', list: 'a' });
    Tracker.flush();

    expect([before, runs]).to.deep.equal([1, 2]);
  });

  it('gives the originals of what was written since they were asked for', () => {
    const { items } = aCollection();
    items.insert({ _id: 'a', n: 1 });

    items.saveOriginals();
    items.update('a', { $set: { n: 2 } });
    items.insert({ _id: 'b', n: 3 });
    const originals = items.retrieveOriginals();

    expect(originals?.get('a')).to.deep.equal({ _id: 'a', n: 1 });
    expect([originals?.has('b'), originals?.get('b')]).to.deep.equal([true, undefined]);
  });

  it('tells observers what leads from one result to the next, whatever is done', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const step = fc.record({ id, n: fc.integer({ min: 0, max: 3 }), drop: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const { items } = aCollection();
        const seen = new Map<unknown, Document>();
        items.find({ n: { $gt: 0 } }).observeChanges({
          added: (_id, fields) => seen.set(_id, { ...fields, _id }),
          changed: (_id, fields) => seen.set(_id, { ...seen.get(_id), ...fields }),
          removed: (_id) => seen.delete(_id),
        });

        for (const { id: _id, n, drop } of steps) {
          if (drop) items.remove(_id);
          else if (items.update(_id, { $set: { n } }) === 0) items.insert({ _id, n });
        }

        const sorted = [...seen.values()].sort((a, b) =>
          String(a._id).localeCompare(String(b._id)),
        );
        expect(sorted).to.deep.equal(items.find({ n: { $gt: 0 } }, { sort: { _id: 1 } }).fetch());
      }),
    );
  });
});
