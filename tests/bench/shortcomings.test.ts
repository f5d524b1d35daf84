import { expect } from 'chai';
import { type BenchTable, rowsOf } from './bench-table';
import { formatTable } from './format-table';
import { addedBy, shortcomings } from './shortcomings';

const aTable = (given: Partial<BenchTable>): BenchTable => ({
  title: 'a call',
  rows: rowsOf([
    ['bare', 1_000],
    ['with Radiant', 1_500],
  ]),
  ...given,
});

const aRace = (rival: number): BenchTable => ({
  title: 'a race',
  rows: rowsOf(
    [
      ['Radiant', 100],
      ['the other', rival],
    ],
    ['the other'],
  ),
});

describe('shortcomings', () => {
  it('finds none without a budget', () => {
    expect(shortcomings(aTable({}))).to.deep.equal([]);
  });

  it('holds what is added against the budget', () => {
    const of = (most: number) => shortcomings(aTable({ budget: { most, of: 'added' } }));

    expect(of(500)).to.deep.equal([]);
    expect(of(499)).to.deep.equal(['a call: adds 500.0 ns of 499.0 ns']);
  });

  it('holds the first row alone against the budget where that is what it is for', () => {
    const of = (most: number) => shortcomings(aTable({ budget: { most, of: 'first' } }));

    expect(of(1_000)).to.deep.equal([]);
    expect(of(999)).to.deep.equal(['a call: bare is 1.0 µs of 999.0 ns']);
  });

  it('holds each row against the budget where that is what it is for', () => {
    const of = (most: number) => shortcomings(aTable({ budget: { most, of: 'each' } }));

    expect(of(1_500)).to.deep.equal([]);
    expect(of(1_499)).to.have.length(1);
    expect(of(999)).to.have.length(2);
  });

  it('holds the last row against the second where it is about growth', () => {
    const grown = (last: number) => {
      const values = [
        ['10', 9_000],
        ['100', 100],
        ['1,000', 400],
        ['10,000', last],
      ] as const;
      return shortcomings(aTable({ rows: rowsOf(values), budget: { most: 1.5, of: 'growth' } }));
    };

    expect(grown(150)).to.deep.equal([]);
    expect(grown(151)).to.deep.equal(['a call: grows ×1.51 of ×1.5']);
    expect(grown(Number.NaN)).to.have.length(1);
  });

  it('wants rivals to be behind', () => {
    expect(shortcomings(aRace(101))).to.deep.equal([]);
    expect(shortcomings(aRace(100))).to.deep.equal(['a race: the other is not behind, 100.0 ns']);
    expect(shortcomings(aRace(Number.NaN))).to.have.length(1);
  });

  it('finds what could not be measured to be short of its budget', () => {
    const budget = { most: 1, of: 'first' } as const;

    expect(shortcomings({ title: 'nothing', budget, rows: [] })).to.have.length(1);
    expect(
      shortcomings({ title: 'nothing', budget, rows: rowsOf([['bare', Number.NaN]]) }),
    ).to.have.length(1);
  });
});

describe('addedBy', () => {
  it('leaves rivals out, and is never negative', () => {
    expect(addedBy(aRace(900))).to.equal(0);
    expect(addedBy(aTable({}))).to.equal(500);
  });
});

describe('formatTable', () => {
  it('tells each row, the times it takes of the first, and the budget', () => {
    const table = aTable({ budget: { most: 2_500, of: 'added' } });

    expect(formatTable(table).split('\n')).to.deep.equal([
      'a call',
      '  bare              1.0 µs  ×1.00',
      '  with Radiant      1.5 µs  ×1.50',
      '  added 500.0 ns, budget 2.5 µs',
      '',
    ]);
  });
});
