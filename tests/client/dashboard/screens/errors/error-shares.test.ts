import { expect } from 'chai';
import { callsFrom, shareOf } from '../../../../../client/dashboard/screens/errors/error-shares';
import type { ReadAnswer, ReadRow } from '../../../../../common/reader';
import { anErrorGroup } from '../../../../support/an-error-group';

const answerOf = (...rows: ReadRow[]): ReadAnswer => {
  const metric = 'method.calls';
  return { metric, stat: 'sum', unit: 'count', from: 0, to: 1, stepMs: 1, rows };
};

const calls = callsFrom({
  method: answerOf({ dims: { name: 'tasks.add' }, points: [[0, 40]] }),
  http: answerOf({
    dims: { method: 'GET', route: '/lists/:id' },
    points: [
      [
        0,
        [
          [1, 2, 30],
          [2, 3, 20],
        ],
      ],
    ],
  }),
});

describe('shareOf', () => {
  it('is the part of the calls of that name that failed so', () => {
    expect(shareOf(anErrorGroup({ count: 10 }), calls)).to.equal(0.25);
  });

  it('counts requests by the buckets of their durations', () => {
    const group = anErrorGroup({ source: 'http', name: 'GET /lists/:id', count: 5 });

    expect(shareOf(group, calls)).to.equal(0.1);
  });

  it('is at most all of them', () => {
    expect(shareOf(anErrorGroup({ count: 41 }), calls)).to.equal(1);
  });

  it('is unknown outside of calls, of calls nobody counted, and while nothing is read', () => {
    expect(shareOf(anErrorGroup({ source: 'timer', name: '' }), calls)).to.equal(undefined);
    expect(shareOf(anErrorGroup({ source: 'job' }), calls)).to.equal(undefined);
    expect(shareOf(anErrorGroup(), callsFrom(undefined))).to.equal(undefined);
  });
});
