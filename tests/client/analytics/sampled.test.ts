import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { sampled } from '../../../client/analytics/sampled';

describe('sampling', () => {
  for (const part of [0.01, 0.25, 0.5, 0.9]) {
    it(`takes about ${part * 100} % of the ids, random ones and numbered ones`, () => {
      for (const idOf of [() => randomUUID(), (index: number) => `${index}`]) {
        const ids = Array.from({ length: 20_000 }, (_, index) => idOf(index));
        const share = ids.filter((id) => sampled(id, part)).length / ids.length;
        expect(share).to.be.closeTo(part, 0.02);
      }
    });
  }

  it('answers the same for the same id, and never leaves out who was in a smaller part', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.string(), part, part, (id, one, other) => {
        const [small, large] = one < other ? [one, other] : [other, one];
        expect(sampled(id, one)).to.equal(sampled(id, one));
        if (sampled(id, small)) expect(sampled(id, large)).to.equal(true);
      }),
    );
  });

  it('takes all with 1 or without a setting, and none with 0', () => {
    fc.assert(
      fc.property(fc.string(), (id) => {
        expect([sampled(id, 1), sampled(id, undefined), sampled(id, 0)]).to.deep.equal([
          true,
          true,
          false,
        ]);
      }),
    );
  });
});
