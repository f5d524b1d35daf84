import { expect } from 'chai';
import { heatCells } from '../../../../client/dashboard/ui/heat-cells';

const steps = { from: 1_000, to: 1_040, stepMs: 10 };

describe('the cells of a heat map', () => {
  it('are none where nothing was counted', () => {
    const nothing = { bands: [], steps: 4, counts: [], most: 0, total: 0, busiest: 0 };

    expect(heatCells([], steps)).to.deep.equal(nothing);
    expect(heatCells([[1_000, [[1, 2, 0]]]], steps)).to.deep.equal(nothing);
  });

  it('have two bands for each doubling, from the lowest value to the highest', () => {
    const { bands, counts, total } = heatCells(
      [
        [1_000, [[1, 1.1, 2]]],
        [1_030, [[3.9, 4.2, 5]]],
      ],
      steps,
    );

    expect(bands.map(([low]) => low)).to.deep.equal([1, 2 ** 0.5, 2, 2 ** 1.5, 4]);
    expect(counts).to.have.length(bands.length * 4);
    expect([counts[0], counts[4 * 4 + 3], total]).to.deep.equal([2, 5, 7]);
  });

  it('put narrow buckets of a band together, and name the band with the most', () => {
    const { counts, most, busiest, bands } = heatCells(
      [
        [
          1_010,
          [
            [1, 1.1, 2],
            [1.1, 1.2, 3],
            [8, 8.5, 4],
          ],
        ],
      ],
      steps,
    );

    expect(counts[1]).to.equal(5);
    expect([most, busiest]).to.deep.equal([5, 0]);
    expect(bands.at(-1)?.[0]).to.equal(8);
  });

  it('leave out what lies outside of the range', () => {
    const { total } = heatCells(
      [
        [990, [[1, 2, 1]]],
        [1_039, [[1, 2, 1]]],
        [1_040, [[1, 2, 1]]],
      ],
      steps,
    );

    expect(total).to.equal(1);
  });

  it('have one band where all values are zero', () => {
    const { bands } = heatCells([[1_000, [[0, 0, 3]]]], steps);

    expect(bands).to.have.length(1);
  });
});
