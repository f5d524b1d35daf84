import { expect } from 'chai';
import { checkLogsQuery, matchesLog } from '../../common/read-logs';
import { checkTracesQuery, matchesTrace } from '../../common/read-traces';
import { aResource } from '../support/a-batch';
import { aLogEntry } from '../support/a-log-entry';
import { aTrace } from '../support/a-trace';

const range = { from: 10, to: 20 };
const sender = aResource({ release: '2' });
const times = [9.9, 10, 19.9, 20];

describe('what matches a query', () => {
  it('is a trace that starts in the range, its end left out', () => {
    const query = checkTracesQuery(range);

    const matches = times.map((at) => matchesTrace(query, aTrace({ at, durationMs: 50 }), sender));

    expect(matches).to.deep.equal([false, true, true, false]);
  });

  it('is a line of the range, its end left out', () => {
    const query = checkLogsQuery(range);

    const matches = times.map((at) => matchesLog(query, aLogEntry({ at }), sender));

    expect(matches).to.deep.equal([false, true, true, false]);
  });

  it('is of a sender that is asked for', () => {
    const of = (release: string) => ({ ...range, resource: { release } });
    const [trace, line] = [aTrace({ at: 15 }), aLogEntry({ at: 15 })];

    const matches = ['1', '2'].map((release) => [
      matchesTrace(checkTracesQuery(of(release)), trace, sender),
      matchesLog(checkLogsQuery(of(release)), line, sender),
    ]);

    expect(matches).to.deep.equal([
      [false, false],
      [true, true],
    ]);
  });
});
