import { expect } from 'chai';
import { searchableJson } from '../../../../server/sinks/clickhouse/searchable-json';

describe('JSON that ClickHouse can look into', () => {
  it('is no text where there is nothing', () => {
    expect(searchableJson(undefined)).to.equal('');
    expect(searchableJson({})).to.equal('{}');
  });

  it('has integers of 19 digits or more with an exponent, and is the same to who reads it', () => {
    const numbers = [1e20, -(2 ** 64), 2 ** 63, 123456789012345680000, 1e18, 1.5, 1e21, -1e-7];
    const value = { numbers, '1234567890123456789': '12345678901234567890 "-98765432109876543210' };

    const json = searchableJson(value);

    expect(JSON.parse(json)).to.deep.equal(value);
    expect(json).to.include('[1e20,-1.8446744073709552e19,9.223372036854776e18,');
    expect(json).to.include(',1e18,1.5,1e+21,-1e-7]');
  });

  it('has U+FFFD for half of a surrogate pair only', () => {
    const value = { '\udc00': '\ud83d \\ud83d 😀 \\\ud800' };

    expect(JSON.parse(searchableJson(value))).to.deep.equal({
      '\ufffd': '\ufffd \\ud83d 😀 \\\ufffd',
    });
  });
});
