import { expect } from 'chai';
import { Random } from './random';

describe('Random', () => {
  it('gives the ids that Meteor gives for a seed', () => {
    const random = Random.createWithSeeds(0);

    const ids = [random.id(), random.id(), random.id(), random.id()];

    expect(ids).to.deep.equal([
      'cp9hWvhg8GSvuZ9os',
      '3f3k6Xo7rrHCifQhR',
      'shxDnjWWmnKPEoLhM',
      '6QTjB8C5SEqhmz4ni',
    ]);
  });

  it('gives values of the length and alphabet asked for', () => {
    expect(Random.id()).to.match(/^[2-9A-HJ-NP-Za-km-z]{17}$/);
    expect(Random.id(3)).to.have.lengthOf(3);
    expect(Random.secret()).to.match(/^[\w-]{43}$/);
    expect(Random.hexString(9)).to.match(/^[0-9a-f]{9}$/);
    expect(Random.fraction()).to.be.within(0, 1);
    expect(['a', 'b']).to.include(Random.choice(['a', 'b']));
  });

  it('gives other values each time, and needs a seed to repeat them', () => {
    expect(Random.id()).to.not.equal(Random.id());
    expect(() => Random.createWithSeeds()).to.throw('No seeds were provided');
  });
});
