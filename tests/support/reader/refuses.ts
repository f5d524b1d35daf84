import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';

/** What is wrong, the fields that make it so, and what the error says. */
export type InvalidQuery = readonly [what: string, wrong: object, message: RegExp];

/** What is refused whatever is read. */
export const invalidRanges = (start: number): readonly InvalidQuery[] => [
  ['a range that ends as it begins', { to: start }, /from/],
  ['a time that is none', { from: Number.NaN }, /from is NaN/],
  ['an unknown field of the resource', { resource: { pid: '1' } }, /"pid".*instance/],
  ['a limit of 0', { limit: 0 }, /limit is 0.*from 1 to/],
  ['half of a limit', { limit: 1.5 }, /limit is 1\.5.*whole/],
  ['an operator in place of text', { name: { $gt: '' } }, /name is an object.*string/],
];

/** Describes each query that `read` refuses. */
export function describeRefused(
  invalid: readonly InvalidQuery[],
  read: (wrong: object) => Promise<unknown>,
): void {
  for (const [what, wrong, message] of invalid) {
    it(`refuses ${what}, and says what is accepted`, async () => {
      const error = await read(wrong).catch((reason: unknown) => reason);

      expect(error).to.be.instanceOf(RadiantError);
      expect(error).to.have.property('code', 'read-invalid');
      expect(error).to.have.property('message').that.matches(message);
    });
  }
}
