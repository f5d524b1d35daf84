import { expect } from 'chai';
import {
  count,
  duration,
  ownerText,
  percent,
  plural,
  queryText,
} from '../../../server/load/wording';

describe('the wording of findings', () => {
  it('gives shares as they can be read', () => {
    const shares = [0, 0.0004, 0.004, 0.0142, 0.62, 0.904, 0.949, 0.9996, 1];

    expect(shares.map(percent)).to.deep.equal([
      ...['0 %', '0 %', '0.4 %', '1 %', '62 %', '90.4 %', '94.9 %', '100 %', '100 %'],
    ]);
  });

  it('gives counts whole, but for small fractions', () => {
    expect([0, 0.5, 9.96, 10.4, 999, 1_000, 1_234_567.8].map(count)).to.deep.equal([
      ...['0', '0.5', '10', '10', '999', '1,000', '1,234,568'],
    ]);
  });

  it('puts words in the plural', () => {
    expect([1, 2, 0].map((value) => plural(value, 'handle'))).to.deep.equal([
      ...['1 handle', '2 handles', '0 handles'],
    ]);
  });

  it('gives times in the unit people would', () => {
    const times = [900, 119_000, 120_000, 7_199_000, 7_200_000, 172_800_000];

    expect(times.map(duration)).to.deep.equal([
      ...['1 s', '119 s', '2 min', '120 min', '2 h', '2 days'],
    ]);
  });

  it('names owners, and cuts long shapes', () => {
    expect(ownerText({ kind: 'publication', name: 'null:0' })).to.equal('Publication null:0');
    expect(ownerText({ kind: 'method', name: 'watch' })).to.equal('Method watch');
    expect(ownerText({ kind: 'none', name: '' })).to.equal('Code outside of any call');
    expect(queryText({ collection: 'tasks', shape: 'x'.repeat(200) })).to.have.length(131);
  });
});
