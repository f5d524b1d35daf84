import { expect } from 'chai';
import type { CoverageEntry, ObserverEntry } from '../../../../common/observer-entry';
import { mergeCoverage, mergeEntries, mergeWindows } from '../../../../common/observer-merge';
import { createObserverIds, type ObserverIds } from '../../../../server/sinks/memory/observer-ids';
import {
  foldObservers,
  joinObservers,
  type PackedObservers,
  packObservers,
  unpackObservers,
} from '../../../../server/sinks/memory/packed-observers';
import { aBatch } from '../../../support/a-batch';
import { aCoverage, aFullObserver, anObserver, observerOf } from '../../../support/an-observer';
import { done } from '../../../support/done';
import { seeded } from '../../../support/seeded';
import { someObservers } from './some-observers';

interface Entries {
  readonly observers?: readonly ObserverEntry[];
  readonly coverage?: readonly CoverageEntry[];
}

const pack = (entries: Entries, ids: ObserverIds) => done(packObservers(aBatch(entries), ids));
const unpack = (packed: PackedObservers, ids: ObserverIds) =>
  done(unpackObservers(packed, ids.names()));

describe('packed observers', () => {
  it('give back every field as it was', () => {
    const ids = createObserverIds();
    const observers = [aFullObserver(), anObserver()];

    const unpacked = unpack(pack({ observers, coverage: [aCoverage()] }, ids), ids);

    expect(unpacked).to.deep.equal({ observers, coverage: [aCoverage()] });
  });

  for (const value of [0, 1, 128, 2 ** 53 - 1, 2 ** 53, -1, 0.1, 1e300]) {
    it(`give back ${value}`, () => {
      const ids = createObserverIds();
      const observers = [anObserver({ handles: value, fetches: value, evaluations: value })];

      const unpacked = unpack(pack({ observers }, ids), ids);

      expect(unpacked.observers).to.deep.equal(observers);
    });
  }

  it('leave absent what was absent', () => {
    const ids = createObserverIds();
    const { evaluations: _, useful: __, ...uncounted } = anObserver();

    expect(unpack(pack({ observers: [uncounted] }, ids), ids).observers).to.deep.equal([uncounted]);
  });

  it('add up entries that came twice in one batch', () => {
    const ids = createObserverIds();
    const twice = [1, 2].map((handles) => anObserver({ handles, created: 5 }));

    const { observers } = unpack(pack({ observers: twice }, ids), ids);

    expect(observers).to.deep.equal([anObserver({ handles: 3, created: 10 })]);
  });

  it('take no bytes when nothing was observed', () => {
    expect(pack({}, createObserverIds()).bytes.length).to.equal(0);
  });

  it('take some twenty bytes for an entry of which little is to tell', () => {
    const ids = createObserverIds();
    const observers = Array.from({ length: 100 }, (_, at) =>
      observerOf(`p${at}`, { handles: 3, multiplexers: 1, evaluations: 900, oldestMs: 60_000 }),
    );

    expect(pack({ observers }, ids).bytes.length / 100).to.be.lessThan(25);
  });

  it('join as windows that follow each other do, for 60 random pairs', () => {
    const random = seeded(7);
    const ids = createObserverIds();
    for (let pair = 0; pair < 60; pair++) {
      const [before, after] = [
        mergeEntries(someObservers(random)),
        mergeEntries(someObservers(random)),
      ];
      const coverage = [aCoverage({ expected: pair })];
      const earlier = pack({ observers: before, coverage }, ids);
      const later = pack({ observers: after, coverage }, ids);

      const joined = unpack(done(joinObservers(earlier, later)), ids);

      expect(joined.observers).to.have.deep.members(mergeWindows([before, after]));
      expect(joined.coverage).to.deep.equal(mergeCoverage([...coverage, ...coverage]));
    }
  });

  it('fold all but the kept into one entry of the same sums', () => {
    const ids = createObserverIds();
    const observers = mergeEntries(someObservers(seeded(8), 200));
    const [kept] = observers as [ObserverEntry];
    const packed = pack({ observers, coverage: [aCoverage()] }, ids);

    const folded = done(foldObservers(packed, (id) => id === ids.idOf(kept, 0), 0, ids));

    const unpacked = unpack(folded, ids);
    const [, rest] = unpacked.observers;
    const [, ...others] = observers;
    const named = { owner: kept.owner, shape: kept.shape };
    const [sum] = mergeEntries(others.map((entry) => ({ ...entry, ...named })));
    const other = { owner: { kind: 'publication', name: '_OTHER' }, shape: '_OTHER' };
    expect(unpacked.observers[0]).to.deep.equal(kept);
    expect(rest).to.deep.equal({ ...sum, ...other });
    expect(unpacked.coverage).to.deep.equal([aCoverage()]);
    expect(folded.count).to.equal(2);
  });

  it('fold by kind of owner, collection and driver, and again without loss', () => {
    const ids = createObserverIds();
    const observers = [
      anObserver({ handles: 1 }),
      anObserver({ handles: 2, shape: '{_id: ?}', driverReason: 'x' }),
      anObserver({ handles: 4, collection: 'lists' }),
      anObserver({ handles: 8, driver: 'polling' }),
      anObserver({ handles: 16, owner: { kind: 'none', name: '' } }),
    ];
    const nobody = () => false;

    const once = done(foldObservers(pack({ observers }, ids), nobody, 0, ids));
    const twice = done(foldObservers(once, nobody, 0, ids));

    const handles = unpack(once, ids).observers.map((entry) => entry.handles);
    expect(handles).to.deep.equal([3, 4, 8, 16]);
    expect(unpack(twice, ids)).to.deep.equal(unpack(once, ids));
  });
});
