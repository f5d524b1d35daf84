import { expect } from 'chai';
import { dimsOfKey, joinedRows, keyOf } from '../../../../client/dashboard/data/joined-rows';
import { anAnswer } from '../an-answer';

const by = ['name', 'origin'];

describe('joined rows', () => {
  it('put what several answers say of a name into one row', () => {
    const reads = {
      p95: anAnswer([[{ name: 'a', origin: 'client' }, 40]]),
      run: anAnswer([
        [{ name: 'a', origin: 'client' }, 7],
        [{ name: 'a', origin: 'server' }, 9],
      ]),
    };

    const rows = joinedRows(reads, by);

    expect(rows.map(({ dims, values }) => ({ ...dims, ...values }))).to.deep.equal([
      { name: 'a', origin: 'client', p95: 40, run: 7 },
      { name: 'a', origin: 'server', run: 9 },
    ]);
  });

  it('sum an answer with further dimensions, and keep its parts', () => {
    const calls = anAnswer([
      [{ name: 'a', origin: 'client', outcome: 'ok' }, 8],
      [{ name: 'a', origin: 'client', outcome: 'error' }, 2],
    ]);

    const [row] = joinedRows({ calls }, by);

    expect(row?.values).to.deep.equal({ calls: 10, 'calls.ok': 8, 'calls.error': 2 });
  });

  it('give what is said of a name to all its rows, and make none of it', () => {
    const reads = {
      p95: anAnswer([
        [{ name: 'a', origin: 'client' }, 1],
        [{ name: 'a', origin: 'server' }, 2],
        [{ name: 'b', origin: 'client' }, 3],
      ]),
      cpu: anAnswer([
        [{ name: 'a' }, 5],
        [{ name: 'c' }, 6],
      ]),
    };

    const rows = joinedRows(reads, by);

    expect(rows.map(({ values }) => values.cpu)).to.deep.equal([5, 5, undefined]);
  });

  it('keep names apart, whatever stands in them', () => {
    const reads = {
      p95: anAnswer([
        [{ name: 'a","b', origin: 'c' }, 1],
        [{ name: 'a', origin: 'b","c' }, 2],
      ]),
    };

    const keys = joinedRows(reads, by).map(({ key }) => key);

    expect(new Set(keys)).to.have.property('size', 2);
  });

  it('leave out answers that did not come', () => {
    expect(joinedRows({ p95: undefined, run: anAnswer([]) } as never, by)).to.deep.equal([]);
  });

  it('have keys that can stand in an address, and come back from there', () => {
    const dims = { name: 'a"b', origin: 'client' };

    expect(dimsOfKey(keyOf(dims, by), by)).to.deep.equal(dims);
    for (const key of [undefined, '', 'a', '["a"]', '["a",1]', '{"a":1}', 'null']) {
      expect(dimsOfKey(key, by), String(key)).to.equal(undefined);
    }
  });
});
