import { expect } from 'chai';
import { Histogram, type HistogramState } from '../../common/histogram';
import { mergeStates } from '../../common/histogram-merge';
import type { Grid } from '../../common/metrics';
import { seeded } from '../support/seeded';

function stateOf(values: readonly number[], grid: Grid = 'size'): HistogramState {
  const histogram = new Histogram(grid);
  for (const value of values) histogram.record(value);
  return histogram.snapshot();
}

/** Whole numbers, so that sums are exact too; every third set is wide enough for scale 4. */
function someValues(random: () => number): number[] {
  const octaves = random() < 0.3 ? 30 : 10;
  const lowest = random() * 15;
  return Array.from({ length: Math.floor(random() * 40) }, () =>
    random() < 0.1 ? 0 : Math.floor(2 ** Math.min(30.9, lowest + random() * octaves)),
  );
}

describe('mergeStates', () => {
  it('equals one histogram of all values, for 300 random pairs', () => {
    const random = seeded(11);
    for (let round = 0; round < 300; round++) {
      const [a, b] = [someValues(random), someValues(random)];

      const merged = mergeStates(stateOf(a), stateOf(b));

      expect(merged).to.deep.equal(stateOf([...a, ...b]));
    }
  });

  it('does not depend on order or grouping, for 300 random triples', () => {
    const random = seeded(12);
    for (let round = 0; round < 300; round++) {
      const [a, b, c] = [
        stateOf(someValues(random)),
        stateOf(someValues(random)),
        stateOf(someValues(random)),
      ];

      const grouped = mergeStates(mergeStates(a, b), c);

      expect(mergeStates(a, mergeStates(b, c))).to.deep.equal(grouped);
      expect(mergeStates(mergeStates(c, a), b)).to.deep.equal(grouped);
      expect(mergeStates(b, a)).to.deep.equal(mergeStates(a, b));
    }
  });

  it('gives the same as merging into a live histogram', () => {
    const random = seeded(13);
    for (let round = 0; round < 300; round++) {
      const [a, b] = [someValues(random), someValues(random)];
      const live = new Histogram('size');
      live.merge(stateOf(a));

      live.merge(stateOf(b));

      expect(live.snapshot()).to.deep.equal(mergeStates(stateOf(a), stateOf(b)));
    }
  });

  it('stays at scale 5 when both together fit 512 buckets, and goes to 4 when not', () => {
    const low = stateOf([1]);
    const fits = mergeStates(low, stateOf([Math.floor(2 ** (511 / 32))]));
    const tooWide = mergeStates(low, stateOf([Math.floor(2 ** (512 / 32))]));

    expect(fits.scale).to.equal(5);
    expect(tooWide.scale).to.equal(4);
  });

  it('adds counts beyond 32 bits exactly', () => {
    const many = { ...stateOf([5]), count: 2 ** 40, buckets: [2 ** 40] };

    const merged = mergeStates(many, stateOf([5]));

    expect(merged.buckets).to.deep.equal([2 ** 40 + 1]);
  });

  it('leaves both as they were', () => {
    const [a, b] = [stateOf([1, 2, 3]), stateOf([2, 900])];
    const before = structuredClone([a, b]);

    mergeStates(a, b);

    expect([a, b]).to.deep.equal(before);
  });

  it('refuses two grids', () => {
    expect(() => mergeStates(stateOf([1], 'size'), stateOf([1], 'lifetime'))).to.throw(
      TypeError,
      'cannot merge a size and a lifetime histogram',
    );
  });
});
