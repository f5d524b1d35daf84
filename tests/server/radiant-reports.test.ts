import { expect } from 'chai';
import { RadiantError } from '../../common/errors';
import { createRadiant, type Radiant } from '../../server/radiant';
import { createHost, type Host } from '../host/host';
import { stubClient } from '../support/stub-client';

describe('Radiant, of observers', () => {
  let host: Host;
  let radiant: Radiant;

  beforeEach(() => {
    host = createHost({ version: '3.3.2', without: ['accounts-base'], development: true });
    const { MongoInternals: mongoInternals, Package } = host;
    radiant = createRadiant({
      app: {
        internals: {
          server: host.Meteor.server,
          ddpCommon: host.DDPCommon,
          mongoInternals,
          localCollection: Package.minimongo?.LocalCollection,
        },
        settings: {},
        isDevelopment: true,
        release: 'METEOR@3.3.2',
        gitCommitHash: undefined,
        handlers: host.WebApp.handlers as never,
      },
      env: {},
      warn: () => undefined,
    });
  });
  afterEach(async () => {
    await radiant.stop();
    await host.close();
  });

  const range = () => ({ from: Date.now() - 60_000, to: Date.now() + 60_000 });

  /** Two clients subscribe to the tasks of their own list, and somebody adds five. */
  async function watchTasks(): Promise<void> {
    const tasks = new host.Mongo.Collection('tasks');
    host.Meteor.publish('tasks', (listId: unknown) => tasks.find({ listId }));
    host.Meteor.methods({
      async add() {
        for (let at = 0; at < 5; at++) await tasks.insertAsync({ listId: 'a', at });
      },
    });
    for (const listId of ['a', 'b']) {
      const client = stubClient(host.Meteor.server);
      client.send({ msg: 'sub', id: listId, name: 'tasks', params: [listId] });
      await client.until({ msg: 'ready' });
      if (listId === 'b') await client.callToEnd('add');
    }
    await radiant.flush();
  }

  it('reports who observes what, from the app itself to the answer', async () => {
    await watchTasks();

    const { observers, coverage, sessions } = await radiant.observers(range());

    expect(observers).to.have.length(1);
    expect(observers[0]).to.deep.include({
      owner: { kind: 'publication', name: 'tasks' },
      collection: 'tasks',
      driver: 'oplog',
      handles: 2,
      multiplexers: 2,
      created: 2,
      evaluations: 10,
      useful: 5,
    });
    expect(observers[0]?.initialQuery).to.include({ count: 2 });
    expect(coverage.evaluations).to.equal(10);
    expect(sessions).to.equal(2);
  });

  it('tells the same over HTTP', async () => {
    await watchTasks();
    const { url } = await host.listen();
    const { from, to } = range();
    const ask = async (path: string) =>
      (await fetch(`${url}/_radiant/api/v1/${path}?from=${from}&to=${to}`)).json();

    expect(await ask('observers')).to.deep.equal(await radiant.observers({ from, to }));
    expect(await ask('findings')).to.deep.equal(await radiant.findings({ from, to }));
    expect(await ask('releases')).to.deep.equal(await radiant.releases({ from, to }));
    expect(await ask('deploys')).to.deep.equal(await radiant.deploys({ from, to }));
  });

  it('reads traces, errors and lines only while it is running', async () => {
    await watchTasks();
    const codeOf = (error: unknown) => error instanceof RadiantError && error.code;

    const { traces } = await radiant.traces({ ...range(), name: 'add' });
    const { errors } = await radiant.errors(range());
    const { logs } = await radiant.logs(range());
    await radiant.stop();
    const stopped = [radiant.traces(range()), radiant.errors(range()), radiant.logs(range())];

    expect(traces.map(({ name }) => name)).to.deep.equal(['add']);
    expect([errors, logs]).to.deep.equal([[], []]);
    expect(await Promise.all(stopped.map((reading) => reading.catch(codeOf)))).to.deep.equal(
      Array(3).fill('not-started'),
    );
  });

  it('refuses both while it is not running, and ranges that make no sense', async () => {
    const backwards = { from: 2, to: 1 };
    const codeOf = (promise: Promise<unknown>) =>
      promise.catch((error: unknown) => error instanceof RadiantError && error.code);

    const running = [radiant.observers(backwards), radiant.findings(backwards)];
    const codes = await Promise.all(running.map(codeOf));
    await radiant.stop();
    const stopped = [radiant.observers(range()), radiant.findings(range())];

    expect(codes).to.deep.equal(['read-invalid', 'read-invalid']);
    expect(await Promise.all(stopped.map(codeOf))).to.deep.equal(['not-started', 'not-started']);
  });
});
