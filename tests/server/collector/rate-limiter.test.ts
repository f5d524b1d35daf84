import { expect } from 'chai';
import { createByteBudget } from '../../../server/collector/byte-budget';
import { createRateLimiter } from '../../../server/collector/rate-limiter';

const clock = () => {
  let time = 0;
  return { now: () => time, pass: (ms: number) => (time += ms) };
};

describe('createRateLimiter', () => {
  it('lets a burst through, then the rate, and says how long to wait', () => {
    const { now, pass } = clock();
    const limiter = createRateLimiter({ perSecond: 2, burst: 3, keys: 10 }, now);
    const take = () => limiter.take('a');

    expect([take(), take(), take(), take()]).to.deep.equal([0, 0, 0, 500]);
    pass(498);
    expect(take()).to.equal(2);
    pass(2);
    expect([take(), take()]).to.deep.equal([0, 500]);
    pass(60_000);
    expect([take(), take(), take(), take()]).to.deep.equal([0, 0, 0, 500]);
  });

  it('counts keys apart, and remembers no more of them than its limit', () => {
    const { now } = clock();
    const limiter = createRateLimiter({ perSecond: 1, burst: 1, keys: 2 }, now);

    expect([limiter.take('a'), limiter.take('b')]).to.deep.equal([0, 0]);
    expect(limiter.take('a')).to.equal(1_000); // and is now the newest
    expect(limiter.take('c')).to.equal(0);
    expect(limiter.size).to.equal(2);
    expect(limiter.take('a')).to.equal(1_000);
    expect(limiter.take('b')).to.equal(0); // forgotten
  });

  it('takes what costs more as a whole, or not at all', () => {
    const { now } = clock();
    const limiter = createRateLimiter({ perSecond: 10, burst: 10, keys: 1 }, now);

    expect([limiter.take('a', 7), limiter.take('a', 4), limiter.take('a', 3)]).to.deep.equal([
      0, 100, 0,
    ]);
  });
});

describe('createByteBudget', () => {
  it('gives memory back, and what arrived in a second not before it is over', () => {
    const { now, pass } = clock();
    const budget = createByteBudget({ perSecond: 100, held: 60 }, now);

    expect([budget.take(60), budget.take(1)]).to.deep.equal([true, false]);
    budget.giveBack(60);
    expect([budget.take(40), budget.held]).to.deep.equal([true, 40]);
    expect(budget.take(1)).to.equal(false);
    pass(10);
    expect(budget.take(1)).to.equal(true);
  });
});
