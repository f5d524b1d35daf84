import { expect } from 'chai';
import { shareText } from '../../../../client/dashboard/format/share-text';
import { timesText } from '../../../../client/dashboard/format/times-text';

describe('timesText', () => {
  it('says how often as one would', () => {
    expect([1, 2, 3, 1_200].map(timesText)).to.deep.equal([
      'once',
      'twice',
      '3 times',
      '1,200 times',
    ]);
  });
});

describe('shareText', () => {
  it('says full percents', () => {
    expect([0.814, 0.5, 0.01].map(shareText)).to.deep.equal(['81 %', '50 %', '1 %']);
  });

  it('calls nothing none but none, and nothing all but all', () => {
    expect([0, 0.001, 0.999, 1].map(shareText)).to.deep.equal([
      '0 %',
      'under 1 %',
      'over 99 %',
      '100 %',
    ]);
  });
});
