import { expect } from 'chai';
import { median, type Pair, percentileOf, ratioOf } from './statistics';

const pairs = (...ratios: number[]): Pair[] =>
  ratios.map((ratio) => ({ base: 50, other: 50 * ratio }));

describe('ratioOf', () => {
  it('is the geometric mean of the ratios of the rounds', () => {
    const { ratio, count } = ratioOf([pairs(1, 4), pairs(2), pairs(2)]);

    expect(ratio).to.be.closeTo(2, 1e-9);
    expect(count).to.equal(3);
  });

  it('has the bounds of Student’s t over the rounds', () => {
    const { low, high } = ratioOf([pairs(1), pairs(Math.E ** 2)]);

    // Means 0 and 2: standard error 1, one degree of freedom.
    expect(Math.log(low)).to.be.closeTo(1 - 12.706, 1e-9);
    expect(Math.log(high)).to.be.closeTo(1 + 12.706, 1e-9);
  });

  it('takes pairs of one round for one figure, however many there are', () => {
    const few = ratioOf([pairs(1.1), pairs(1.2)]);
    const many = ratioOf([pairs(1.1, 1.1, 1.1), pairs(1.2, 1.2, 1.2)]);

    expect(many.low).to.be.closeTo(few.low, 1e-9);
    expect(many.high).to.be.closeTo(few.high, 1e-9);
  });

  it('knows no bounds of a single round', () => {
    const { ratio, low, high } = ratioOf([pairs(1.1, 1.3)]);

    expect(ratio).to.be.closeTo(Math.sqrt(1.1 * 1.3), 1e-9);
    expect([low, high].some(Number.isFinite)).to.equal(false);
  });
});

describe('percentileOf', () => {
  it('is the value that so many percent are not above', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);

    expect([50, 95, 99, 100].map((percent) => percentileOf(values, percent))).to.deep.equal([
      50, 95, 99, 100,
    ]);
  });

  it('is the only value there is', () => {
    expect(percentileOf([7], 1)).to.equal(7);
  });

  it('is not a number where there is none', () => {
    expect(percentileOf([], 50)).to.be.NaN;
  });
});

describe('median', () => {
  it('is the middle, or between the two in the middle', () => {
    expect(median([3, 1, 2])).to.equal(2);
    expect(median([4, 1, 2, 3])).to.equal(2.5);
  });
});
