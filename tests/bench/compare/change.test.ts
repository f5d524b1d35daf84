import { expect } from 'chai';
import fc from 'fast-check';
import { type ComparedTimes, changeOfAdded, changeOfTotal, isRegression } from './change';

const aPair = (
  base: number,
  head: number,
  bare: number | undefined = undefined,
): ComparedTimes => ({ bare, base, head });

describe('changeOfTotal', () => {
  it('is the mean of the pairs, with Student’s interval around it', () => {
    const { mean, low, high } = changeOfTotal([
      aPair(100, 110),
      aPair(100, 120),
      aPair(100, 130),
      aPair(100, 140),
      aPair(100, 150),
    ]);

    expect(mean).to.be.closeTo(0.3, 1e-9);
    expect(high - mean).to.be.closeTo((2.776 * 0.158_114) / Math.sqrt(5), 1e-4);
    expect(mean - low).to.be.closeTo(high - mean, 1e-9);
  });

  it('has the mean in the interval, whatever was measured', () => {
    const times = fc.double({ min: 1, max: 1e6, noNaN: true });
    const pairs = fc.array(fc.tuple(times, times), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(pairs, (given) => {
        const { mean, low, high } = changeOfTotal(given.map(([base, head]) => aPair(base, head)));
        return low <= mean && mean <= high;
      }),
    );
  });
});

describe('changeOfAdded', () => {
  it('is a share of what was added before', () => {
    const change = changeOfAdded([aPair(150, 160, 100), aPair(150, 160, 100)]);

    expect(change?.mean).to.be.closeTo(0.2, 1e-9);
  });

  it('is not told where nothing is bare, nor of less than a tenth of the whole', () => {
    const added = (base: number) =>
      changeOfAdded([aPair(100, 100, 100 - base), aPair(100, 100, 100 - base)]);

    expect(changeOfAdded([aPair(100, 100), aPair(100, 100)])).to.equal(undefined);
    expect(added(9)).to.equal(undefined);
    expect(added(10)).not.to.equal(undefined);
  });
});

describe('isRegression', () => {
  it('wants more than a tenth', () => {
    expect(isRegression({ mean: 0.1, low: 0.09, high: 0.11 })).to.equal(false);
    expect(isRegression({ mean: 0.11, low: 0.1, high: 0.12 })).to.equal(true);
  });

  it('wants to be sure', () => {
    expect(isRegression({ mean: 0.3, low: 0, high: 0.6 })).to.equal(false);
    expect(isRegression({ mean: 0.3, low: 0.01, high: 0.6 })).to.equal(true);
    expect(isRegression({ mean: Number.NaN, low: Number.NaN, high: Number.NaN })).to.equal(false);
  });
});
