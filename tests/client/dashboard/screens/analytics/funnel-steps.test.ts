import { expect } from 'chai';
import { funnelSteps } from '../../../../../client/dashboard/screens/analytics/funnel-steps';

describe('the steps of a funnel', () => {
  it('are lines, without spaces around them and without empty ones', () => {
    expect(funnelSteps(' page:/lists \n\n Task Added\n')).to.deep.equal([
      'page:/lists',
      'Task Added',
    ]);
  });

  it('are ten at most, as the query API takes', () => {
    const lines = (count: number) =>
      Array.from({ length: count }, (_, at) => `step ${at}`).join('\n');
    expect(funnelSteps(lines(10))).to.have.length(10);
    expect(funnelSteps(lines(11))).to.have.length(10);
  });
});
