import { expect } from 'chai';
import { trendText } from '../../../../../client/dashboard/screens/observers/trend-text';
import type { ObserverHistoryPoint } from '../../../../../common/observer-history';

function textOf(handles: readonly number[]): string | undefined {
  const points = handles.map(
    (count, at): ObserverHistoryPoint => ({
      ...{ at: at * 60_000, reportedMs: 60_000, handles: count, multiplexers: 0, duplicates: 0 },
      ...{
        orphans: 0,
        created: 2,
        reused: 1,
        stopped: 1,
        cpuMs: 0,
        fanout: 0,
        polls: 0,
        polledDocs: 0,
      },
    }),
  );
  return trendText({ from: 0, to: 600_000, stepMs: 60_000, points });
}

describe('trendText', () => {
  it('says of handles that never fell that they did not, as leaks do', () => {
    expect(textOf([1, 1, 5])).to.equal(
      'Live handles rose from 1 to 5 and never fell in 2 min: 6 opened, 2 stopped.',
    );
  });

  it('says what there was at both ends of ups and downs', () => {
    expect(textOf([1, 9, 5])).to.contain('rose from 1 to 5 in');
    expect(textOf([9, 1, 5])).to.contain('fell from 9 to 5');
    expect(textOf([9, 1, 9])).to.contain('were 9 at both ends');
  });

  it('says nothing of a single moment', () => {
    expect(textOf([9])).to.equal(undefined);
    expect(textOf([])).to.equal(undefined);
  });
});
