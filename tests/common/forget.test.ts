import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import { checkForget, type ForgetQuery } from '../../common/forget';

describe('who is to be forgotten', () => {
  it('is told by a user id, an anonymous id, or both', () => {
    expect(checkForget({ userId: 'ann' })).to.deep.equal([['userId', 'ann']]);
    expect(checkForget({ anonymousId: 'v', userId: undefined })).to.deep.equal([
      ['anonymousId', 'v'],
    ]);
    expect(checkForget({ userId: 'ann', anonymousId: 'v' })).to.have.length(2);
  });

  const refused: ReadonlyArray<readonly [what: string, given: unknown, message: RegExp]> = [
    ['nobody', {}, /userId or anonymousId/],
    ['nothing', undefined, /userId or anonymousId/],
    ['ids that got lost', { userId: undefined, anonymousId: undefined }, /userId or anonymousId/],
    ['an id without a character', { userId: '' }, /userId is "".*not empty/],
    ['a number', { anonymousId: 7 }, /anonymousId is 7.*not empty/],
    ['null', { userId: null, anonymousId: 'v' }, /userId is null/],
    ['an operator in place of an id', { userId: { $gt: '' } }, /userId is an object/],
    ['another field', { userId: 'ann', email: 'a@b.c' }, /no email.*userId and anonymousId/],
  ];

  for (const [what, given, message] of refused) {
    it(`is not ${what}, and the error says what is accepted`, () => {
      expect(() => checkForget(given as ForgetQuery))
        .to.throw(RadiantError, message)
        .with.property('code', 'forget-invalid');
    });
  }
});
