import { expect } from 'chai';
import type { MetricName } from '../../common/metrics';
import type { Stat } from '../../common/reader';
import { gained, type Wanted } from './gained';
import { type Target, theTarget } from './target';

const PROGRAMMED_MS = 200;

/** Within 10 % or 3 ms of what was programmed, whichever is more. */
function expectAbout(measured: number, programmed: number): void {
  expect(measured).to.be.closeTo(programmed, Math.max(programmed / 10, 3));
}

const part = (metric: MetricName, name: string): Wanted => ({
  metric,
  dims: { name, origin: 'client' },
});

describe('the parts of a method call', function () {
  // Three milliseconds are less than a busy machine may take from a process at any time.
  this.retries(3);
  let target: Target;

  before(async () => {
    target = await theTarget();
  });

  it('show a method that waits as long as it waits', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      {
        run: part('method.run', 'reports.wait'),
        duration: part('method.duration', 'reports.wait'),
        queue: part('method.queue', 'reports.wait'),
        fence: part('method.fence', 'reports.wait'),
      },
      () => client.call('reports.wait', PROGRAMMED_MS),
    );

    expectAbout(by.run, PROGRAMMED_MS);
    expectAbout(by.duration, PROGRAMMED_MS);
    expectAbout(by.queue, 0);
    expectAbout(by.fence, 0);
  });

  it('show a method that burns CPU as long as it burns', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      { run: part('method.run', 'reports.build'), queue: part('method.queue', 'reports.build') },
      () => client.call('reports.build', PROGRAMMED_MS),
    );

    expectAbout(by.run, PROGRAMMED_MS);
    expectAbout(by.queue, 0);
  });

  it('show the wait behind a method that blocks the queue as queue, not as run', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      {
        queue: part('method.queue', 'measure.nothing'),
        run: part('method.run', 'measure.nothing'),
        duration: part('method.duration', 'measure.nothing'),
      },
      () =>
        Promise.all([client.call('reports.wait', PROGRAMMED_MS), client.call('measure.nothing')]),
    );

    expectAbout(by.queue, PROGRAMMED_MS);
    expectAbout(by.run, 0);
    expectAbout(by.duration, PROGRAMMED_MS);
  });

  it('show no wait behind a method that unblocks', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      {
        exported: part('method.run', 'reports.export'),
        queue: part('method.queue', 'measure.nothing'),
      },
      () =>
        Promise.all([client.call('reports.export', PROGRAMMED_MS), client.call('measure.nothing')]),
    );

    expectAbout(by.exported, PROGRAMMED_MS);
    expectAbout(by.queue, 0);
  });

  it('show a write that reaches the observers late as fence', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      {
        fence: part('method.fence', 'measure.fence'),
        run: part('method.run', 'measure.fence'),
        duration: part('method.duration', 'measure.fence'),
      },
      async () => {
        await client.call('measure.fence', PROGRAMMED_MS);
        await client.settled(10_000);
      },
    );

    expectAbout(by.fence, PROGRAMMED_MS);
    expectAbout(by.run, 0);
    expectAbout(by.duration, 0);
  });

  it('show the fence of a real write, which ends before the client has "updated"', async () => {
    const client = await target.connect();
    const listId = await client.call('lists.create', 'A list for the test');
    await client.subscribe('tasks.byList', listId);
    await client.settled(10_000);

    const { by, result } = await gained(
      target,
      { fence: part('method.fence', 'tasks.add'), run: part('method.run', 'tasks.add') },
      async () => {
        const startedAt = performance.now();
        await client.call('tasks.add', listId, 'A task for the test');
        await client.settled(10_000);
        return performance.now() - startedAt;
      },
    );
    await client.call('lists.remove', listId);

    expect(by.fence).to.be.greaterThan(0);
    expect(by.run + by.fence).to.be.at.most(result);
  });

  it('give percentiles within 2.5 % of the exact ones of the same calls', async () => {
    const clients = await Promise.all([target.connect(), target.connect()]);
    await target.flush();
    const from = Date.now();
    // A window belongs to the range its middle lies in: none may be half before and half after. The
    // first flush to be seen may have ended before.
    await target.flush();
    await target.flush();

    const durations = await Promise.all(
      Array.from({ length: 400 }, (_, at) =>
        clients[at % clients.length]?.call('measure.wait', 2 + at / 4),
      ),
    );
    await target.flush();

    const exact = durations.map(Number).sort((a, b) => a - b);
    const read = async (stat: Stat) => {
      const dims = { name: 'measure.wait', origin: 'client' };
      const { rows } = await target.query.read({ metric: 'method.run', stat, dims, from });
      return Number(rows[0]?.points[0]?.[1]);
    };
    for (const [stat, share] of [
      ['p50', 0.5],
      ['p90', 0.9],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      const wanted = exact[Math.ceil(share * exact.length) - 1] ?? Number.NaN;
      expect(await read(stat), stat).to.be.closeTo(wanted, wanted * 0.025);
    }
  });
});
