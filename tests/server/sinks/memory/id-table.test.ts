import { expect } from 'chai';
import { createIdTable, type IdEntry } from '../../../../server/sinks/memory/id-table';

/** A table that has seen `a` at 1, `b` at 2 and `c` at 3. */
function aTable() {
  const table = createIdTable<IdEntry>();
  ['a', 'b', 'c'].forEach((key, index) => {
    table.entryOf(key, index + 1, () => ({ id: index, key, lastAt: 0 }));
  });
  return table;
}

const keysOf = (table: ReturnType<typeof aTable>) => [...table.values()].map(({ key }) => key);

describe('a table of ids', () => {
  it('makes an entry once, and knows when it was last seen', () => {
    const table = aTable();

    const again = table.entryOf('a', 9, () => {
      throw new Error('made twice');
    });
    table.entryOf('a', 4, () => again);

    expect(again).to.deep.equal({ id: 0, key: 'a', lastAt: 9 });
    expect(table.get(0)).to.equal(again);
  });

  it('forgets what was last seen at a time or before it', () => {
    const table = aTable();

    table.forgetBefore(2);

    expect(keysOf(table)).to.deep.equal(['c']);
    expect(table.get(1)).to.equal(undefined);
  });

  it('forgets all but some', () => {
    const table = aTable();

    table.forgetAllBut(new Set([1]));

    expect(keysOf(table)).to.deep.equal(['b']);
  });

  it('takes no bytes for what it has forgotten', () => {
    const table = aTable();
    expect(table.sizeBytes).to.be.greaterThan(1_000);

    table.forgetBefore(3);

    expect(table.sizeBytes).to.equal(0);
  });

  it('gives a copy that forgets nothing', () => {
    const table = aTable();
    const copy = table.copy();

    table.forgetBefore(3);

    expect(copy.get(0)?.key).to.equal('a');
  });
});
