import { expect } from 'chai';
import { logIn } from '../../examples/demo/bot';
import type { ReceivedFrame } from '../../examples/demo/ddp-client';
import { gained, type Wanted } from './gained';
import { type Target, theTarget } from './target';

const DATA = new Set(['added', 'changed', 'removed']);

/** The document messages of a collection, and their size on the wire. */
function dataOf(received: readonly ReceivedFrame[], collection: string) {
  const messages = received.filter(
    ({ frame }) => DATA.has(String(frame.msg)) && frame.collection === collection,
  );
  return {
    count: messages.length,
    bytes: messages.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

describe('publications, read back over HTTP', () => {
  let target: Target;

  before(async () => {
    target = await theTarget();
  });

  const about = (
    metric: Wanted['metric'],
    name: string,
    dims: Readonly<Record<string, string>> = {},
  ): Wanted => ({ metric, dims: { name, ...dims } });

  const listeningClient = async () => {
    const received: ReceivedFrame[] = [];
    const client = await target.connect({ onReceived: (frame) => received.push(frame) });
    return { client, received };
  };

  it('have exactly the documents and bytes that reached the client before ready', async () => {
    const { client, received } = await listeningClient();

    const { by } = await gained(
      target,
      {
        subscribes: about('publication.subscribes', 'tasks.everything'),
        docs: about('publication.initialDocs', 'tasks.everything'),
        messages: about('publication.messages', 'tasks.everything', {
          action: 'added',
          phase: 'initial',
        }),
        bytes: about('publication.bytes', 'tasks.everything', { phase: 'initial' }),
      },
      async () => {
        await client.subscribe('tasks.everything');
      },
    );

    const data = dataOf(received, 'tasks');
    expect(data.count).to.be.at.least(400);
    expect(by).to.deep.equal({
      subscribes: 1,
      docs: data.count,
      messages: data.count,
      bytes: data.bytes,
    });
  });

  it('take as long to be ready as the client waits, at most', async () => {
    const client = await target.connect();

    const { by, result } = await gained(
      target,
      { ready: about('publication.ready', 'tasks.everything') },
      async () => {
        const startedAt = performance.now();
        await client.subscribe('tasks.everything');
        return performance.now() - startedAt;
      },
    );

    expect(by.ready).to.be.within(0.01, result);
  });

  it('show the wait behind a blocking method as queue', async () => {
    const client = await target.connect();

    const { by } = await gained(
      target,
      {
        queue: about('publication.queue', 'lists.all'),
        ready: about('publication.ready', 'lists.all'),
      },
      () => Promise.all([client.call('reports.wait', 200), client.subscribe('lists.all')]),
    );

    expect(by.queue).to.be.closeTo(200, 20);
    expect(by.ready).to.be.greaterThan(by.queue);
  });

  it('count live messages and bytes as they go over the wire', async () => {
    const { client, received } = await listeningClient();
    const writer = await target.connect();
    const listId = await writer.call('lists.create', 'A list for the test');
    await client.subscribe('tasks.byList', listId);
    const live = (action: string) =>
      about('publication.messages', 'tasks.byList', { action, phase: 'live' });

    const { by } = await gained(
      target,
      {
        added: live('added'),
        changed: live('changed'),
        removed: live('removed'),
        bytes: about('publication.bytes', 'tasks.byList', { phase: 'live' }),
      },
      async () => {
        const taskId = await writer.call('tasks.add', listId, 'A task for the test');
        await writer.settled(10_000);
        await writer.call('tasks.toggle', taskId);
        await writer.settled(10_000);
        await writer.call('tasks.remove', taskId);
        await writer.settled(10_000);
        await reached(() => dataOf(received, 'tasks').count === 3);
      },
    );
    await writer.call('lists.remove', listId);

    const { bytes } = dataOf(received, 'tasks');
    expect(by).to.deep.equal({ added: 1, changed: 1, removed: 1, bytes });
  });

  it('end when the client says so', async () => {
    const client = await target.connect();
    const subscription = await client.subscribe('lists.all');

    const { by } = await gained(
      target,
      {
        unsubscribes: about('publication.unsubscribes', 'lists.all'),
        lifetime: about('publication.lifetime', 'lists.all'),
      },
      () => subscription.stop(),
    );

    expect(by.unsubscribes).to.equal(1);
    expect(by.lifetime).to.be.greaterThan(0);
  });

  it('end when the client is gone', async () => {
    const client = await target.connect();
    await client.subscribe('lists.mine');

    const { by } = await gained(
      target,
      { unsubscribes: about('publication.unsubscribes', 'lists.mine') },
      async () => {
        await client.close();
      },
    );

    expect(by.unsubscribes).to.equal(1);
  });

  it('count the errors of their function', async () => {
    const client = await target.connect();

    const { by, result } = await gained(
      target,
      { errors: about('publication.errors', 'tasks.broken') },
      () => client.subscribe('tasks.broken').catch((error: unknown) => error),
    );

    expect(result).to.include({ error: 'tasks-broken' });
    expect(by.errors).to.equal(1);
  });

  it('that depend on the user count a re-run at login, and no new subscription', async () => {
    const { client, received } = await listeningClient();
    await client.subscribe('lists.mine');
    expect(dataOf(received, 'lists').count).to.equal(0);

    const { by } = await gained(
      target,
      {
        reruns: about('publication.reruns', 'lists.mine'),
        subscribes: about('publication.subscribes', 'lists.mine'),
        unsubscribes: about('publication.unsubscribes', 'lists.mine'),
      },
      () => logIn(client),
    );

    await reached(() => dataOf(received, 'lists').count >= 2);
    expect(by).to.deep.equal({ reruns: 1, subscribes: 0, unsubscribes: 0 });
  });

  it('without a name are counted for every session', async () => {
    const { query, since } = target;
    const total = async () => {
      const { rows } = await query.read({
        metric: 'publication.subscribes',
        stat: 'sum',
        from: since,
        by: ['name'],
      });
      const unnamed = rows.filter(({ dims }) => dims.name?.startsWith('null'));
      return unnamed.map(({ points }) => Number(points[0]?.[1]));
    };
    await target.flush();
    const before = await total();

    await Promise.all([target.connect(), target.connect(), target.connect()]);
    await target.flush();

    const after = await total();
    expect(after.length).to.be.greaterThan(0);
    expect(after).to.deep.equal(after.map((_, at) => (before[at] ?? 0) + 3));
  });
});

async function reached(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 12_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not come to that within 12 s');
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}
