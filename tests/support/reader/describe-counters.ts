import { expect } from 'chai';
import { aSeries } from '../a-batch';
import { onlyValue, rowsOf, valuesOf } from './answers';
import type { ReaderUnderTest } from './reader-under-test';

const ofMethod = (name: string, outcome = 'ok') => ({ name, origin: 'client', outcome });

/** What a reader answers about counters. */
export function describeCounters({ at, read, write }: ReaderUnderTest): void {
  describe('of counters', () => {
    beforeEach(() =>
      write(
        {
          second: 0,
          series: [
            aSeries('method.calls', ofMethod('add'), 20),
            aSeries('method.calls', ofMethod('add', 'error'), 5),
            aSeries('method.calls', ofMethod('find'), 10),
          ],
        },
        { second: 10, series: [aSeries('method.calls', ofMethod('add'), 40)] },
        { second: 30, series: [aSeries('method.calls', ofMethod('find'), 1)] },
      ),
    );

    it('sums what they gained in the range', async () => {
      const answer = await read({ metric: 'method.calls', stat: 'sum' });

      expect(answer).to.deep.equal({
        metric: 'method.calls',
        stat: 'sum',
        unit: 'count',
        from: at(0),
        to: at(60),
        stepMs: 60_000,
        rows: [{ dims: {}, points: [[at(0), 76]] }],
      });
    });

    it('gives one row per value of a dimension, sorted', async () => {
      const answer = await read({ metric: 'method.calls', stat: 'sum', by: ['name'] });

      expect(rowsOf(answer)).to.deep.equal([
        [{ name: 'add' }, [65]],
        [{ name: 'find' }, [11]],
      ]);
    });

    it('gives one row per combination of dimensions', async () => {
      const answer = await read({ metric: 'method.calls', stat: 'sum', by: ['name', 'outcome'] });

      expect(rowsOf(answer)).to.deep.equal([
        [{ name: 'add', outcome: 'error' }, [5]],
        [{ name: 'add', outcome: 'ok' }, [60]],
        [{ name: 'find', outcome: 'ok' }, [11]],
      ]);
    });

    it('reads only series with the values asked for', async () => {
      const dims = { name: 'add', outcome: 'ok' };

      expect(onlyValue(await read({ metric: 'method.calls', stat: 'sum', dims }))).to.equal(60);
    });

    it('has no rows for values that nobody sent', async () => {
      const dims = { name: 'nobody' };

      expect((await read({ metric: 'method.calls', stat: 'sum', dims })).rows).to.deep.equal([]);
    });

    it('is 0 where the sender reported and the counter did not move, and has no point else', async () => {
      const answer = await read({
        metric: 'method.calls',
        stat: 'sum',
        stepMs: 10_000,
        by: ['name'],
      });

      expect(answer.rows).to.deep.equal([
        {
          dims: { name: 'add' },
          points: [
            [at(0), 25],
            [at(10), 40],
            [at(30), 0],
          ],
        },
        {
          dims: { name: 'find' },
          points: [
            [at(0), 10],
            [at(10), 0],
            [at(30), 1],
          ],
        },
      ]);
    });

    it('gives a rate per second of the time that was reported for', async () => {
      const answer = await read({ metric: 'method.calls', stat: 'rate' });
      const steps = await read({ metric: 'method.calls', stat: 'rate', stepMs: 20_000 });

      expect(onlyValue(answer)).to.be.closeTo(76 / 30, 1e-9);
      expect(valuesOf(steps)).to.deep.equal([3.75, 0.1]);
    });

    it('counts a window in the step that holds its middle', async () => {
      const query = { metric: 'method.calls', stat: 'sum', to: at(40) } as const;

      expect(onlyValue(await read({ ...query, from: at(5) }))).to.equal(76);
      expect(onlyValue(await read({ ...query, from: at(5.001) }))).to.equal(41);
      expect(onlyValue(await read({ ...query, from: at(0), to: at(35) }))).to.equal(75);
    });
  });
}
