import { expect } from 'chai';
import type { Bucket } from '../../../common/reader';
import { aSeries } from '../a-batch';
import { onlyValue } from './answers';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about histograms. */
export function describeHistograms({ at, read, write, reader }: ReaderUnderTest): void {
  describe('of histograms', () => {
    const values = Array.from({ length: 100 }, (_, index) => index + 1);

    beforeEach(() =>
      write(
        { second: 0, series: [aSeries('method.run', run('add'), values.slice(0, 50))] },
        {
          second: 10,
          series: [
            aSeries('method.run', run('add'), values.slice(50)),
            aSeries('method.run', run('find'), [7_000]),
          ],
        },
        { second: 20, series: [] },
      ),
    );

    const run = (name: string) => ({ name, origin: 'client' });
    const dims = { name: 'add' };

    for (const [stat, exact] of [
      ['p50', 50],
      ['p90', 90],
      ['p95', 95],
      ['p99', 99],
    ] as const) {
      it(`gives ${stat} over all windows of the step, within 2.5 %`, async () => {
        const value = onlyValue(await read({ metric: 'method.run', stat, dims }));

        expect(value).to.be.closeTo(exact, exact * 0.025);
      });
    }

    it('gives p99.9 and max of few values exactly', async () => {
      expect(onlyValue(await read({ metric: 'method.run', stat: 'p99.9', dims }))).to.equal(100);
      expect(onlyValue(await read({ metric: 'method.run', stat: 'max', dims }))).to.equal(100);
    });

    it('merges the series of a row', async () => {
      expect(onlyValue(await read({ metric: 'method.run', stat: 'max' }))).to.equal(7_000);
      expect(onlyValue(await read({ metric: 'method.run', stat: 'p50' }))).to.be.closeTo(51, 1.3);
    });

    it('gives sum, mean and rate of the values', async () => {
      const query = { metric: 'method.run', dims } as const;

      expect(onlyValue(await read({ ...query, stat: 'sum' }))).to.be.closeTo(5_050, 1e-6);
      expect(onlyValue(await read({ ...query, stat: 'avg' }))).to.be.closeTo(50.5, 1e-9);
      expect(onlyValue(await read({ ...query, stat: 'rate' }))).to.be.closeTo(100 / 30, 1e-9);
    });

    it('names the unit: of the values, and of a rate what is counted', async () => {
      expect((await read({ metric: 'method.run', stat: 'p95' })).unit).to.equal('ms');
      expect((await read({ metric: 'method.run', stat: 'rate' })).unit).to.equal('count');
    });

    it('has no quantile and no mean where there were no values', async () => {
      for (const stat of ['p95', 'avg', 'max'] as const) {
        const answer = await read({ metric: 'method.run', stat, dims, stepMs: 10_000 });

        expect(answer.rows[0]?.points.map(([time]) => time)).to.deep.equal([at(0), at(10)]);
      }
    });

    it('gives buckets that hold every value, or says that it cannot', async () => {
      const query = { metric: 'method.run', stat: 'buckets', dims } as const;
      if (!reader().capabilities.buckets) {
        const error = await read(query).catch((reason: unknown) => reason);
        expect(error).to.have.property('code', 'read-invalid');
        return;
      }

      const answer = await read(query);

      const buckets = answer.rows[0]?.points[0]?.[1] as readonly Bucket[];
      expect(buckets.reduce((sum, [, , count]) => sum + count, 0)).to.equal(100);
      expect(buckets[0]?.[1]).to.be.closeTo(1, 0.03);
      expect(buckets.at(-1)?.[1]).to.be.closeTo(100, 3);
    });
  });
}
