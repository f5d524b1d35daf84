import { expect } from 'chai';
import fc from 'fast-check';
import { mergeStates } from '../../common/histogram';
import type { ObserverEntry } from '../../common/observer-entry';
import {
  mergeCoverage,
  mergeEntries,
  mergeWindows,
  observerKey,
} from '../../common/observer-merge';
import { aCoverage, aFullObserver, anObserver } from '../support/an-observer';

describe('observerKey', () => {
  it('is the same for what may be merged, whatever was counted', () => {
    expect(observerKey(anObserver({ handles: 1 }))).to.equal(observerKey(anObserver()));
  });

  it('tells owners, collections, shapes and drivers apart', () => {
    const keys = [
      anObserver(),
      anObserver({ owner: { kind: 'method', name: 'tasks' } }),
      anObserver({ owner: { kind: 'publication', name: 'lists' } }),
      anObserver({ collection: 'lists' }),
      anObserver({ shape: '{}' }),
      anObserver({ driver: 'polling' }),
    ].map(observerKey);

    expect(new Set(keys).size).to.equal(keys.length);
  });
});

describe('mergeEntries', () => {
  it('adds up every count and gauge, takes the highest age and merges histograms', () => {
    const one = aFullObserver({ oldestMs: 5 });
    const other = aFullObserver({ oldestMs: 7 });

    const [merged, ...rest] = mergeEntries([one, other]);

    expect(rest).to.deep.equal([]);
    expect(merged).to.deep.equal({ ...doubled(one), oldestMs: 7 });
  });

  it('keeps entries of different keys apart, in the order in which they came', () => {
    const entries = ['b', 'a', 'b', 'c'].map((collection) =>
      anObserver({ collection, handles: 1 }),
    );

    const merged = mergeEntries(entries);

    expect(merged.map(({ collection, handles }) => [collection, handles])).to.deep.equal([
      ['b', 2],
      ['a', 1],
      ['c', 1],
    ]);
  });

  it('does not take unknown evaluations for none', () => {
    const { evaluations: _e, useful: _u, ...uncounted } = anObserver();
    const counted = anObserver({ evaluations: 3, useful: 1 });

    const orders = [
      [counted, uncounted],
      [uncounted, counted],
      [counted, uncounted, counted],
    ].map((entries) => mergeEntries(entries)[0]);

    for (const merged of orders) {
      expect(merged).not.to.have.any.keys('evaluations', 'useful');
    }
  });

  it('keeps a histogram that only one of them has, and the first reason that is known', () => {
    const full = aFullObserver({ driverReason: 'LIMIT_NO_SORT' });
    const { owner, collection, shape, driver } = full;
    const bare = anObserver({ owner, collection, shape, driver });

    const [merged] = mergeEntries([bare, full, { ...bare, driverReason: 'NO_ENV' }]);

    expect(merged?.poll).to.deep.equal(full.poll);
    expect(merged?.driverReason).to.equal('LIMIT_NO_SORT');
  });

  it('lets histograms go when it is to be coarse', () => {
    const merged = mergeEntries([aFullObserver(), aFullObserver()], { coarse: true });

    expect(merged[0]).not.to.have.any.keys('initialQuery', 'lifetime', 'poll');
    expect(merged[0]?.handles).to.equal(10);
  });

  it('changes none of the entries it was given', () => {
    const entries = [aFullObserver(), aFullObserver()];
    const before = structuredClone(entries);

    mergeEntries(entries);
    mergeWindows([entries, entries]);

    expect(entries).to.deep.equal(before);
  });

  it('does not depend on order or grouping', () => {
    const entry = fc
      .record({
        collection: fc.constantFrom('a', 'b'),
        handles: fc.nat(9),
        evaluations: fc.nat(9),
        oldestMs: fc.nat(9),
      })
      .map((fields) => anObserver(fields));
    fc.assert(
      fc.property(fc.array(entry), fc.nat(20), (entries, at) => {
        const [left, right] = [entries.slice(0, at), entries.slice(at)];

        const grouped = mergeEntries([...mergeEntries(left), ...mergeEntries(right)]);

        expect(grouped).to.deep.equal(mergeEntries(entries));
        expect(mergeEntries([...entries].reverse())).to.have.deep.members(grouped);
      }),
    );
  });
});

describe('mergeWindows', () => {
  it('adds up counts, and takes gauges from the last window', () => {
    const [merged] = mergeWindows([
      [anObserver({ created: 1, handles: 9, multiplexers: 9, orphans: 9, oldestMs: 9 })],
      [anObserver({ created: 2, handles: 3, multiplexers: 2, duplicates: 1, oldestMs: 4 })],
    ]);

    expect(merged).to.deep.equal(
      anObserver({ created: 3, handles: 3, multiplexers: 2, duplicates: 1, oldestMs: 4 }),
    );
  });

  it('knows that an entry the last window does not have holds nothing', () => {
    const merged = mergeWindows([
      [anObserver({ handles: 9, duplicates: 2, evaluations: 5 })],
      [anObserver({ collection: 'lists' })],
    ]);

    expect(merged).to.deep.equal([
      anObserver({ evaluations: 5 }),
      anObserver({ collection: 'lists' }),
    ]);
  });

  it('is nothing of nothing', () => {
    expect(mergeWindows([])).to.deep.equal([]);
    expect(mergeWindows([[], []])).to.deep.equal([]);
  });
});

describe('mergeCoverage', () => {
  it('adds up by collection and driver', () => {
    const entries = [
      aCoverage({ mutations: 1, expected: 2, evaluations: 2 }),
      aCoverage({ driver: 'changeStream', mutations: 5, expected: 5, evaluations: 5 }),
      aCoverage({ mutations: 10, expected: 20, evaluations: 19 }),
    ];

    const merged = mergeCoverage(entries);

    expect(merged).to.deep.equal([
      aCoverage({ mutations: 11, expected: 22, evaluations: 21 }),
      aCoverage({ driver: 'changeStream', mutations: 5, expected: 5, evaluations: 5 }),
    ]);
  });
});

/** Every number twice, histograms merged with themselves; written apart from the code it checks. */
function doubled(entry: Required<ObserverEntry>): ObserverEntry {
  const { initialQuery, lifetime, poll, ...rest } = entry;
  const numbers = Object.entries(rest).map(([name, value]) => {
    return [name, typeof value === 'number' ? value * 2 : value] as const;
  });
  return {
    ...(Object.fromEntries(numbers) as unknown as ObserverEntry),
    initialQuery: mergeStates(initialQuery, initialQuery),
    lifetime: mergeStates(lifetime, lifetime),
    poll: mergeStates(poll, poll),
  };
}
