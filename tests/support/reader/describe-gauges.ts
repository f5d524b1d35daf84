import { expect } from 'chai';
import { aSeries } from '../a-batch';
import { onlyValue, rowsOf, valuesOf } from './answers';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about gauges. */
export function describeGauges({ at, read, write }: ReaderUnderTest): void {
  describe('of gauges', () => {
    const [a, b] = [{ instance: 'a' }, { instance: 'b' }];
    const sessions = (connected: number, parked: number) => [
      aSeries('ddp.sessions', { state: 'connected' }, connected),
      aSeries('ddp.sessions', { state: 'parked' }, parked),
    ];
    const share = (value: number) => [aSeries('process.cpuShare', {}, value)];

    it('sums what can be added up over series and senders, and averages over time', async () => {
      await write(
        { second: 0, resource: a, series: sessions(10, 1) },
        { second: 0, resource: b, series: sessions(20, 2) },
        { second: 10, resource: a, series: sessions(30, 3) },
        { second: 10, resource: b, series: sessions(40, 4) },
      );

      const average = await read({ metric: 'ddp.sessions', stat: 'avg' });
      const byState = await read({ metric: 'ddp.sessions', stat: 'avg', by: ['state'] });

      expect(onlyValue(average)).to.be.closeTo((33 + 77) / 2, 1e-9);
      expect(rowsOf(byState)).to.deep.equal([
        [{ state: 'connected' }, [50]],
        [{ state: 'parked' }, [5]],
      ]);
    });

    it('does not count twice when one sender takes over from another', async () => {
      await write(
        { second: 0, resource: a, series: sessions(100, 0) },
        { second: 10, resource: b, series: sessions(100, 0) },
      );

      expect(onlyValue(await read({ metric: 'ddp.sessions', stat: 'avg' }))).to.equal(100);
    });

    it('averages over the time it is known for', async () => {
      await write(
        { second: 0, series: sessions(10, 0) },
        { second: 10, series: [] },
        { second: 20, series: sessions(20, 0) },
      );

      expect(onlyValue(await read({ metric: 'ddp.sessions', stat: 'avg' }))).to.equal(15);
    });

    it('averages shares over senders', async () => {
      await write(
        { second: 0, resource: a, series: share(0.2) },
        { second: 0, resource: b, series: share(0.6) },
      );

      const average = await read({ metric: 'process.cpuShare', stat: 'avg' });
      const each = await read({
        metric: 'process.cpuShare',
        stat: 'avg',
        by: ['resource.instance'],
      });

      expect(onlyValue(average)).to.be.closeTo(0.4, 1e-9);
      expect(valuesOf(each)).to.deep.equal([0.2, 0.6]);
    });

    it('gives the highest reading', async () => {
      await write({ second: 0, series: sessions(10, 11) }, { second: 10, series: sessions(3, 0) });

      expect(onlyValue(await read({ metric: 'ddp.sessions', stat: 'max' }))).to.equal(11);
    });

    it('has no point where nobody reported it', async () => {
      await write({ second: 0, series: sessions(1, 1) }, { second: 10, series: [] });

      const answer = await read({ metric: 'ddp.sessions', stat: 'avg', stepMs: 10_000 });

      expect(answer.rows[0]?.points).to.deep.equal([[at(0), 2]]);
    });
  });
}
