import { expect } from 'chai';
import { OTHER } from '../../common/metrics';
import type { ReceivedFrame } from '../../examples/demo/ddp-client';
import { gained } from './gained';
import { type Target, theTarget } from './target';

const calls = (name: string, outcome?: string, origin = 'client') =>
  ({
    metric: 'method.calls',
    dims: outcome ? { name, origin, outcome } : { name, origin },
  }) as const;

describe('method calls, read back over HTTP', () => {
  let target: Target;

  before(async () => {
    target = await theTarget();
  });

  it('are counted exactly, by method, over several sessions', async () => {
    const sent = { 'lists.count': 23, 'reports.wait': 9, 'measure.nothing': 31 };
    const clients = await Promise.all([target.connect(), target.connect(), target.connect()]);

    const { by } = await gained(
      target,
      {
        'lists.count': calls('lists.count', 'ok'),
        'reports.wait': calls('reports.wait', 'ok'),
        'measure.nothing': calls('measure.nothing', 'ok'),
      },
      async () => {
        const params: Record<string, unknown[]> = { 'lists.count': ['x'], 'reports.wait': [1] };
        const names = Object.entries(sent).flatMap(([name, count]) => Array(count).fill(name));
        names.forEach((name: string, at) => {
          clients[at % clients.length]?.call(name, ...(params[name] ?? []));
        });
        await Promise.all(clients.map((client) => client.settled(10_000)));
      },
    );

    expect(by).to.deep.equal(sent);
  });

  it('are told apart by how they ended', async () => {
    const client = await target.connect();

    const { by, result } = await gained(
      target,
      {
        failed: calls('tasks.fail', 'error'),
        crashed: calls('tasks.crash', 'error'),
        mismatched: calls('reports.wait', 'error'),
        fine: calls('tasks.limited', 'ok'),
        denied: calls('tasks.limited', 'denied'),
      },
      async () => {
        const attempts = [
          ...Array.from({ length: 3 }, () => client.call('tasks.fail')),
          ...Array.from({ length: 2 }, () => client.call('tasks.crash')),
          client.call('reports.wait', 'long'),
          ...Array.from({ length: 7 }, () => client.call('tasks.limited')),
        ];
        const outcomes = await Promise.allSettled(attempts);
        await client.settled(10_000);
        return outcomes.slice(-7).filter(({ status }) => status === 'rejected').length;
      },
    );

    expect(result).to.equal(2);
    expect(by).to.deep.equal({ failed: 3, crashed: 2, mismatched: 1, fine: 5, denied: 2 });
  });

  it('of methods that do not exist make no series of their own', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      { other: calls(OTHER, 'unknown'), own: calls('no.such.method') },
      async () => {
        await client.call('no.such.method').catch(() => {});
        await client.settled(10_000);
      },
    );

    expect(by).to.deep.equal({ other: 1, own: 0 });
  });

  it('that the server makes itself are counted as the server’s', async () => {
    const client = await target.connect();
    await client.subscribe('lists.all');
    const [listId] = client.ids('lists');

    const { by } = await gained(
      target,
      {
        outer: calls('lists.summary', 'ok'),
        inner: calls('lists.count', 'ok', 'server'),
        innerByClient: calls('lists.count', 'ok'),
      },
      () => Promise.all([1, 2, 3, 4].map(() => client.call('lists.summary', listId))),
    );

    expect(by).to.deep.equal({ outer: 4, inner: 4, innerByClient: 0 });
  });

  it('by a timer of the server are counted without any client', async () => {
    const { by } = await gained(
      target,
      { ticks: calls('reports.tick', 'ok', 'server') },
      () => new Promise((resolve) => setTimeout(resolve, 2_500)),
    );

    expect(by.ticks).to.be.greaterThan(0);
  });

  it('that unblock are counted', async () => {
    const client = await target.connect();
    const unblocked = (name: string) => ({ metric: 'method.unblocked', dims: { name } }) as const;

    const { by } = await gained(
      target,
      { exported: unblocked('reports.export'), waited: unblocked('reports.wait') },
      () =>
        Promise.all([
          client.call('reports.export', 1),
          client.call('reports.export', 1),
          client.call('reports.wait', 1),
        ]),
    );

    expect(by).to.deep.equal({ exported: 2, waited: 0 });
  });

  it('have the size of their result as it went over the wire', async () => {
    const received: ReceivedFrame[] = [];
    const client = await target.connect({ onReceived: (frame) => received.push(frame) });

    const { by } = await gained(
      target,
      { text: { metric: 'method.resultBytes', dims: { name: 'measure.text', origin: 'client' } } },
      () => Promise.all([10, 1_000, 10_000].map((length) => client.call('measure.text', length))),
    );

    const results = received.filter(({ frame }) => frame.msg === 'result');
    expect(results).to.have.lengthOf(3);
    expect(by.text).to.equal(results.reduce((sum, { bytes }) => sum + bytes, 0));
  });
});
