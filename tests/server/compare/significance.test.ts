import { expect } from 'chai';
import { discoveryLimit } from '../../../server/compare/false-discovery';
import { digamma, trigamma, trigammaInverse } from '../../../server/compare/polygamma';
import { studentTail } from '../../../server/compare/student-t';

describe('studentTail', () => {
  it('has the values of the tables', () => {
    const tables: ReadonlyArray<readonly [t: number, freedom: number, p: number]> = [
      [12.706, 1, 0.05],
      [63.657, 1, 0.01],
      [2.571, 5, 0.05],
      [2.228, 10, 0.05],
      [4.587, 10, 0.001],
      [2.042, 30, 0.05],
      [1.96, Number.POSITIVE_INFINITY, 0.05],
      [3.291, Number.POSITIVE_INFINITY, 0.001],
    ];

    for (const [t, freedom, p] of tables) {
      expect(studentTail(t, freedom), `${t}, ${freedom}`).to.be.closeTo(p, p / 500);
      expect(studentTail(-t, freedom)).to.equal(studentTail(t, freedom));
    }
  });

  it('is 1 for no difference or none that is known, and 0 for an infinite one', () => {
    const values = [0, Number.NaN, Number.POSITIVE_INFINITY].map((t) => studentTail(t, 4));

    expect(values).to.deep.equal([1, 1, 0]);
  });
});

describe('discoveryLimit', () => {
  it('is the largest that stands by its rank', () => {
    expect(discoveryLimit([0.5, 0.001, 0.039, 0.008], 0.05)).to.equal(0.008);
    expect(discoveryLimit([0.04, 0.03, 0.045, 0.05], 0.05)).to.equal(0.05); // all carry each other
  });

  it('lets one alone stand up to the rate, and none beyond it', () => {
    expect(discoveryLimit([0.01], 0.01)).to.equal(0.01);
    expect(discoveryLimit([0.0101], 0.01)).to.equal(undefined);
    expect(discoveryLimit([], 0.01)).to.equal(undefined);
  });
});

describe('polygamma', () => {
  it('has the values of the tables', () => {
    expect(digamma(1)).to.be.closeTo(-0.5772156649, 1e-9);
    expect(digamma(0.5)).to.be.closeTo(-1.963510026, 1e-9);
    expect(trigamma(1)).to.be.closeTo(Math.PI ** 2 / 6, 1e-9);
    expect(trigamma(0.5)).to.be.closeTo(Math.PI ** 2 / 2, 1e-9);
  });

  it('has an inverse', () => {
    for (const x of [0.05, 1, 7.5, 400]) {
      expect(trigammaInverse(trigamma(x))).to.be.closeTo(x, x * 1e-6);
    }
  });
});
