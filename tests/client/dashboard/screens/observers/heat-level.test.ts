import { expect } from 'chai';
import { heatLevel, heatWords } from '../../../../../client/dashboard/screens/observers/heat-level';

describe('heatLevel', () => {
  it('falls by one for each third', () => {
    const levels = [810, 271, 270, 91, 90, 30, 10, 1].map((value) => heatLevel(value, 810));

    expect(levels).to.deep.equal([5, 5, 4, 4, 3, 2, 1, 1]);
  });

  it('is nothing for nothing, and for what is not known', () => {
    expect([heatLevel(0, 5), heatLevel(undefined, 5), heatLevel(0, 0)]).to.deep.equal([0, 0, 0]);
  });

  it('has a word for every level', () => {
    expect(heatWords).to.have.length(6);
  });
});
