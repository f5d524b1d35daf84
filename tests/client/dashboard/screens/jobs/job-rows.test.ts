import { expect } from 'chai';
import {
  type JobRow,
  jobAdvice,
  jobRows,
} from '../../../../../client/dashboard/screens/jobs/job-rows';
import { anAnswer } from '../../an-answer';

describe('rows of jobs', () => {
  it('have the share of runs that failed, of time, and of the database', () => {
    const rows = jobRows({
      runs: anAnswer([
        [{ name: 'a', outcome: 'ok' }, 3],
        [{ name: 'a', outcome: 'error' }, 1],
      ]),
      sum: anAnswer([
        [{ name: 'a' }, 300],
        [{ name: 'b' }, 100],
      ]),
      db: anAnswer([[{ name: 'a' }, 150]]),
      inFlight: anAnswer([[{ name: 'c' }, 1]]),
    });

    expect(rows[0]).to.include({
      name: 'a',
      runs: 4,
      errorShare: 0.25,
      impact: 0.75,
      dbShare: 0.5,
    });
    expect(rows[1]).to.include({ name: 'b', runs: undefined, errorShare: undefined });
    expect(rows[2]).to.include({ name: 'c', inFlight: 1, impact: undefined });
  });

  it('say what to do', () => {
    const adviceOn = (row: Partial<JobRow>) => jobAdvice(row as JobRow).join();

    expect(adviceOn({ errorShare: 0.1, inFlight: 4 })).to.contain('see its errors');
    expect(adviceOn({ runs: 2, inFlight: 2 })).to.contain('at once');
    expect(adviceOn({ inFlight: 1 })).to.contain('no run of it ended');
    expect(adviceOn({ runs: 2, inFlight: 1 })).to.contain('end well');
  });
});
