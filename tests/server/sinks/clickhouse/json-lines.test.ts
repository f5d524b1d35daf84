import { expect } from 'chai';
import { eachJsonLine } from '../../../../server/sinks/clickhouse/json-lines';

describe('lines of JSON that come in pieces', () => {
  const text = '{"a":"ключ 😀"}\n{"a":"\\n"}\n{"a":""}';
  const lines = [{ a: 'ключ 😀' }, { a: '\n' }, { a: '' }];

  async function read(pieces: Iterable<Uint8Array>): Promise<unknown[]> {
    const rows: unknown[] = [];
    await eachJsonLine(inTurn(pieces), (row) => rows.push(row));
    return rows;
  }
  async function* inTurn(pieces: Iterable<Uint8Array>) {
    yield* pieces;
  }

  for (const length of [1, 2, 3, 7, 1_000]) {
    it(`are read whole, ${length} bytes at a time`, async () => {
      const bytes = Buffer.from(text);
      const pieces = Array.from({ length: Math.ceil(bytes.length / length) }, (_, index) =>
        bytes.subarray(index * length, (index + 1) * length),
      );

      expect(await read(pieces)).to.deep.equal(lines);
    });
  }

  it('may end with a line end, and be none', async () => {
    expect(await read([Buffer.from(`${text}\n`)])).to.deep.equal(lines);
    expect(await read([])).to.deep.equal([]);
  });

  it('fail as what they come from does', async () => {
    async function* broken() {
      yield Buffer.from('{}\n');
      throw new Error('gone');
    }

    const error = await eachJsonLine(broken(), () => undefined).catch((reason: unknown) => reason);

    expect(error).to.have.property('message', 'gone');
  });
});
