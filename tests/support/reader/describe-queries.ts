import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import type { ReaderUnderTest } from './reader-under-test';

/** Which queries a reader refuses, and how. */
export function describeInvalidQueries({ at, read }: ReaderUnderTest): void {
  describe('of queries that make no sense', () => {
    const invalid: ReadonlyArray<readonly [string, object, RegExp]> = [
      ['an unknown metric', { metric: 'method.durations' }, /method\.durations.*method\.duration/],
      ['an unknown stat', { stat: 'median' }, /"median".*p50/],
      ['a quantile of a counter', { metric: 'method.calls' }, /"p95".*counter: rate, sum/],
      ['a rate of a gauge', { metric: 'process.rss', stat: 'rate' }, /"rate".*gauge: avg, max/],
      ['an unknown dimension', { dims: { nam: 'x' } }, /"nam".*name, origin/],
      ['a dimension that is no string', { dims: { name: 1 } }, /dims\.name is 1.*string/],
      ['an unknown field of the resource', { resource: { pid: '1' } }, /"pid".*instance/],
      ['an unknown grouping', { by: ['outcom'] }, /"outcom".*outcome.*resource\.release/],
      ['a range that ends as it begins', { from: at(0), to: at(0) }, /from/],
      ['a time that is none', { to: Number.NaN }, /to is NaN/],
      ['a step of nothing', { stepMs: 0 }, /stepMs is 0.*above 0/],
      ['a negative step', { stepMs: -1 }, /stepMs is -1/],
      ['more than 10,000 points', { from: at(0), to: at(0) + 10_001, stepMs: 1 }, /10000 points/],
    ];

    for (const [what, wrong, message] of invalid) {
      it(`refuses ${what}, and says what is accepted`, async () => {
        const query = { metric: 'method.duration', stat: 'p95', ...wrong } as const;

        const error = await read(query).catch((reason: unknown) => reason);

        expect(error).to.be.instanceOf(RadiantError);
        expect(error).to.have.property('code', 'read-invalid');
        expect(error).to.have.property('message').that.matches(message);
      });
    }

    it('accepts 10,000 points', async () => {
      const range = { from: at(0), to: at(0) + 10_000, stepMs: 1 };

      const answer = await read({ metric: 'method.duration', stat: 'p95', ...range });

      expect(answer.rows).to.deep.equal([]);
    });
  });
}
