import { expect } from 'chai';
import { proseBlocks } from '../../../../client/dashboard/format/prose-parts';

const text = (value: string) => ({ as: 'text', text: value });
const code = (value: string) => ({ as: 'code', text: value });

describe('proseBlocks', () => {
  it('keeps code and stress apart from the words, and of links the words', () => {
    expect(proseBlocks('stop `handle`, as for [leak](#leak): *at once*.')).to.deep.equal([
      {
        as: 'paragraph',
        parts: [
          ...[text('Stop '), code('handle'), text(', as for '), text('leak'), text(': ')],
          ...[{ as: 'em', text: 'at once' }, text('.')],
        ],
      },
    ]);
  });

  it('makes lists of points between paragraphs', () => {
    const blocks = proseBlocks('either:\n\n- `range`: one\n- other\n\nA warning.');

    expect(blocks).to.deep.equal([
      { as: 'paragraph', parts: [text('Either:')] },
      { as: 'list', items: [[code('range'), text(': one')], [text('Other')]] },
      { as: 'paragraph', parts: [text('A warning.')] },
    ]);
  });

  it('makes nothing of markup that looks like HTML', () => {
    expect(proseBlocks('<b onclick="x">hi</b>')).to.deep.equal([
      { as: 'paragraph', parts: [text('<b onclick="x">hi</b>')] },
    ]);
  });

  it('has nothing to say of nothing', () => {
    expect(proseBlocks('')).to.deep.equal([]);
  });
});
