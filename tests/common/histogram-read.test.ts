import { expect } from 'chai';
import { Histogram, type HistogramState } from '../../common/histogram';
import { bucketsOf, foldTo, quantile } from '../../common/histogram-read';
import type { Grid } from '../../common/metrics';
import { latencies, seeded } from '../support/seeded';

const shares = [0, 0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1];

function stateOf(values: readonly number[], grid: Grid = 'duration'): HistogramState {
  const histogram = new Histogram(grid);
  for (const value of values) histogram.record(value);
  return histogram.snapshot();
}

function exact(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length - 1e-9) - 1)] ?? Number.NaN;
}

/** The largest relative error of any share, against an exact sort. */
function worstError(values: readonly number[], grid: Grid = 'duration'): number {
  const sorted = [...values].sort((a, b) => a - b);
  const state = stateOf(values, grid);
  const errors = shares.map((q) => {
    const truth = exact(sorted, q);
    return Math.abs((quantile(state, q) ?? Number.NaN) - truth) / truth;
  });
  return Math.max(...errors);
}

describe('quantile', () => {
  it('is within 2.5 % of an exact sort from 35 µs up, for 200 random distributions', () => {
    const random = seeded(21);
    for (let round = 0; round < 200; round++) {
      const octaves = 1 + random() * 15;
      const values = Array.from(
        { length: 1 + Math.floor(random() * 500) },
        () => 0.035 * 2 ** (random() * octaves),
      );

      expect(worstError(values)).to.be.at.most(0.025);
    }
  });

  it('is within 2.5 % from 150 µs up where the range needs scale 4', () => {
    const random = seeded(22);
    for (let round = 0; round < 100; round++) {
      const values = Array.from({ length: 300 }, () => 0.15 * 2 ** (random() * 23));
      values.push(0.15, 1.2e6);

      expect(stateOf(values).scale).to.equal(4);
      expect(worstError(values)).to.be.at.most(0.025);
    }
  });

  it('is within 1.2 % for latencies, whose unit does not count', () => {
    expect(worstError(latencies(20_000, 23))).to.be.at.most(0.012);
  });

  it('is within half a microsecond below 35 µs', () => {
    const values = Array.from({ length: 2_000 }, (_, at) => (at * 0.035) / 2_000);
    const state = stateOf(values);

    for (const q of shares) {
      const error = Math.abs((quantile(state, q) ?? Number.NaN) - exact(values, q));
      expect(error).to.be.at.most(0.0005 + 0.011 * exact(values, q));
    }
  });

  it('is exact for counts up to 16, and for the first and the last rank', () => {
    const random = seeded(24);
    const values = Array.from({ length: 999 }, () => Math.floor(random() * 1000) + 17);
    values.push(16);
    const sorted = [...values].sort((a, b) => a - b);
    const state = stateOf(values, 'size');

    expect(quantile(state, 0)).to.equal(16);
    expect(quantile(state, 0.001)).to.equal(16);
    expect(quantile(state, 1)).to.equal(sorted.at(-1));
  });

  it('never leaves the range of the values and never falls with a larger share', () => {
    const state = stateOf(latencies(500, 25));
    let last = state.min;
    for (let q = 0; q <= 1; q += 0.001) {
      const value = quantile(state, q) ?? Number.NaN;

      expect(value).to.be.within(last, state.max);
      last = value;
    }
  });

  it('takes the nearest rank: of 100 values p99 is the 99th', () => {
    const values = Array.from({ length: 100 }, (_, at) => (at + 1) ** 2);
    const state = stateOf(values, 'size');

    expect(quantile(state, 0.99)).to.be.closeTo(99 ** 2, 99 ** 2 * 0.011);
    expect(quantile(state, 0.991)).to.equal(100 ** 2);
    expect(quantile(state, 0.07)).to.be.closeTo(7 ** 2, 7 ** 2 * 0.011); // 0.07 * 100 is above 7
  });

  it('is 0 where the rank lies among the zeros', () => {
    expect(quantile(stateOf([0, 0, 0, 8], 'size'), 0.5)).to.equal(0);
  });

  it('is undefined without values and for a share out of range', () => {
    const state = stateOf([1, 2]);

    expect(quantile(stateOf([]), 0.5)).to.equal(undefined);
    expect([-0.01, 1.01, Number.NaN].map((q) => quantile(state, q))).to.deep.equal([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('bucketsOf', () => {
  it('gives value ranges in the unit of the metric, zeros first, used ones only', () => {
    const buckets = bucketsOf(stateOf([0, 1, 2, 2, 4096], 'size'));

    expect(buckets.map(([, upper, count]) => [Math.round(upper * 1e6) / 1e6, count])).to.deep.equal(
      [
        [0.5, 1],
        [1, 1],
        [2, 2],
        [4096, 1],
      ],
    );
  });

  it('puts each value into its range', () => {
    for (const value of latencies(300, 26)) {
      const [bucket] = bucketsOf(stateOf([value]));

      const [lower, upper] = bucket ?? [0, 0];
      expect(value).to.be.within(lower - 0.0005, upper + 0.0005);
      expect(upper / lower).to.be.closeTo(2 ** (1 / 32), 1e-9);
    }
  });
});

describe('foldTo', () => {
  const bounds = [5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10_000];

  it('counts values per bound, not cumulative, and loses none', () => {
    const values = latencies(5_000, 27);

    const folded = foldTo(stateOf(values), bounds);

    expect(folded.length).to.equal(bounds.length + 1);
    expect(folded.reduce((sum, count) => sum + count, 0)).to.equal(values.length);
  });

  it('moves a bound by at most 1.1 %', () => {
    const values = latencies(5_000, 28);
    const atMost = (bound: number) => values.filter((value) => value <= bound).length;
    let cumulative = 0;

    for (const [at, count] of foldTo(stateOf(values), bounds).slice(0, -1).entries()) {
      cumulative += count;
      const bound = bounds[at] ?? 0;
      expect(cumulative).to.be.within(atMost(bound * 0.989), atMost(bound * 1.011));
    }
  });

  it('counts a power of two as at most itself', () => {
    expect(foldTo(stateOf([64], 'size'), [32, 64, 128])).to.deep.equal([0, 1, 0, 0]);
  });

  it('counts zeros under the first bound that is not negative', () => {
    expect(foldTo(stateOf([0, 0, 7], 'size'), [-1, 0, 8])).to.deep.equal([0, 2, 1, 0]);
    expect(foldTo(stateOf([0], 'size'), [-1])).to.deep.equal([0, 1]);
  });

  it('gives everything as one count without bounds', () => {
    expect(foldTo(stateOf([0, 1, 2]), [])).to.deep.equal([3]);
  });
});
