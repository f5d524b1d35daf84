import { expect } from 'chai';
import { aCoverage, anObserver } from '../../support/an-observer';
import { aWindow, windowsOf } from './a-window';
import { loadAtOnce } from './at-once';

describe('loadOf', () => {
  it('adds up the windows of one process, in whatever order they come', () => {
    const windows = windowsOf([
      { processCpuMs: 100, observers: [anObserver({ cpuMs: 10, handles: 5 })] },
      { processCpuMs: 300, observers: [anObserver({ cpuMs: 20, handles: 3 })], sessions: 4 },
    ]);

    const load = loadAtOnce([...windows].reverse());

    expect(load.observers).to.deep.equal([anObserver({ cpuMs: 30, handles: 3 })]);
    expect(load).to.include({ processCpuMs: 400, observerCpuMs: 30, processMs: 20_000 });
    expect(load).to.include({ wallMs: 20_000, sessions: 4 });
  });

  it('adds up what several processes hold', () => {
    const load = loadAtOnce([
      aWindow({ instance: 'a', observers: [anObserver({ handles: 5 })], sessions: 2 }),
      aWindow({ instance: 'b', observers: [anObserver({ handles: 7 })], sessions: 3 }),
    ]);

    expect(load.observers).to.deep.equal([anObserver({ handles: 12 })]);
    expect(load).to.include({ sessions: 5, processMs: 20_000, wallMs: 10_000 });
  });

  it('forgets what a process held that no longer reports, not what it did', () => {
    const old = [0, 1].map((at) =>
      aWindow({ instance: 'old', observers: [anObserver({ handles: 9, cpuMs: 1 })] }, at),
    );
    const at = (last: number) => [...old, aWindow({ instance: 'new', observers: [] }, last)];

    expect(loadAtOnce(at(3)).observers).to.deep.equal([anObserver({ handles: 9, cpuMs: 2 })]);
    expect(loadAtOnce(at(4)).observers).to.deep.equal([anObserver({ handles: 0, cpuMs: 2 })]);
  });

  it('takes windows that do not tell CPU time to be like the others', () => {
    const windows = windowsOf([{ processCpuMs: 100 }, { processCpuMs: 300 }, {}, {}]);

    expect(loadAtOnce(windows).processCpuMs).to.equal(800);
  });

  it('does not know the CPU time when less than half is told', () => {
    const windows = windowsOf([{ processCpuMs: 100 }, {}, {}]);

    expect(loadAtOnce(windows)).not.to.have.property('processCpuMs');
  });

  it('does not know the sessions when one process does not tell', () => {
    const windows = [aWindow({ instance: 'a', sessions: 2 }), aWindow({ instance: 'b' })];

    expect(loadAtOnce(windows)).not.to.have.property('sessions');
  });

  it('takes the mutation rate of the last half minute', () => {
    const coverage = (mutations: number) => [aCoverage({ mutations })];
    const windows = windowsOf([
      { coverage: coverage(9_999) },
      { coverage: coverage(100) },
      { coverage: coverage(200) },
      { coverage: coverage(300) },
    ]);

    expect([...loadAtOnce(windows).mutationsPerSecond]).to.deep.equal([['tasks', 20]]);
  });

  it('takes the mutation rate of the last window, however wide', () => {
    const wide = aWindow({ from: 0, to: 60_000, coverage: [aCoverage({ mutations: 600 })] });

    expect([...loadAtOnce([wide]).mutationsPerSecond]).to.deep.equal([['tasks', 10]]);
  });

  it('counts a mutation once that several streams and processes were told of', () => {
    const coverage = [
      aCoverage({ mutations: 50 }),
      aCoverage({ driver: 'changeStream', mutations: 60 }),
    ];
    const mutations = { tasks: 40, lists: 10 };
    const windows = ['a', 'b'].map((instance) => aWindow({ instance, coverage, mutations }));

    expect([...loadAtOnce(windows).mutationsPerSecond]).to.have.deep.members([
      ['tasks', 6],
      ['lists', 2],
    ]);
  });

  it('is empty without windows', () => {
    expect(loadAtOnce([])).to.deep.equal({
      observers: [],
      observerCpuMs: 0,
      coverage: [],
      processMs: 0,
      wallMs: 0,
      mutationsPerSecond: new Map(),
      live: [],
    });
  });
});
