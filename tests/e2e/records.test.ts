import { expect } from 'chai';
import type { ErrorsAnswer, ReadErrorGroup } from '../../common/read-errors';
import type { TracesAnswer } from '../../common/read-traces';
import { type Target, theTarget } from './target';

const longMs = 700;

describe('traces and errors, read back over HTTP', () => {
  let target: Target;
  let from: number;

  before(async () => {
    target = await theTarget();
  });

  beforeEach(() => {
    from = Date.now() - 1; // its clock and ours are the same, or nearly
  });

  async function get<Answer>(path: string, params: Record<string, string>): Promise<Answer> {
    const search = new URLSearchParams({ from: String(from - 5_000), ...params });
    const url = `${target.url}/_radiant/api/v1/${path}?${search}`;
    const response = await fetch(url, { headers: target.headers });
    expect(response.status, url).to.equal(200);
    return (await response.json()) as Answer;
  }

  const tracesOf = (params: Record<string, string>) => get<TracesAnswer>('traces', params);

  async function errorsOf(name: string): Promise<ReadErrorGroup | undefined> {
    const params = { source: 'method', name, from: String(target.since) };
    return (await get<ErrorsAnswer>('errors', params)).errors[0];
  }

  it('tell what a slow call did, and how long each part took', async () => {
    const client = await target.connect();
    await client.call('reports.wait', longMs);
    await client.settled(10_000);
    await target.flush();

    const { traces } = await tracesOf({
      kind: 'method',
      name: 'reports.wait',
      minDurationMs: String(longMs - 10),
      order: 'slowest',
    });

    const [trace] = traces;
    expect(trace).to.include({ name: 'reports.wait', outcome: 'ok' });
    expect(trace?.durationMs).to.be.within(longMs - 10, longMs + 2_000);
    const [root, ...parts] = trace?.spans ?? [];
    expect(root).to.include({ kind: 'method', startMs: 0 }).and.not.to.have.property('parentId');
    const run = parts.find(({ kind }) => kind === 'run');
    expect(run?.durationMs).to.be.at.least(longMs - 10);
    expect(run?.parentId).to.equal(root?.id);
    expect(trace?.resource.instance).to.be.a('string').and.not.equal('');
  });

  it('show a method that the server calls as a step of the call', async () => {
    const client = await target.connect();
    await client.subscribe('lists.all');
    const [listId] = client.ids('lists');
    await client.call('lists.summary', listId);
    await client.settled(10_000);
    await target.flush();

    const { traces } = await tracesOf({ name: 'lists.summary', limit: '1' });

    const inner = traces[0]?.spans?.find(({ name }) => name === 'lists.count');
    expect(inner?.kind).to.equal('method');
    expect(traces[0]?.spans?.map(({ id }) => id)).to.include(inner?.parentId);
  });

  it('leave out spans where a list needs none', async () => {
    const client = await target.connect();
    await client.call('measure.nothing');
    await client.settled(10_000);
    await target.flush();

    const { traces } = await tracesOf({ name: 'measure.nothing', spans: 'false' });

    expect(traces.length).to.be.greaterThan(0);
    for (const trace of traces) expect(trace).not.to.have.property('spans');
  });

  it('count a crash as a defect, with a sample that leads to its trace', async () => {
    const before = (await errorsOf('tasks.crash'))?.count ?? 0;
    const client = await target.connect();
    for (let time = 0; time < 3; time++) await client.call('tasks.crash').catch(() => undefined);
    await client.settled(10_000);
    await target.flush();

    const group = await errorsOf('tasks.crash');

    expect(group).to.include({ expected: false, errorName: 'Error', count: before + 3 });
    expect(group?.message).to.equal('This method always crashes');
    expect(group?.lastAt).to.be.at.least(from - 5_000);
    const [sample] = group?.samples ?? [];
    expect(sample?.stack).to.include('tasks');
    const { traces } = await tracesOf({ traceId: sample?.traceId ?? 'none' });
    expect(traces.map(({ name, outcome }) => [name, outcome])).to.deep.equal([
      ['tasks.crash', 'error'],
    ]);
  });

  it('tell an error that the app meant from a defect', async () => {
    const client = await target.connect();
    await client.call('tasks.fail').catch(() => undefined);
    await client.settled(10_000);
    await target.flush();

    expect(await errorsOf('tasks.fail')).to.include({
      expected: true,
      errorName: 'Meteor.Error [tasks-fail]',
    });
  });

  it('refuse what makes no sense, and say what is accepted', async () => {
    for (const path of ['traces?kind=call', 'errors?order=newest', 'logs?level=fatal']) {
      const response = await fetch(`${target.url}/_radiant/api/v1/${path}`, {
        headers: target.headers,
      });

      expect(response.status, path).to.equal(400);
      expect(await response.text(), path).to.include('accepted');
    }
  });
});
