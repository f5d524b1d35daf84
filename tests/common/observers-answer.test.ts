import { expect } from 'chai';
import { createObserversAnswer, type StoredObservers } from '../../common/observers-answer';
import { aResource } from '../support/a-batch';
import { aCoverage, aFullObserver, observerOf } from '../support/an-observer';

const query = { from: 0, to: 60_000, stepMs: undefined, resource: [], histograms: true };

/** A window of ten seconds. */
function aWindow(second: number, fields: Partial<StoredObservers> = {}): StoredObservers {
  const [from, to] = [second * 1_000, (second + 10) * 1_000];
  const stored = { resource: aResource(), observers: [], coverage: [] };
  return { ...stored, from, to, at: from + 5_000, ...fields };
}

describe('an answer about observers', () => {
  it('joins many windows of a step: counts of all, gauges of the last', () => {
    const answer = createObserversAnswer(query, 30_000);
    for (const second of [0, 10, 20, 30, 40]) {
      const observers = [observerOf('a', { created: 1, handles: second })];
      answer.window(aWindow(second, { observers, coverage: [aCoverage()] }));
    }

    const { windows } = answer.finish();

    expect(windows.map(({ at, from, to }) => [at, from, to])).to.deep.equal([
      [0, 0, 30_000],
      [30_000, 30_000, 50_000],
    ]);
    expect(windows[0]?.observers).to.deep.equal([observerOf('a', { created: 3, handles: 20 })]);
    expect(windows[1]?.observers).to.deep.equal([observerOf('a', { created: 2, handles: 40 })]);
    expect(windows[0]?.coverage[0]).to.include({ mutations: 30, expected: 90 });
  });

  it('lets histograms go where they are not wanted', () => {
    const answer = createObserversAnswer({ ...query, histograms: false }, 60_000);
    answer.window(aWindow(0, { observers: [aFullObserver()] }));

    const [entry] = answer.finish().windows[0]?.observers ?? [];

    expect(entry).to.include({ polls: 11 });
    expect(entry).not.to.have.any.keys('poll', 'lifetime', 'initialQuery');
  });

  it('sorts senders by instance, entries by key and coverage by collection', () => {
    const answer = createObserversAnswer(query, 60_000);
    for (const instance of ['b', 'a']) {
      const observers = [observerOf('y'), observerOf('x')];
      const coverage = [aCoverage({ collection: 'z' }), aCoverage({ collection: 'y' })];
      answer.window(aWindow(0, { resource: aResource({ instance }), observers, coverage }));
    }

    const { windows } = answer.finish();

    expect(windows.map(({ resource }) => resource.instance)).to.deep.equal(['a', 'b']);
    for (const { observers, coverage } of windows) {
      expect(observers.map(({ owner }) => owner.name)).to.deep.equal(['x', 'y']);
      expect(coverage.map(({ collection }) => collection)).to.deep.equal(['y', 'z']);
    }
  });

  it('has no windows where there were none', () => {
    expect(createObserversAnswer(query, 60_000).finish()).to.deep.equal({
      from: 0,
      to: 60_000,
      stepMs: 60_000,
      windows: [],
    });
  });
});
