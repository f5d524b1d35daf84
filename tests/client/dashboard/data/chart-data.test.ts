import { expect } from 'chai';
import { chartRows, linesOf, linesTogether } from '../../../../client/dashboard/data/chart-data';
import type { ReadAnswer, ReadRow } from '../../../../common/reader';

const anAnswer = (rows: readonly ReadRow[], fields: Partial<ReadAnswer> = {}): ReadAnswer => ({
  ...{ metric: 'method.calls', stat: 'rate', unit: 'count', from: 0, to: 40, stepMs: 10, rows },
  ...fields,
});

const aRow = (name: string, ...points: ReadRow['points']): ReadRow => ({ dims: { name }, points });
const labelOf = ({ dims }: ReadRow) => dims.name ?? 'all';

describe('the lines of a chart', () => {
  it('have a gap where a step is unknown, and a zero where it is zero', () => {
    const { times, lines } = linesOf(anAnswer([aRow('a', [0, 1], [20, 0])]), { labelOf });

    expect(times).to.deep.equal([0, 10, 20, 30]);
    expect(lines).to.deep.equal([{ label: 'a', values: [1, null, 0, null] }]);
  });

  it('are the largest ones, the largest first', () => {
    const rows = [1, 3, 2].map((value) => aRow(`${value}`, [0, value]));
    const { lines } = linesOf(anAnswer(rows), { labelOf, most: 2 });

    expect(lines.map(({ label }) => label)).to.deep.equal(['3', '2']);
  });

  it('leave out buckets and times that are no step', () => {
    const row = aRow('a', [0, [[1, 2, 3]]], [5, 7], [40, 7], [10, 4]);

    expect(linesOf(anAnswer([row]), { labelOf }).lines[0]?.values).to.deep.equal([
      ...[null, 4, null, null],
    ]);
  });

  it('of several answers share the finest steps, though some have wider ones', () => {
    const wide = anAnswer([aRow('x', [0, 5], [20, 6])], { stepMs: 20 });
    const fine = anAnswer([aRow('y', [0, 1], [10, 2], [20, 3], [30, 4])]);

    expect(
      linesTogether([
        ['p95', wide],
        ['none', undefined],
        ['p50', fine],
      ]),
    ).to.deep.equal({
      times: [0, 10, 20, 30],
      lines: [
        { label: 'p95', values: [5, null, 6, null] },
        { label: 'p50', values: [1, 2, 3, 4] },
      ],
    });
    expect(linesTogether([])).to.deep.equal({ times: [], lines: [] });
  });

  it('are a table, too, whose unknown cells are empty', () => {
    const data = linesOf(anAnswer([aRow('a', [0, 1])], { to: 20 }), { labelOf });

    expect(chartRows(data)).to.deep.equal({
      columns: ['time', 'a'],
      rows: [
        ['1970-01-01T00:00:00.000Z', 1],
        ['1970-01-01T00:00:00.010Z', undefined],
      ],
    });
  });
});
