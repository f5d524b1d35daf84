import { expect } from 'chai';
import { parseArguments } from './arguments';

describe('parseArguments of the macro benchmark', () => {
  it('measures everything, five rounds of it', () => {
    expect(parseArguments([])).to.deep.equal({
      sections: ['calls', 'sinks', 'memory'],
      rounds: 5,
      seed: 1,
      quick: false,
    });
  });

  it('measures calls in two rounds when in a hurry', () => {
    expect(parseArguments(['--quick'])).to.deep.equal({
      sections: ['calls'],
      rounds: 2,
      seed: 1,
      quick: true,
    });
  });

  it('takes sections by name, rounds and seed', () => {
    expect(parseArguments(['memory', '--rounds', '1000', '--seed', '7'])).to.deep.equal({
      sections: ['memory'],
      rounds: 1_000,
      seed: 7,
      quick: false,
    });
  });

  it('refuses what it does not know', () => {
    expect(() => parseArguments(['memmory'])).to.throw('"memmory" is unknown');
  });

  for (const given of ['0', '1001', 'two', '1.5']) {
    it(`refuses ${given} rounds`, () => {
      expect(() => parseArguments(['--rounds', given])).to.throw(`not "${given}"`);
    });
  }
});
