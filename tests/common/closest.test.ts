import { expect } from 'chai';
import { closest } from '../../common/closest';

describe('closest', () => {
  it('finds what was meant in spite of a slip', () => {
    const names = ['flushIntervalMs', 'seriesIdleMs', 'token'];

    const found = ['flushIntervallMs', 'FLUSHINTERVALMS', 'seriesIdle', 'tokne'].map((word) =>
      closest(word, names),
    );

    expect(found).to.deep.equal(['flushIntervalMs', 'flushIntervalMs', 'seriesIdleMs', 'token']);
  });

  it('prefers the candidate with the fewest slips', () => {
    expect(closest('p98', ['p50', 'p95', 'p99.9'])).to.equal('p95');
  });

  it('allows one slip in three characters and no more', () => {
    expect(closest('abcdef', ['abcdXX'])).to.equal('abcdXX');
    expect(closest('abcdef', ['abcXXX'])).to.equal(undefined);
  });

  it('finds nothing where nothing is near', () => {
    expect(closest('zebra', ['token', 'path'])).to.equal(undefined);
    expect(closest('', [])).to.equal(undefined);
  });
});
