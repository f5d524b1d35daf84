import { expect } from 'chai';
import fc from 'fast-check';
import { compareText } from '../../common/compare-text';

describe('the order of texts', () => {
  it('is that of their UTF-8 bytes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 6 });

    fc.assert(
      fc.property(text, text, (a, b) => {
        const bytes = Buffer.compare(Buffer.from(a), Buffer.from(b));

        expect(Math.sign(compareText(a, b))).to.equal(bytes);
      }),
    );
  });

  it('is not that of UTF-16', () => {
    expect(compareText('\uffee', '𝒳')).to.be.below(0);
    expect('\uffee' < '𝒳').to.equal(false);
  });
});
