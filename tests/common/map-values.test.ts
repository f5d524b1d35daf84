import { expect } from 'chai';
import { mapValues } from '../../common/map-values';

describe('mapValues', () => {
  it('keeps the keys in their order, and tells each of them', () => {
    const made = mapValues({ b: 1, a: 2 }, (value, key) => `${key}${value}`);

    expect(Object.entries(made)).to.deep.equal([
      ['b', 'b1'],
      ['a', 'a2'],
    ]);
  });

  it('takes a key named __proto__ for what it is: a key', () => {
    const made = mapValues(JSON.parse('{"__proto__":1}'), () => 2);

    expect(Object.keys(made)).to.deep.equal(['__proto__']);
    expect(Object.getPrototypeOf(made)).to.equal(Object.prototype);
  });
});
