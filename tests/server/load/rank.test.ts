import { expect } from 'chai';
import { whatIf } from '../../../server/load/what-if';
import { aCoverage, anObserver, observerOf } from '../../support/an-observer';
import { aWindow, growthOf } from './a-window';
import { loadAtOnce, rankAtOnce } from './at-once';

describe('rank', () => {
  it('puts first what takes most CPU, with its share', () => {
    const observers = [
      observerOf('cheap', { cpuMs: 10 }),
      observerOf('guilty', { cpuMs: 600 }),
      observerOf('idle'),
    ];

    const ranked = rankAtOnce(loadAtOnce([aWindow({ observers, processCpuMs: 1_000 })]));

    expect(ranked.map(({ owner, share }) => [owner.name, share])).to.deep.equal([
      ['guilty', 0.6],
      ['cheap', 0.01],
      ['idle', 0],
    ]);
  });

  it('lets shares add up to 1 at most', () => {
    const observers = [observerOf('a', { cpuMs: 300 }), observerOf('b', { cpuMs: 100 })];

    const ranked = rankAtOnce(loadAtOnce([aWindow({ observers, processCpuMs: 200 })]));

    expect(ranked.map(({ share }) => share)).to.deep.equal([0.75, 0.25]);
  });

  it('says how much was for nothing, where something was done', () => {
    const observers = [
      observerOf('a', { evaluations: 200, useful: 10, cpuMs: 2 }),
      observerOf('b', { evaluations: 0, useful: 0, cpuMs: 1 }),
    ];

    const [a, b] = rankAtOnce(loadAtOnce([aWindow({ observers })]));

    expect(a?.waste).to.equal(0.95);
    expect(b).not.to.have.property('waste');
  });

  it('predicts from evaluations, mutations at present and live multiplexers', () => {
    const busy = anObserver({ evaluations: 100, cpuMs: 50, multiplexers: 4, handles: 4 });

    const [first] = rankAtOnce(
      loadAtOnce([aWindow({ observers: [busy], coverage: [aCoverage({ mutations: 200 })] })]),
    );

    expect(first?.predictedMsPerSecond).to.equal(0.5 * 20 * 4);
  });

  it('orders by prediction what took the same', () => {
    const figures = { cpuMs: 10, evaluations: 10 };
    const observers = [
      observerOf('few', { ...figures, multiplexers: 1 }),
      observerOf('unknown', { cpuMs: 10 }),
      observerOf('many', { ...figures, multiplexers: 5 }),
    ];

    const ranked = rankAtOnce(loadAtOnce([aWindow({ observers, coverage: [aCoverage()] })]));

    expect(ranked.map(({ owner }) => owner.name)).to.deep.equal(['many', 'few', 'unknown']);
  });

  it('expects of a poller what it took so far', () => {
    const poller = anObserver({ driver: 'polling', cpuMs: 50, polls: 5 });

    const [first] = rankAtOnce(loadAtOnce([aWindow({ observers: [poller] })]));

    expect(first?.predictedMsPerSecond).to.equal(5);
  });

  it('leaves out what it cannot know', () => {
    const { evaluations: _e, useful: _u, ...uncounted } = anObserver({ cpuMs: 5, multiplexers: 1 });

    const [first] = rankAtOnce(
      loadAtOnce([aWindow({ observers: [uncounted], coverage: [aCoverage()] })]),
    );

    expect(first).not.to.have.any.keys('share', 'waste', 'predictedMsPerSecond');
  });

  it('takes time in proportion to the observers', function () {
    this.timeout(20_000);
    const growth = growthOf(2_000, (size) => {
      const observers = Array.from({ length: size }, (_, at) =>
        anObserver({ shape: `{a${at}: ?}`, cpuMs: at % 97, handles: 1, evaluations: at }),
      );
      return rankAtOnce(
        loadAtOnce([aWindow({ observers, processCpuMs: 1_000, coverage: [aCoverage()] })]),
      );
    });

    expect(growth).to.be.below(70); // 10, sorting, and what garbage costs; 100 if each looked at each
  });
});

describe('whatIf', () => {
  const observers = [
    observerOf('a', { cpuMs: 200, multiplexers: 10, duplicates: 5 }),
    observerOf('a', { cpuMs: 100, multiplexers: 4, shape: '{}' }),
    observerOf('b', { cpuMs: 300 }),
  ];
  const load = loadAtOnce([aWindow({ observers, processCpuMs: 1_000 })]);

  it('says what is saved without an observer, and with its duplicates merged', () => {
    const { owner, collection, shape, driver } = observerOf('a');

    expect(whatIf(load, { owner, collection, shape, driver })).to.deep.equal({
      remove: { cpuMs: 200, share: 0.2 },
      mergeDuplicates: { cpuMs: 100, share: 0.1 },
    });
  });

  it('takes all that have the given properties', () => {
    const owner = { kind: 'publication', name: 'a' } as const;

    expect(whatIf(load, { owner }).remove.cpuMs).to.equal(300);
    expect(whatIf(load, { shape: '{listId: ?}' }).remove.cpuMs).to.equal(500);
    expect(whatIf(load, { collection: 'tasks', driver: 'oplog' }).remove.cpuMs).to.equal(600);
    expect(whatIf(load, { driver: 'polling' }).remove).to.deep.equal({ cpuMs: 0, share: 0 });
  });

  it('leaves the share out where the CPU time is not known', () => {
    const unknown = loadAtOnce([aWindow({ observers })]);

    expect(whatIf(unknown, { collection: 'tasks' }).remove).to.deep.equal({ cpuMs: 600 });
  });
});
