import { expect } from 'chai';
import { chooseEncoding } from '../../../server/dashboard/choose-encoding';

describe('chooseEncoding', () => {
  const cases: ReadonlyArray<readonly [string | undefined, string]> = [
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0.5, gzip;q=0.8', 'gzip'],
    ['br;q=0, gzip;q=0', 'identity'],
    ['br;q=0.001', 'br'],
    ['*', 'br'],
    ['*;q=0', 'identity'],
    ['br;q=0, *', 'gzip'],
    ['identity;q=1, br;q=0.5', 'identity'],
    ['identity;q=0', 'identity'],
    ['br;q=2', 'identity'],
    ['br ; q=1 , gzip', 'br'],
    ['zstd', 'identity'],
  ];
  for (const [header, expected] of cases) {
    it(`sends ${expected} for ${header === undefined ? 'no header' : `"${header}"`}`, () => {
      expect(chooseEncoding(header, ['br', 'gzip'])).to.equal(expected);
    });
  }

  it('sends nothing that there is not', () => {
    expect(chooseEncoding('br, gzip', ['gzip'])).to.equal('gzip');
    expect(chooseEncoding('br, gzip', [])).to.equal('identity');
  });
});
