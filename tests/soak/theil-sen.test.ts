import { expect } from 'chai';
import { seededRandom } from '../support/seeded-random';
import { type Point, theilSen } from './theil-sen';

describe('theilSen', () => {
  const line = (count: number, y: (x: number) => number): Point[] =>
    Array.from({ length: count }, (_, x) => ({ x, y: y(x) }));

  it('finds the slope of a line, and is sure of it', () => {
    expect(theilSen(line(20, (x) => 3 + 2 * x))).to.deep.equal({ value: 2, low: 2, high: 2 });
  });

  it('is not moved by a quarter of points that are far away', () => {
    const { value } = theilSen(line(40, (x) => (x % 4 === 1 ? 1e9 : 2 * x)));

    expect(value).to.be.within(1.9, 2.2);
  });

  it('has the slope within its interval, 99 times in 100', () => {
    const random = seededRandom(5);
    const noise = () => random() + random() + random() - 1.5;
    let within = 0;
    for (let time = 0; time < 500; time++) {
      const { low, high } = theilSen(line(15, (x) => 2 * x + 20 * noise()));
      if (low <= 2 && high >= 2) within++;
    }

    expect(within / 500).to.be.within(0.97, 1);
  });

  it('says nothing of nine points, and something of ten', () => {
    expect(theilSen(line(9, (x) => x)).low).to.equal(Number.NEGATIVE_INFINITY);
    expect(theilSen(line(9, (x) => x)).high).to.equal(Number.POSITIVE_INFINITY);
    expect(theilSen(line(10, (x) => x)).low).to.equal(1);
  });

  it('takes no points at all', () => {
    expect(theilSen([]).value).to.equal(0);
  });
});
