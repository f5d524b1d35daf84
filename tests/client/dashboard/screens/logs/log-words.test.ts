import { expect } from 'chai';
import { levelOptions, whyNone } from '../../../../../client/dashboard/screens/logs/log-words';

describe('whyNone', () => {
  it('tells logs that are off from lines that are not there', () => {
    expect(whyNone({ hooks: {} })).to.equal('off');
    expect(whyNone({ hooks: { logs: { state: 'ok' } } })).to.equal('none');
    expect(whyNone({ hooks: { logs: { state: 'degraded', reason: 'x' } } })).to.equal('degraded');
  });

  it('says nothing while the status is not known', () => {
    expect(whyNone(undefined)).to.equal(undefined);
  });
});

describe('levelOptions', () => {
  it('says that a level has those above it', () => {
    expect(levelOptions).to.deep.equal([
      ['debug', 'all lines'],
      ['info', 'info and above'],
      ['warn', 'warn and above'],
      ['error', 'error only'],
    ]);
  });
});
