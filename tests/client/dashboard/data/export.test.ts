import { expect } from 'chai';
import fc from 'fast-check';
import { toCsv, toJson } from '../../../../client/dashboard/data/export';

const csvOf = (...row: Array<string | number | undefined>) =>
  toCsv({ name: 'x', columns: ['c'], rows: [row] }).slice('c\r\n'.length);

describe('a table taken away', () => {
  it('is comma-separated, a line a row, with names above', () => {
    const table = {
      name: 'x',
      columns: ['name', 'calls'],
      rows: [['a', 1] as const, ['b', 2.5] as const],
    };

    expect(toCsv(table)).to.equal('name,calls\r\na,1\r\nb,2.5');
  });

  it('leaves unknown values empty', () => {
    expect(csvOf('a', undefined, 0, Number.NaN, Number.POSITIVE_INFINITY)).to.equal('a,,0,,');
  });

  it('quotes what would break a line or a column', () => {
    expect(csvOf('a,b', 'say "no"', 'two\nlines')).to.equal('"a,b","say ""no""","two\nlines"');
  });

  it('gives no spreadsheet a formula to run', () => {
    const starts = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    for (const start of starts) {
      const text = csvOf(`${start}cmd|' /C calc'!A0`).replace(/^"/, '');
      expect(text.startsWith(`'${start}`), JSON.stringify(text)).to.equal(true);
    }
    expect(csvOf(-5)).to.equal('-5');
  });

  it('guards the names of columns as well', () => {
    expect(toCsv({ name: 'x', columns: ['=1+1'], rows: [] })).to.equal("'=1+1");
  });

  it('never starts a cell as a formula, whatever a name is', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        expect(csvOf(name)).not.to.match(/^"?[=+\-@\t\r\n]/);
      }),
    );
  });

  it('is one object for each row as JSON, without what is unknown', () => {
    const rows = [['a', undefined] as const];

    expect(JSON.parse(toJson({ name: 'x', columns: ['name', 'calls'], rows }))).to.deep.equal([
      { name: 'a' },
    ]);
  });

  it('loses no column to another of the same name', () => {
    const columns = ['time', 'time', 'time (2)', '__proto__'];
    const [row] = JSON.parse(toJson({ name: 'x', columns, rows: [[1, 2, 3, 4]] }));

    expect(Object.entries(row)).to.deep.equal([
      ['time', 1],
      ['time (2)', 2],
      ['time (2) (2)', 3],
      ['__proto__', 4],
    ]);
  });
});
