import { expect } from 'chai';
import {
  cpuLines,
  evaluationLines,
  handleLines,
  turnoverLines,
} from '../../../../../client/dashboard/screens/observers/history-lines';
import type { ObserverHistory, ObserverHistoryPoint } from '../../../../../common/observer-history';

function aPoint(fields: Partial<ObserverHistoryPoint> = {}): ObserverHistoryPoint {
  return {
    ...{ at: 0, reportedMs: 10_000, handles: 0, multiplexers: 0, duplicates: 0, orphans: 0 },
    ...{ created: 0, reused: 0, stopped: 0, cpuMs: 0, fanout: 0, polls: 0, polledDocs: 0 },
    ...{ evaluations: 0, useful: 0 },
    ...fields,
  };
}

const aHistory = (...points: readonly ObserverHistoryPoint[]): ObserverHistory => ({
  ...{ from: 0, to: 30_000, stepMs: 10_000, points },
});

describe('the lines of observers over time', () => {
  it('are by the second of the time that was reported', () => {
    const history = aHistory(
      aPoint({ cpuMs: 500 }),
      aPoint({ at: 20_000, reportedMs: 5_000, cpuMs: 500 }),
    );

    expect(cpuLines(history)).to.deep.equal({
      times: [0, 10_000, 20_000],
      lines: [{ label: 'observers', values: [50, null, 100] }],
    });
  });

  it('part evaluations into those in vain and the useful ones', () => {
    const { lines } = evaluationLines(aHistory(aPoint({ evaluations: 100, useful: 30 })));

    expect(lines.map(({ label, values }) => [label, values[0]])).to.deep.equal([
      ['in vain', 7],
      ['useful', 3],
    ]);
  });

  it('have a gap where evaluations are not known', () => {
    const { evaluations: _, useful: __, ...uncounted } = aPoint();
    const { lines } = evaluationLines(aHistory(uncounted));

    expect(lines.map(({ values }) => values[0])).to.deep.equal([null, null]);
  });

  it('tell of leaks and duplicates where there are any', () => {
    const labels = (point: ObserverHistoryPoint) =>
      handleLines(aHistory(aPoint(), point)).lines.map(({ label }) => label);

    expect(labels(aPoint())).to.deep.equal(['handles', 'multiplexers']);
    expect(labels(aPoint({ orphans: 1, duplicates: 2 }))).to.deep.equal([
      ...['handles', 'multiplexers', 'left behind', 'duplicates'],
    ]);
  });

  it('tell what was opened and what ended', () => {
    const { lines } = turnoverLines(aHistory(aPoint({ created: 10, reused: 20, stopped: 5 })));

    expect(lines.map(({ values }) => values[0])).to.deep.equal([1, 2, 0.5]);
  });
});
