import { expect } from 'chai';
import { mergeCoverage, mergeEntries, mergeWindows } from '../../../../common/observer-merge';
import { createObserverIds } from '../../../../server/sinks/memory/observer-ids';
import { packObservers } from '../../../../server/sinks/memory/packed-observers';
import { sumObservers } from '../../../../server/sinks/memory/sum-observers';
import { aBatch } from '../../../support/a-batch';
import { aCoverage, aFullObserver, anObserver } from '../../../support/an-observer';
import { done } from '../../../support/done';
import { seeded } from '../../../support/seeded';
import { someObservers } from './some-observers';

const coverage = [aCoverage()];

describe('the sum of packed observers', () => {
  it('is what windows that follow each other are together, for 40 random runs of 0 to 7', () => {
    const random = seeded(11);
    for (let run = 0; run < 40; run++) {
      const ids = createObserverIds();
      const windows = Array.from({ length: run % 8 }, () => mergeEntries(someObservers(random)));
      const packed = windows.map((observers) =>
        done(packObservers(aBatch({ observers, coverage }), ids)),
      );

      const sum = done(sumObservers(packed, ids.names(), { histograms: true }));

      expect(sum.observers).to.have.deep.members(mergeWindows(windows));
      expect(sum.coverage).to.deep.equal(mergeCoverage(windows.flatMap(() => coverage)));
    }
  });

  it('does not know what one of the windows does not', () => {
    const ids = createObserverIds();
    const { useful: _, ...uncounted } = anObserver({ polls: 1 });
    const packed = [anObserver({ useful: 5 }), uncounted, anObserver({ useful: 5 })].map((entry) =>
      done(packObservers(aBatch({ observers: [entry] }), ids)),
    );

    const { observers } = done(sumObservers(packed, ids.names(), { histograms: true }));

    expect(observers).to.have.length(1);
    expect(observers[0]).to.include({ polls: 1 }).and.not.have.property('useful');
  });

  for (const windows of [1, 3]) {
    it(`has no histograms where none are wanted, of ${windows} windows`, () => {
      const ids = createObserverIds();
      const packed = Array.from({ length: windows }, () =>
        done(packObservers(aBatch({ observers: [aFullObserver(), anObserver()] }), ids)),
      );

      const { observers } = done(sumObservers(packed, ids.names(), { histograms: false }));

      expect(observers).to.have.length(2);
      expect(observers[0]).to.include({ polls: 11 * windows, handles: 5 });
      expect(observers[0]).not.to.have.any.keys('poll', 'lifetime', 'initialQuery');
    });
  }
});
