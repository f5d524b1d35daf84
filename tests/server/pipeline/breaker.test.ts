import { expect } from 'chai';
import { createBreaker } from '../../../server/pipeline/breaker';

const again = { again: true };

describe('breaker', () => {
  it('backs off with full jitter for four failures, then probes every thirty seconds', () => {
    const breaker = createBreaker(() => 1);

    const waits = Array.from({ length: 7 }, () => breaker.failed(again));

    expect(waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 30_000, 30_000, 30_000]);
  });

  it('says how the sink is', () => {
    const breaker = createBreaker(() => 1);
    const states = [breaker.state];

    for (let failure = 1; failure <= 5; failure++) {
      breaker.failed(again);
      states.push(breaker.state);
    }
    breaker.succeeded();
    states.push(breaker.state);

    expect(states).to.deep.equal([
      'ok',
      'retrying',
      'retrying',
      'retrying',
      'retrying',
      'open',
      'ok',
    ]);
  });

  it('begins anew after a success', () => {
    const breaker = createBreaker(() => 0.5);
    for (let failure = 1; failure <= 6; failure++) breaker.failed(again);

    breaker.succeeded();

    expect(breaker.failures).to.equal(0);
    expect(breaker.failed(again)).to.equal(500);
  });

  it('lets the next batch come at once after one that was refused for good, until it opens', () => {
    const breaker = createBreaker(() => 1);

    const waits = Array.from({ length: 6 }, () => breaker.failed({ again: false }));

    expect(waits).to.deep.equal([0, 0, 0, 0, 30_000, 30_000]);
  });

  it('honours what the sink asked for, up to ten minutes', () => {
    const breaker = createBreaker(() => 0);
    const asked = (retryAfterMs: number) => breaker.failed({ again: true, retryAfterMs });

    expect(asked(5_000)).to.equal(5_000);
    expect(asked(600_001)).to.equal(600_000);
    asked(0);
    asked(0);
    expect([29_999, 30_001, 600_000, 600_001].map(asked)).to.deep.equal([
      30_000, 30_001, 600_000, 600_000,
    ]);
  });
});
