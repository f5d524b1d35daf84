import { expect } from 'chai';
import {
  writerLink,
  writerRows,
} from '../../../../../client/dashboard/screens/observers/writer-rows';
import type { ReadAnswer } from '../../../../../common/reader';

const answer = (docs: Readonly<Record<string, number>>): ReadAnswer => ({
  ...{ metric: 'mutation.docs', stat: 'sum', unit: 'count', from: 0, to: 10_000, stepMs: 10_000 },
  rows: Object.entries(docs).map(([owner, count]) => ({ dims: { owner }, points: [[0, count]] })),
});

describe('writerRows', () => {
  it('put the one that changes most first, and leave out who changed nothing', () => {
    expect(
      writerRows(answer({ none: 25, 'method:tasks.add': 75, 'method:idle': 0 })),
    ).to.deep.equal([
      { owner: 'method:tasks.add', docsPerSecond: 7.5, share: 0.75 },
      { owner: 'none', docsPerSecond: 2.5, share: 0.25 },
    ]);
  });

  it('are none where nothing was written', () => {
    expect(writerRows(answer({ none: 0 }))).to.deep.equal([]);
  });
});

describe('writerLink', () => {
  it('leads to methods and publications, whatever their names have in them', () => {
    expect(writerLink('method:a:b')).to.deep.equal({ text: 'a:b', name: 'a:b', screen: 'methods' });
    expect(writerLink('publication:p').screen).to.equal('publications');
  });

  it('leads nowhere from code outside of any call, and from what was folded', () => {
    expect(writerLink('none')).to.deep.equal({ text: 'code outside of any call' });
    expect(writerLink('_OTHER')).to.deep.equal({ text: '_OTHER' });
  });
});
