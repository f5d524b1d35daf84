import { expect } from 'chai';
import { createFailureLimiter } from '../../../server/dashboard/failure-limiter';

const aLimiter = (limits: { failures?: number; addresses?: number } = {}) => {
  let time = 0;
  const limiter = createFailureLimiter(
    { failures: 3, windowMs: 1000, addresses: 10, ...limits },
    () => time,
  );
  const count = (address: string, times: number) => {
    for (let i = 0; i < times; i += 1) limiter.count(address);
  };
  const blocked = (address: string) => limiter.waitMs(address) > 0;
  return { ...limiter, blocked, fail: count, wait: (ms: number) => (time += ms) };
};

describe('createFailureLimiter', () => {
  it('blocks an address at its last failure, not before', () => {
    const { fail, blocked } = aLimiter();

    fail('a', 2);
    expect(blocked('a')).to.equal(false);
    fail('a', 1);

    expect(blocked('a')).to.equal(true);
    expect(blocked('b')).to.equal(false);
  });

  it('forgets failures when their time is over, not before', () => {
    const { fail, blocked, wait } = aLimiter();
    fail('a', 3);

    wait(999);
    expect(blocked('a')).to.equal(true);
    wait(1);

    expect(blocked('a')).to.equal(false);
    fail('a', 2);
    expect(blocked('a')).to.equal(false);
  });

  it('says how long it is until then', () => {
    const { fail, waitMs, wait } = aLimiter();
    fail('a', 1);
    wait(400);
    fail('a', 2);

    expect([waitMs('a'), waitMs('b')]).to.deep.equal([600, 0]);
    wait(599);

    expect(waitMs('a')).to.equal(1);
  });

  it('remembers as many addresses as it may, and forgets the oldest first', () => {
    const { fail, blocked } = aLimiter({ addresses: 2 });
    fail('a', 3);
    fail('b', 3);
    expect(blocked('a') && blocked('b')).to.equal(true);

    fail('c', 3);

    expect(['a', 'b', 'c'].map(blocked)).to.deep.equal([false, true, true]);
  });
});
