import { expect } from 'chai';
import { backoffMs } from '../../../server/pipeline/backoff';

const options = { firstMs: 1_000, maxMs: 60_000, random: () => 1 };

describe('backoffMs', () => {
  it('doubles with each failure, up to the limit', () => {
    const waits = [1, 2, 3, 6, 7, 8].map((failures) => backoffMs({ ...options, failures }));

    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 32_000, 60_000, 60_000]);
  });

  it('spreads the wait over the whole range, so that a fleet does not come back at once', () => {
    const least = backoffMs({ ...options, failures: 3, random: () => 0 });
    const half = backoffMs({ ...options, failures: 3, random: () => 0.5 });

    expect([least, half]).to.deep.equal([0, 2_000]);
  });

  it('adds what the backend asked for, up to ten minutes', () => {
    const asked = backoffMs({ ...options, failures: 1, atLeastMs: 5_000 });
    const absurd = backoffMs({ ...options, failures: 1, atLeastMs: 1e9, random: () => 0 });

    expect([asked, absurd]).to.deep.equal([6_000, 600_000]);
  });

  it('stays finite after very many failures', () => {
    expect(backoffMs({ ...options, failures: 10_000 })).to.equal(60_000);
  });
});
