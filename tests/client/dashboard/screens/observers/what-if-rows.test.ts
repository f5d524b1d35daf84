import { expect } from 'chai';
import { whatIfRows } from '../../../../../client/dashboard/screens/observers/what-if-rows';
import type { ReportedObserver } from '../../../../../common/load-report';
import { aReport, aReported } from './a-report';

function rowsOf(entry: ReportedObserver, ...others: readonly ReportedObserver[]) {
  const rows = whatIfRows(entry, aReport({ observers: [entry, ...others] }));
  return rows.map(({ change, share, cpuMsPerSecond }) => [change, share, cpuMsPerSecond]);
}

describe('whatIfRows', () => {
  it('say what would be free without the entry, with half the mutations, and with half the queries', () => {
    const entry = aReported({ cpuMs: 4_000, share: 0.4, multiplexers: 30 });
    const other = aReported({ name: 'other', cpuMs: 1_000, share: 0.1 });

    expect(rowsOf(entry, other)).to.deep.equal([
      ['Without these observers', 0.4, 40],
      ['Half as many mutations of tasks', 0.25, 25],
      ['Half as many distinct queries', 0.2, 20],
    ]);
  });

  it('count what other collections and pollers cost to none of it', () => {
    const entry = aReported({ cpuMs: 4_000, share: 0.4 });
    const polling = aReported({ name: 'p', driver: 'polling', cpuMs: 1_000, share: 0.1 });
    const elsewhere = aReported({ collection: 'lists', cpuMs: 1_000, share: 0.1 });

    expect(rowsOf(entry, polling, elsewhere)[1]).to.deep.equal([
      ...['Half as many mutations of tasks', 0.2, 20],
    ]);
  });

  it('say what sharing would save where there are duplicates', () => {
    const whatIf = {
      remove: { cpuMs: 400, share: 0.4 },
      mergeDuplicates: { cpuMs: 100, share: 0.1 },
    };
    const entry = aReported({ cpuMs: 400, share: 0.4, duplicates: 1, multiplexers: 2, whatIf });

    expect(rowsOf(entry)[1]).to.deep.equal(['One multiplexer for each query', 0.1, 1]);
    expect(rowsOf(entry).map(([change]) => change)).not.to.include('Half as many distinct queries');
  });

  it('leave mutations out of it where the entry polls', () => {
    expect(rowsOf(aReported({ driver: 'polling', cpuMs: 100 }))).to.deep.equal([
      ['Without these observers', undefined, 1],
    ]);
  });

  it('know no share where one of the observers has none', () => {
    const entry = aReported({ cpuMs: 400 });

    expect(rowsOf(entry)[1]).to.deep.equal(['Half as many mutations of tasks', undefined, 2]);
  });
});
