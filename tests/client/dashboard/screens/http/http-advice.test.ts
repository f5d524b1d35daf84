import { expect } from 'chai';
import { httpAdvice } from '../../../../../client/dashboard/screens/http/http-advice';

describe('what to do about requests', () => {
  it('depends on whose fault it is', () => {
    const row = { shareOf: { '5xx': 0.01, 'no answer': 0.05 }, p95: 1_000 };

    const [app, others] = [httpAdvice('in', row), httpAdvice('out', row)];

    expect(app[0]).to.contain('The app fails to answer 1 %');
    expect(app[1]).to.contain('5 % are aborted');
    expect(app[2]).to.contain('longer than 1 s');
    expect(others[0]).to.contain('That server fails to answer 1 %');
    expect(others).to.have.length(3);
  });

  it('is nothing below that, or where nothing is known', () => {
    const row = { shareOf: { '5xx': 0.009, 'no answer': 0.049 }, p95: 999 };

    expect(httpAdvice('in', row).join()).to.contain('Nothing stands out');
    expect(httpAdvice('out', { shareOf: {}, p95: undefined })).to.have.length(1);
  });
});
