import { expect } from 'chai';
import { createOwnShare } from '../../../server/cpu/own-share';

describe('the share of Radiant itself', () => {
  it('is too much above a hundredth of a core, over a minute', () => {
    const most = createOwnShare(0);
    const more = createOwnShare(0);

    most.addMs(600);
    more.addMs(600.1);

    expect(more.isTooMuch(59_999)).to.equal(false);
    expect([most.isTooMuch(60_000), more.isTooMuch(60_000)]).to.deep.equal([false, true]);
  });

  it('has the cost of the hooks in it, by the number of slices', () => {
    const few = createOwnShare(0);
    const many = createOwnShare(0);

    few.addSlices(2_750_000);
    many.addSlices(2_850_000);

    expect([few.isTooMuch(60_000), many.isTooMuch(60_000)]).to.deep.equal([false, true]);
  });

  it('begins anew every minute', () => {
    const own = createOwnShare(0);
    own.addMs(590);
    own.isTooMuch(60_000);
    own.addMs(590);

    expect(own.isTooMuch(120_000)).to.equal(false);
  });
});
