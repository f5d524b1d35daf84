import { expect } from 'chai';
import { readsByName } from '../../../../client/dashboard/data/use-reads';
import { anAnswer } from '../an-answer';

describe('several reads', () => {
  it('are known by name, without those that were refused', () => {
    const [first, last] = [anAnswer([]), anAnswer([[{}, 1]])];
    const refused = { error: { code: 'read-invalid', message: 'no buckets' } };

    const reads = readsByName(['first', 'spread', 'last'], { answers: [first, refused, last] });

    expect(reads).to.deep.equal({ first, last });
  });
});
