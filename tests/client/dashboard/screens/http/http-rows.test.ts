import { expect } from 'chai';
import { httpRows } from '../../../../../client/dashboard/screens/http/http-rows';
import { statusClass } from '../../../../../client/dashboard/screens/http/status-class';
import { anAnswer } from '../../an-answer';

const a = { method: 'GET', route: '/a' };

describe('rows of requests', () => {
  it('have the share of each class of status, and of the time', () => {
    const rows = httpRows('in', {
      requests: anAnswer([
        [{ ...a, status: '200' }, 6],
        [{ ...a, status: '204' }, 1],
        [{ ...a, status: '500' }, 2],
        [{ ...a, status: 'aborted' }, 1],
      ]),
      sum: anAnswer([
        [a, 300],
        [{ method: 'POST', route: '/a' }, 100],
      ]),
    });

    expect(rows[0]).to.include({ method: 'GET', place: '/a', impact: 0.75, requests: 10 });
    expect(rows[0]?.shareOf['2xx']).to.be.closeTo(0.7, 1e-9);
    expect(rows[0]?.shareOf).to.include({ '5xx': 0.2, 'no answer': 0.1 });
    expect(rows[1]).to.include({ method: 'POST', impact: 0.25, requests: undefined });
  });

  it('are of hosts for requests by the app', () => {
    const [row] = httpRows('out', {
      requests: anAnswer([[{ method: 'GET', host: 'example.com', status: 'error' }, 1]]),
    });

    expect(row).to.include({ place: 'example.com' });
    expect(row?.shareOf).to.deep.equal({ 'no answer': 1 });
  });

  it('know every status there is', () => {
    const classes = ['200', '304', '404', '503', 'aborted', 'error', '101', '_OTHER', '2', 'no'];

    expect(classes.map(statusClass)).to.deep.equal([
      ...['2xx', '3xx', '4xx', '5xx', 'no answer', 'no answer'],
      ...['other', 'other', 'other', 'other'],
    ]);
  });
});
