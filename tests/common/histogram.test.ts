import { expect } from 'chai';
import { Histogram } from '../../common/histogram';
import { gridUnits } from '../../common/histogram-grid';
import { heapBytes } from '../support/heap-bytes';
import { latencies } from '../support/seeded';

const unitMs = 1 / gridUnits.duration.perValue;

function filled(values: readonly number[], grid: 'duration' | 'lifetime' | 'size' = 'duration') {
  const histogram = new Histogram(grid);
  for (const value of values) histogram.record(value);
  return histogram;
}

const counted = (buckets: readonly number[]) => buckets.reduce((sum, count) => sum + count, 0);

describe('Histogram', () => {
  it('keeps count, sum, min and max of the values as they came', () => {
    const histogram = filled([0.1234567, 5, 0.0000001]);

    const { count, sum, min, max } = histogram;

    expect({ count, min, max }).to.deep.equal({ count: 3, min: 0.0000001, max: 5 });
    expect(sum).to.be.closeTo(5.1234568, 1e-12);
  });

  it('is empty JSON before the first value', () => {
    const state = new Histogram('lifetime').snapshot();

    expect(JSON.parse(JSON.stringify(state))).to.deep.equal({
      grid: 'lifetime',
      scale: 5,
      count: 0,
      sum: 0,
      min: 0,
      max: 0,
      zero: 0,
      offset: 0,
      buckets: [],
    });
  });

  it('counts whole powers of two in the bucket below, as OTLP does', () => {
    const state = filled([1, 2, 4], 'size').snapshot();

    expect(state.offset).to.equal(-1);
    expect(state.buckets.length).to.equal(65);
    expect([state.buckets[0], state.buckets[32], state.buckets[64]]).to.deep.equal([1, 1, 1]);
  });

  it('rounds to the unit: half a unit has a bucket, less is zero', () => {
    const just = filled([unitMs / 2]).snapshot();
    const less = filled([unitMs * 0.4999]).snapshot();

    expect({ zero: just.zero, buckets: just.buckets }).to.deep.equal({ zero: 0, buckets: [1] });
    expect({ zero: less.zero, buckets: less.buckets }).to.deep.equal({ zero: 1, buckets: [] });
  });

  for (const value of [Number.NaN, -1, Number.NEGATIVE_INFINITY, -0]) {
    it(`counts ${Object.is(value, -0) ? '-0' : value} as 0`, () => {
      const { zero, count, sum, min, max } = filled([value, 3], 'size').snapshot();

      expect({ zero, count, sum, min, max }).to.deep.equal({
        zero: 1,
        count: 2,
        sum: 3,
        min: 0,
        max: 3,
      });
    });
  }

  it('counts infinity as the largest value of the grid', () => {
    const state = filled([Number.POSITIVE_INFINITY], 'size').snapshot();

    expect(state.max).to.equal(2 ** 31 - 1);
    expect(state.sum).to.equal(2 ** 31 - 1);
    expect(state.offset).to.equal(31 * 32 - 1);
  });

  it('has a bucket up to the limit, and keeps larger values in sum and max only', () => {
    const { limit } = gridUnits.duration;
    const at = filled([limit]).snapshot();
    const above = filled([2 * limit]).snapshot();

    expect(limit).to.be.closeTo(2048 * 1000, 0.001);
    expect(at.offset).to.equal(31 * 32 - 1);
    expect(above).to.deep.equal({ ...at, sum: 2 * limit, min: 2 * limit, max: 2 * limit });
  });

  it('gives a copy that later values do not change', () => {
    const histogram = filled([1, 2]);

    const before = histogram.snapshot();
    const copy = structuredClone(before);
    histogram.record(1);

    expect(before).to.deep.equal(copy);
  });

  it('starts from nothing after take, and counts the same again', () => {
    const values = latencies(2_000, 1);
    const histogram = filled(values);

    const first = histogram.take();
    const between = histogram.snapshot();
    for (const value of values) histogram.record(value);

    expect(between).to.deep.equal(new Histogram('duration').snapshot());
    expect(histogram.take()).to.deep.equal(first);
  });

  it('loses no value, however the window moves', () => {
    const values = [5, 0.01, 900, 0.002, 40_000, 0.5, 1e6, 0.001, 2e6];

    const state = filled(values).snapshot();

    expect(counted(state.buckets) + state.zero).to.equal(values.length);
  });

  it('stays at scale 5 over 512 buckets and goes to scale 4 with the 513th', () => {
    // 2^-1/32 is bucket -1; bucket i of scale 5 holds 2^((i+1)/32) as its upper bound
    const high = (buckets: number) => Math.floor(2 ** ((buckets - 1) / 32));
    const fits = filled([1, high(512)], 'size').snapshot();
    const tooWide = filled([1, high(513)], 'size').snapshot();

    expect({ scale: fits.scale, buckets: fits.buckets.length }).to.deep.equal({
      scale: 5,
      buckets: 512,
    });
    expect({ scale: tooWide.scale, offset: tooWide.offset }).to.deep.equal({
      scale: 4,
      offset: -1,
    });
    expect(tooWide.buckets.length).to.equal(257);
    expect(counted(tooWide.buckets)).to.equal(2);
  });

  it('stays at scale 4 once it is there, even after take', () => {
    const histogram = filled([1, 2 ** 30], 'size');
    histogram.take();

    histogram.record(7);

    expect(histogram.snapshot().scale).to.equal(4);
  });

  it('holds the widest range in 497 buckets of scale 4', () => {
    const state = filled([1, 2 ** 31 - 1], 'size').snapshot();

    expect({ scale: state.scale, offset: state.offset }).to.deep.equal({ scale: 4, offset: -1 });
    expect(state.buckets.length).to.equal(497);
  });

  it('takes at most 1.5 KiB, at the widest range', () => {
    const widest = [0.001, 0.5, 20, 900, 60_000, 2e6];
    filled(widest);
    const before = heapBytes();
    const many = Array.from({ length: 2_000 }, () => filled(widest));

    const each = (heapBytes() - before) / many.length;

    expect(many[0]?.snapshot().scale).to.equal(4);
    expect(each).to.be.within(1_000, 1.5 * 1_024);
  });

  for (const count of [2 ** 16 - 1, 2 ** 16, 2 ** 16 + 1]) {
    it(`counts the same value ${count} times, in every window`, () => {
      const histogram = filled(new Array<number>(count).fill(5), 'size');

      const windows = [histogram.take(), histogram.take()];
      for (let time = 0; time < count; time++) histogram.record(5);
      windows.push(histogram.take());

      expect(windows.map(({ buckets }) => buckets)).to.deep.equal([[count], [], [count]]);
    });
  }

  it('has room for two buckets that become one', () => {
    const neighbours = [1_000, 1_010].map((value) => new Array<number>(40_000).fill(value));
    const histogram = filled(neighbours.flat(), 'size');

    for (const value of [1, 2 ** 30]) histogram.record(value);

    const { scale, buckets } = histogram.snapshot();
    expect(scale).to.equal(4);
    expect(Math.max(...buckets)).to.equal(80_000);
  });

  it('does not go coarser for ranges that were in different windows', () => {
    const histogram = filled([1], 'size');
    histogram.take();

    histogram.record(2 ** 30);

    expect(histogram.snapshot().scale).to.equal(5);
  });
});

describe('Histogram.merge', () => {
  it('gives what one histogram of all values would give', () => {
    const [a, b] = [latencies(3_000, 2), latencies(3_000, 3, 0.05)];
    const merged = filled(a);

    merged.merge(filled(b).snapshot());

    const { sum, ...rest } = merged.snapshot();
    const { sum: expectedSum, ...expected } = filled([...a, ...b]).snapshot();
    expect(rest).to.deep.equal(expected);
    expect(sum).to.be.closeTo(expectedSum, 1e-6);
  });

  it('brings the finer one down, whichever that is', () => {
    const coarse = filled([1, 2 ** 30], 'size');
    const fine = filled([3, 3, 900], 'size');
    const all = filled([1, 2 ** 30, 3, 3, 900], 'size').snapshot();

    const [coarseState, fineState] = [coarse.snapshot(), fine.snapshot()];
    coarse.merge(fineState);
    fine.merge(coarseState);

    expect(coarse.snapshot()).to.deep.equal(all);
    expect(fine.snapshot()).to.deep.equal(all);
  });

  for (const total of [2 ** 16 - 1, 2 ** 16]) {
    it(`keeps ${total} values of two windows in one bucket`, () => {
      const histogram = filled(new Array<number>(total - 40_000).fill(5), 'size');

      histogram.merge(filled(new Array<number>(40_000).fill(5), 'size').snapshot());

      expect(histogram.snapshot().buckets).to.deep.equal([total]);
    });
  }

  it('keeps counts beyond 32 bits', () => {
    const histogram = filled([5], 'size');
    const many = { ...filled([5], 'size').snapshot(), count: 2 ** 32, buckets: [2 ** 32] };

    histogram.merge(many);
    histogram.record(5);

    expect(histogram.snapshot().buckets).to.deep.equal([2 ** 32 + 2]);
  });

  it('takes a histogram without values without a change', () => {
    const histogram = filled([5]);
    const before = histogram.snapshot();

    histogram.merge(new Histogram('duration').snapshot());

    expect(histogram.snapshot()).to.deep.equal(before);
  });

  it('refuses another grid', () => {
    const size = new Histogram('size').snapshot();

    expect(() => new Histogram('duration').merge(size)).to.throw(
      TypeError,
      'cannot merge a size histogram into a duration one',
    );
  });
});
