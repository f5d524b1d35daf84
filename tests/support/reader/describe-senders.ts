import { expect } from 'chai';
import { aResource, aSeries } from '../a-batch';
import { onlyValue, valuesOf } from './answers';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about several senders in one store. */
export function describeSenders({ at, read, write, reader }: ReaderUnderTest): void {
  describe('of several senders', () => {
    const old = { instance: 'a', release: '1.0.0', startedAt: 1 };
    const young = { instance: 'b', release: '2.0.0', startedAt: 2 };
    const calls = (count: number) => [aSeries('ddp.connects', {}, count)];

    beforeEach(() =>
      write(
        { second: 0, resource: old, series: calls(10) },
        { second: 10, resource: old, series: calls(20) },
        { second: 10, resource: young, series: calls(100) },
        { second: 20, resource: young, series: [] },
      ),
    );

    it('adds them up', async () => {
      expect(onlyValue(await read({ metric: 'ddp.connects', stat: 'sum' }))).to.equal(130);
    });

    it('reads one release only', async () => {
      const resource = { release: '2.0.0' };
      const answer = await read({
        metric: 'ddp.connects',
        stat: 'sum',
        resource,
        stepMs: 10_000,
      });

      expect(answer.rows[0]?.points).to.deep.equal([
        [at(10), 100],
        [at(20), 0],
      ]);
    });

    it('sets releases side by side, each over the time it ran', async () => {
      const answer = await read({
        metric: 'ddp.connects',
        stat: 'sum',
        by: ['resource.release'],
        stepMs: 10_000,
      });

      expect(answer.rows).to.deep.equal([
        {
          dims: { 'resource.release': '1.0.0' },
          points: [
            [at(0), 10],
            [at(10), 20],
          ],
        },
        {
          dims: { 'resource.release': '2.0.0' },
          points: [
            [at(10), 100],
            [at(20), 0],
          ],
        },
      ]);
    });

    it('gives rates over the time that any of them reported for', async () => {
      const rate = await read({ metric: 'ddp.connects', stat: 'rate' });
      const each = await read({
        metric: 'ddp.connects',
        stat: 'rate',
        by: ['resource.instance'],
      });

      expect(onlyValue(rate)).to.be.closeTo(130 / 30, 1e-9);
      expect(valuesOf(each)).to.deep.equal([1.5, 5]);
    });

    it('compares two releases that ran at the same time', async () => {
      const dims = { name: 'tasks.add', origin: 'client', outcome: 'ok' };
      const took = (ms: number) => [
        aSeries('method.duration', dims, [ms, ms, ms]),
        aSeries('method.calls', dims, 3),
      ];
      await write(
        { second: 30, resource: old, series: took(10) },
        { second: 30, resource: { ...old, instance: 'c' }, series: took(10) },
        { second: 30, resource: young, series: took(80) },
      );
      const during = { from: at(30), to: at(40), dims: { name: 'tasks.add' } };
      const by = ['resource.release'];

      const calls = await read({ ...during, metric: 'method.calls', stat: 'sum', by });
      const rates = await read({ ...during, metric: 'method.calls', stat: 'rate', by });
      const p95 = await read({ ...during, metric: 'method.duration', stat: 'p95', by });

      expect(calls.rows.map((row) => row.dims['resource.release'])).to.deep.equal([
        '1.0.0',
        '2.0.0',
      ]);
      expect(valuesOf(calls)).to.deep.equal([6, 3]);
      expect(valuesOf(rates)).to.deep.equal([0.6, 0.3]);
      expect(valuesOf(p95)[0]).to.be.closeTo(10, 0.25);
      expect(valuesOf(p95)[1]).to.be.closeTo(80, 2);
    });

    it('tells when a release started, and in which processes', async () => {
      const restarted = { ...old, instance: 'a2', release: '2.0.0', startedAt: 40_000 };
      await write({ second: 40, resource: restarted, series: [] });

      const senders = await reader().resources({ from: at(0), to: at(60) });
      const ofNew = senders.filter(({ release }) => release === '2.0.0');

      expect(ofNew.map(({ instance, startedAt }) => [instance, startedAt])).to.deep.equal([
        ['a2', 40_000],
        ['b', 2],
      ]);
      expect(await reader().resources({ from: at(40), to: at(50) })).to.deep.equal([
        aResource(restarted),
      ]);
    });

    it('lists the senders in a range, last started first', async () => {
      const all = await reader().resources({ from: at(0), to: at(60) });
      const first = await reader().resources({ from: at(0), to: at(9) });

      expect(all).to.deep.equal([aResource(young), aResource(old)]);
      expect(first).to.deep.equal([aResource(old)]);
    });
  });
}
