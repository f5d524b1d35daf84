import { expect } from 'chai';
import { seededRandom } from '../../support/seeded-random';
import { blockOf } from './turns';

describe('blockOf', () => {
  it('goes through all subjects and back again', () => {
    const block = blockOf(['a', 'b', 'c'], seededRandom(1));

    expect(block.slice(0, 3).sort()).to.deep.equal(['a', 'b', 'c']);
    expect(block.slice(3)).to.deep.equal(block.slice(0, 3).reverse());
  });

  it('gives the same order for the same seed', () => {
    const subjects = ['a', 'b', 'c', 'd'];

    expect(blockOf(subjects, seededRandom(5))).to.deep.equal(blockOf(subjects, seededRandom(5)));
  });

  it('begins with each of them as often', () => {
    const random = seededRandom(2);
    const begun = { a: 0, b: 0 };
    for (let block = 0; block < 1_000; block++)
      begun[blockOf(['a', 'b'] as const, random)[0] ?? 'a']++;

    expect(begun.a).to.be.within(450, 550);
  });

  it('leaves the list as it was', () => {
    const subjects = ['a', 'b', 'c'];
    blockOf(subjects, seededRandom(3));

    expect(subjects).to.deep.equal(['a', 'b', 'c']);
  });
});
