import { expect } from 'chai';
import { unionMs, usualWidth, widenStep } from '../../common/read-span';

const spans = (...pairs: Array<[number, number]>) =>
  pairs.map(([from, to]) => ({ from, to, owner: 'a' }));

describe('unionMs', () => {
  it('counts time that several spans cover once, in any order', () => {
    expect(unionMs(spans([20, 30], [0, 10], [5, 25]))).to.equal(30);
  });

  it('does not count gaps, nor spans within others', () => {
    expect(unionMs(spans([0, 10], [2, 3], [90, 100]))).to.equal(20);
  });

  it('is 0 without spans', () => {
    expect(unionMs([])).to.equal(0);
  });
});

describe('widenStep', () => {
  it('leaves a step that is not finer than what is stored', () => {
    expect(widenStep(60_000, 10_000)).to.equal(60_000);
    expect(widenStep(10_000, 10_000)).to.equal(10_000);
  });

  it('takes up to a fifth more as the same width, and beyond that a multiple', () => {
    expect(widenStep(10_000, 12_000)).to.equal(10_000);
    expect(widenStep(10_000, 12_001)).to.equal(20_000);
  });

  it('widens to the least multiple that is not finer', () => {
    expect(widenStep(7_000, 60_000)).to.equal(63_000);
  });
});

describe('usualWidth', () => {
  it('is the upper median, so that a short last window does not count', () => {
    expect(usualWidth(spans([0, 10], [10, 12]))).to.equal(10);
    expect(usualWidth(spans([0, 10], [10, 20], [20, 90]))).to.equal(10);
  });

  it('is 0 without spans', () => {
    expect(usualWidth([])).to.equal(0);
  });
});
