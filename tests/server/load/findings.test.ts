import { expect } from 'chai';
import type { ObserverEntry } from '../../../common/observer-entry';
import { findings } from '../../../server/load/findings';
import { loadOf } from '../../../server/load/load';
import { aCoverage, anObserver, observerOf } from '../../support/an-observer';
import { aWindow, growthOf } from './a-window';
import { findingsAtOnce, loadAtOnce } from './at-once';

function all(observers: readonly ObserverEntry[], coverage = [aCoverage()]) {
  const held = observers.map((entry) => ({ ...entry, cpuMs: 0, stopped: 0 }));
  return findingsAtOnce(
    loadAtOnce([
      aWindow({ observers: held, processCpuMs: 0 }),
      aWindow({ observers, coverage, processCpuMs: 10_000, sessions: 10 }, 1),
    ]),
  );
}

describe('findings', () => {
  it('are none for an app that is well', () => {
    const busy = anObserver({
      handles: 200,
      multiplexers: 20,
      created: 300,
      reused: 900,
      stopped: 1_000,
      evaluations: 50_000,
      useful: 10_000,
      cpuMs: 900,
    });

    expect(all([busy])).to.deep.equal([]);
    expect(findingsAtOnce(loadAtOnce([]))).to.deep.equal([]);
  });

  it('come the most severe first, and of one kind what weighs most', () => {
    const observers = [
      observerOf('poller', { driver: 'polling', driverReason: 'ORDERED', handles: 1 }),
      observerOf('orphan', { handles: 3, orphans: 3 }),
      observerOf('second', { cpuMs: 2_000, evaluations: 100 }),
      observerOf('third', { cpuMs: 2_500, evaluations: 100 }),
      observerOf('first', { cpuMs: 5_000, evaluations: 100 }),
    ];

    const found = all(observers, [aCoverage({ expected: 100, evaluations: 0 })]);

    expect(
      found.map(({ kind, severity, subject }) => [severity, kind, subject.owner?.name]),
    ).to.deep.equal([
      ['critical', 'guilty', 'first'],
      ['warning', 'guilty', 'third'],
      ['warning', 'guilty', 'second'],
      ['warning', 'orphans', 'orphan'],
      ['warning', 'incomplete', undefined],
      ['info', 'polling', 'poller'],
    ]);
  });

  it('are ten of a kind at most, the heaviest', () => {
    const observers = Array.from({ length: 30 }, (_, at) =>
      observerOf(`publication.${at}`, { handles: 100, multiplexers: 50, duplicates: 10 + at }),
    );

    const found = all(observers);

    expect(found.map(({ evidence }) => evidence.duplicates)).to.deep.equal([
      ...[39, 38, 37, 36, 35, 34, 33, 32, 31, 30],
    ]);
  });

  it('have one sentence, with a name and numbers, and an anchor', () => {
    const found = all([
      observerOf('a', { cpuMs: 4_000, evaluations: 900, handles: 60, orphans: 9 }),
      observerOf('b', { driver: 'polling', handles: 1, cpuMs: 600 }),
    ]);

    expect(found.length).to.be.above(3);
    for (const { kind, sentence, anchor } of found) {
      expect(sentence).to.match(/^[A-Z\d][^\n]*\d[^\n]*\.$/);
      expect(anchor).to.equal(`docs/findings.md#${kind}`);
    }
  });

  it('can be sent as JSON', () => {
    const found = all([
      observerOf('a', { cpuMs: 4_000, evaluations: 900, handles: 60, orphans: 9 }),
    ]);

    expect(JSON.parse(JSON.stringify(found))).to.deep.equal(found);
  });

  it('can be left off after each observer, for the event loop to have its turn', () => {
    const observers = Array.from({ length: 200 }, (_, at) =>
      anObserver({ shape: `{a${at}: ?}`, cpuMs: 1, handles: 9, orphans: 3 }),
    );
    const windows = [0, 1, 2].map((at) => aWindow({ observers, sessions: 1 }, at));

    expect([...loadOf(windows)]).to.have.length(600);
    expect([...findings(loadAtOnce(windows))]).to.have.length.above(1_200);
  });

  it('take time in proportion to the observers', function () {
    this.timeout(20_000);
    const growth = growthOf(500, (size) => {
      const observers = Array.from({ length: size }, (_, at) =>
        anObserver({ shape: `{a${at}: ?}`, cpuMs: 1, handles: 9, orphans: 3, duplicates: 3 }),
      );
      return findingsAtOnce(
        loadAtOnce([0, 1, 2].map((at) => aWindow({ observers, sessions: 1 }, at))),
      );
    });

    expect(growth).to.be.below(70); // 10, sorting, and what garbage costs; 100 if each looked at each
  });
});
