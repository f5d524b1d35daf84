import { expect } from 'chai';
import fc from 'fast-check';
import { countValue, openHistogram } from '../../../common/analytics/count-value';
import { Histogram, mergeStates } from '../../../common/histogram';
import { bucketLimit, gridUnits } from '../../../common/histogram-grid';
import type { HistogramState } from '../../../common/histogram-state';
import type { Grid } from '../../../common/metrics';

const grids: readonly Grid[] = ['duration', 'lifetime', 'size'];

function ofClient(grid: Grid, values: readonly number[]): HistogramState {
  const state = openHistogram(grid);
  for (const value of values) countValue(state, value);
  return state;
}

function ofServer(grid: Grid, values: readonly number[]): HistogramState {
  const histogram = new Histogram(grid);
  for (const value of values) histogram.record(value);
  return histogram.snapshot();
}

const doubled = (counts: readonly number[]) => counts.map((count) => 2 * count);

/** That both counted the same, seen at the client's scale. */
function expectSame(grid: Grid, values: readonly number[]): void {
  const mine = ofClient(grid, values);
  const theirs = ofServer(grid, values);
  const both = mergeStates(theirs, mine);
  const { count, sum, min, max, zero } = theirs;

  expect(mine).to.include({ grid, count, sum, min, max, zero });
  if (theirs.buckets.length > 0) expect(both.scale).to.equal(mine.scale);
  expect(both.offset).to.equal(mine.offset);
  expect(both.buckets).to.deep.equal(doubled(mine.buckets));
}

describe('countValue', () => {
  it('counts what the server’s histogram counts, in the same buckets', () => {
    const value = fc.oneof(
      fc.double({ min: 0, max: 2_000, noNaN: true }),
      fc.double({ min: 0, max: 2 ** 33, noNaN: true }),
      fc.integer({ min: -5, max: 2 ** 31 + 5 }),
      fc.constantFrom(0, -0, Number.NaN, 0.0004, 0.0005, 0.5, 1, 1_000),
    );
    const values = fc.array(value, { minLength: 1, maxLength: 40 });

    fc.assert(fc.property(fc.constantFrom(...grids), values, expectSame), { numRuns: 500 });
  });

  it('agrees on both sides of every bound, and on every power of two', () => {
    for (let index = 0; index <= 31 * 16; index++) {
      const bound = Math.floor(2 ** (index / 16));
      for (const units of [bound - 1, bound, bound + 1]) {
        if (units >= 1 && units < 2 ** 31) expectSame('size', [units]);
      }
    }
  });

  it('knows the units of every grid', () => {
    for (const grid of grids) {
      const smallest = 0.5 / gridUnits[grid].perValue;

      expect(ofClient(grid, [smallest]).zero, grid).to.equal(0);
      expect(ofClient(grid, [smallest * 0.99]).zero, grid).to.equal(1);
    }
  });

  it('never has more buckets than a histogram may', () => {
    const widest = ofClient('size', [1, 2 ** 31 - 1]);

    expect(widest.buckets.length)
      .to.equal(31 * 16 + 1) // the bucket that ends at 1 is one below
      .and.to.be.at.most(bucketLimit);
  });

  it('merges into the server’s histogram as it is', () => {
    const histogram = new Histogram('duration');
    const state = ofClient('duration', [3, 70, 70, 1_500]);

    histogram.merge(state);
    histogram.merge(state);

    expect(histogram.snapshot()).to.deep.include({
      count: 8,
      sum: 2 * 1_643,
      buckets: doubled(state.buckets),
    });
  });
});
