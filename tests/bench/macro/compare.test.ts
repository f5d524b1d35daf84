import { expect } from 'chai';
import { compare } from './compare';
import type { Block, Turn } from './rounds';

function aTurn(more: Partial<Turn>): Turn {
  return {
    ...{ calls: 1_000, failed: 0, elapsedMs: 500, p50: 1, p95: 2, p99: 3 },
    ...{ cpuMs: 50, userMs: 25, threadMs: undefined, loopMs: 100, spanMs: 500, ...more },
  };
}

const block = (off: readonly Turn[], on: readonly Turn[]): Block =>
  new Map([
    ['off', off],
    ['on', on],
  ]);

describe('compare', () => {
  it('tells CPU time per call, of all turns together', () => {
    const turns = [aTurn({ cpuMs: 50, calls: 1_000 }), aTurn({ cpuMs: 30, calls: 3_000 })];
    const { base } = compare([[block(turns, turns)]], 'off', 'on');

    expect(base.cpuUs).to.be.closeTo(20, 1e-9);
  });

  it('pairs what is of one block', () => {
    const slow = block([aTurn({ cpuMs: 100 })], [aTurn({ cpuMs: 110 })]);
    const fast = block([aTurn({ cpuMs: 50 })], [aTurn({ cpuMs: 55 })]);
    const { ratio } = compare([[slow, fast], [fast]], 'off', 'on');
    const { ratio: found, low, high } = ratio('cpuUs');

    expect([found, low, high].map((value) => value.toFixed(6))).to.deep.equal([
      '1.100000',
      '1.100000',
      '1.100000',
    ]);
  });

  it('tells shares of a core and of the loop, and calls per second', () => {
    const { other } = compare([[block([aTurn({})], [aTurn({})])]], 'off', 'on');

    expect(other).to.deep.include({ cpuShare: 0.1, loopShare: 0.2, callsPerSecond: 2_000 });
  });
});
