import { expect } from 'chai';
import { mergeErrors } from '../../common/error-merge';
import { anErrorEntry } from '../support/an-error-entry';

describe('mergeErrors', () => {
  it('adds up what is of one group, and keeps groups apart in their order', () => {
    const entries = [
      anErrorEntry({ message: 'a', count: 2, firstAt: 5, lastAt: 9 }),
      anErrorEntry({ message: 'b', count: 1, lastAt: 7 }),
      anErrorEntry({ message: 'a', count: 3, firstAt: 1, lastAt: 4 }),
    ];

    const merged = mergeErrors(entries);

    expect(
      merged.map(({ message, count, firstAt, lastAt }) => [message, count, firstAt, lastAt]),
    ).to.deep.equal([
      ['a', 5, 1, 9],
      ['b', 1, 7, 7],
    ]);
  });

  it('keeps the newest sample, in whichever order they come', () => {
    const [old, young] = [anErrorEntry({ lastAt: 1 }), anErrorEntry({ lastAt: 2 })];

    expect(mergeErrors([old, young])[0]?.sample).to.equal(young.sample);
    expect(mergeErrors([young, old])[0]?.sample).to.equal(young.sample);
  });

  it('leaves the entries as they are', () => {
    const entry = Object.freeze(anErrorEntry({ count: 2 }));

    mergeErrors([entry, entry]);

    expect(entry.count).to.equal(2);
  });

  it('gives nothing for nothing', () => {
    expect(mergeErrors([])).to.deep.equal([]);
  });
});
