import { expect } from 'chai';
import { createSeenIds } from '../../../server/collector/seen-ids';

const hour = 60 * 60_000;

function seenIds(limit: number) {
  let now = 0;
  const seen = createSeenIds({ limit, now: () => now });
  return {
    ...seen,
    size: () => seen.size,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('createSeenIds', () => {
  it('knows every id for a day, whenever in the day it came', () => {
    const seen = seenIds(10_000);
    for (let at = 0; at < 48; at++) {
      seen.add('k', `m${at}`);
      for (let back = 0; back < Math.min(at, 24); back++) {
        expect(seen.has('k', `m${at - back}`), `${at} - ${back}`).to.equal(true);
      }
      seen.pass(hour);
    }
  });

  it('has forgotten an id after 32 hours, and after a pause of any length', () => {
    const seen = seenIds(10_000);
    seen.pass(7 * hour);
    seen.add('k', 'm');
    seen.pass(25 * hour - 1);
    expect(seen.has('k', 'm')).to.equal(true);
    seen.pass(1);
    expect(seen.has('k', 'm')).to.equal(false);

    seen.add('k', 'n');
    seen.pass(1_000 * hour);
    expect(seen.has('k', 'n')).to.equal(false);
    expect(seen.size()).to.equal(0);
  });

  it('tells write keys apart', () => {
    const seen = seenIds(100);
    seen.add('k1', 'm');

    expect(seen.has('k2', 'm')).to.equal(false);
    expect(seen.has('k', '1m')).to.equal(false);
  });

  it('knows the newest within its limit, and never holds more', () => {
    const limit = 40_000;
    const seen = seenIds(limit);
    for (let at = 0; at < 100_000; at++) seen.add('k', `m${at}`);

    const has = (at: number) => seen.has('k', `m${at}`);
    const newest = Array.from({ length: (limit * 3) / 4 }, (_, back) => 99_999 - back);
    expect(newest.every(has)).to.equal(true);
    expect(has(100_000 - limit - 1)).to.equal(false);
    expect(seen.size()).to.be.at.most(limit);
  });

  it('takes none for another among many', () => {
    const seen = seenIds(1_000_000);
    for (let at = 0; at < 50_000; at++) seen.add('k', `m${at}`);

    let wrong = 0;
    for (let at = 50_000; at < 100_000; at++) if (seen.has('k', `m${at}`)) wrong++;
    expect(wrong).to.equal(0);
  });
});
