import { expect } from 'chai';
import { calibrate } from './calibrate';

/** Calls that get cheaper with their number, as they do. */
const costMsAt = (rate: number) => 0.1 - 0.02 * Math.min(1, rate / 10_000);

describe('calibrate', () => {
  it('finds the rate that takes the share of a core', async () => {
    const { rate, share } = await calibrate(1_000, 0.6, async (tried) => costMsAt(tried));

    expect((rate * costMsAt(rate)) / 1_000).to.be.closeTo(0.6, 0.02);
    expect(share).to.be.closeTo(0.6, 0.02);
  });

  it('keeps a rate that is within 3 %', async () => {
    const tried: number[] = [];
    await calibrate(1_000, 0.6, async (rate) => {
      tried.push(rate);
      return 0.6 * 1.029;
    });

    expect(tried).to.deep.equal([1_000]);
  });

  it('tries another one beyond 3 %', async () => {
    const tried: number[] = [];
    await calibrate(1_000, 0.6, async (rate) => {
      tried.push(rate);
      return tried.length === 1 ? 0.6 * 1.031 : 600 / rate;
    });

    expect(tried).to.have.length(2);
  });

  it('is content with the fifth trial', async () => {
    let trials = 0;
    await calibrate(1_000, 0.6, async (rate) => (++trials % 2 === 0 ? 700 : 500) / rate);

    expect(trials).to.equal(5);
  });
});
