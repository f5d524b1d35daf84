import { expect } from 'chai';
import { type Column, sortedRows, sortOf } from '../../../../client/dashboard/ui/table-columns';

interface Row {
  readonly name: string;
  readonly value?: number;
}

const columns: ReadonlyArray<Column<Row>> = [
  { name: 'name', title: 'Name', isText: true, valueOf: ({ name }) => name, show: () => '' },
  { name: 'a.b', title: 'Value', valueOf: ({ value }) => value, show: () => '' },
];

const namesOf = (rows: readonly Row[]) => rows.map(({ name }) => name).join('');

describe('the order of a table', () => {
  it('is read from the address', () => {
    expect(sortOf('name.asc', columns, 'a.b.desc')).to.deep.equal({ name: 'name', isUp: true });
    expect(sortOf('a.b.desc', columns, 'name.asc')).to.deep.equal({ name: 'a.b', isUp: false });
  });

  it('is the usual one where the address names none that there is', () => {
    for (const text of [undefined, '', 'name', 'name.up', 'other.asc', '.asc', 'asc']) {
      expect(sortOf(text, columns, 'a.b.desc'), `${text}`).to.deep.equal({
        name: 'a.b',
        isUp: false,
      });
    }
  });

  it('has what is unknown at its end, up and down', () => {
    const rows = [{ name: 'a' }, { name: 'b', value: 2 }, { name: 'c', value: Number.NaN }];
    const more = [...rows, { name: 'd', value: 10 }];

    expect(namesOf(sortedRows(more, columns, { name: 'a.b', isUp: true }))).to.equal('bdac');
    expect(namesOf(sortedRows(more, columns, { name: 'a.b', isUp: false }))).to.equal('dbac');
  });

  it('leaves equal rows as they came, and the rows given as they are', () => {
    const rows = ['c', 'a', 'b'].map((name) => ({ name, value: 1 }));

    expect(namesOf(sortedRows(rows, columns, { name: 'a.b', isUp: false }))).to.equal('cab');
    expect(namesOf(rows)).to.equal('cab');
  });

  it('takes numbers in names for numbers', () => {
    const rows = ['list 10', 'list 9', 'List 1'].map((name) => ({ name }));

    expect(sortedRows(rows, columns, { name: 'name', isUp: true }).map(({ name }) => name))
      .to.deep //
      .equal(['List 1', 'list 9', 'list 10']);
  });
});
