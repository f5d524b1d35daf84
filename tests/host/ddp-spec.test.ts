import { expect } from 'chai';
import { createHost, type Host } from './host';
import type { HostVersion } from './meteor/versions';
import { CLIENTS, type Connect, type SpecClient } from './spec/clients';

const VERSIONS: HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];

for (const version of VERSIONS) {
  for (const [name, connect] of Object.entries(CLIENTS)) {
    describe(`DDP of ${version} with ${name}`, () => speaksDdp(version, connect));
  }
}

function speaksDdp(version: HostVersion, connect: Connect): void {
  let host: Host;
  let client: SpecClient;

  beforeEach(async () => {
    host = createHost({ version, without: ['accounts-base'], log: () => {} });
    define(host);
    client = await connect((await host.listen()).port);
  });

  afterEach(async () => {
    await client.close();
    await host.close();
  });

  it('gives the result of a method, with its types', async () => {
    const result = await client.call('echo', { at: new Date(5), list: [1, null] });

    expect(result).to.deep.equal({ at: new Date(5), list: [1, null] });
  });

  it('gives the error of a method that was made for clients', async () => {
    const error = await rejection(client.call('refuse'));

    expect(error).to.include({ error: 'no', reason: 'the reason', details: 'the details' });
  });

  it('keeps what went wrong inside a method to itself', async () => {
    const error = await rejection(client.call('fail'));

    expect(error).to.include({ error: 500, reason: 'Internal server error' });
  });

  it('refuses a method and a subscription that it does not know', async () => {
    const method = await rejection(client.call('nobody'));
    const subscription = await rejection(client.subscribe('nobody'));

    expect([method.error, subscription.error]).to.deep.equal([404, 404]);
  });

  it('has sent all documents when a subscription is ready', async () => {
    await client.subscribe('items', 1);

    expect(client.documents('items')).to.deep.equal({ a: { g: 1, n: 1 }, b: { g: 1, n: 2 } });
  });

  it('sends changes, cleared fields and removals of documents while subscribed', async () => {
    await client.subscribe('items', 1);

    await client.call('write');
    await until(() => Object.keys(client.documents('items')).join() === 'b,c');

    expect(client.documents('items')).to.deep.equal({ b: { g: 1, m: 3 }, c: { g: 1 } });
  });

  it('takes the documents back when the subscription is stopped', async () => {
    const subscription = await client.subscribe('items', 1);

    subscription.stop();
    await until(() => Object.keys(client.documents('items')).length === 0);

    expect(await client.call('observers')).to.equal(0);
  });

  it('runs methods one after the other, and lets those pass that unblock', async () => {
    const finished: string[] = [];
    const call = async (label: string, method: string) => {
      await client.call(method, 20);
      finished.push(label);
    };

    await Promise.all([call('slow', 'slow'), call('next', 'echo')]);
    await Promise.all([call('unblocked', 'unblocked'), call('overtakes', 'echo')]);

    expect(finished).to.deep.equal(['slow', 'next', 'overtakes', 'unblocked']);
  });

  it('keeps a silent client that answers pings', async () => {
    Object.assign(host.Meteor.server.options, { heartbeatInterval: 15, heartbeatTimeout: 30 });
    const silent = await connect(Number(new URL(host.Meteor.absoluteUrl('', at(host))).port));
    await new Promise((resolve) => setTimeout(resolve, 120));

    expect(await silent.call('echo', 'still here')).to.equal('still here');
    await silent.close();
  });
}

function at({ WebApp }: Host): { rootUrl: string } {
  const { port } = WebApp.httpServer.address() as { port: number };
  return { rootUrl: `http://127.0.0.1:${port}` };
}

function define({ Meteor, Mongo, MongoInternals }: Host): void {
  const items = new Mongo.Collection('items');
  const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  Meteor.startup(async () => {
    await items.insertAsync({ _id: 'a', g: 1, n: 1 });
    await items.insertAsync({ _id: 'b', g: 1, n: 2 });
    await items.insertAsync({ _id: 'z', g: 2 });
  });
  Meteor.publish('items', (g: number) => items.find({ g }));
  Meteor.methods({
    echo: (value: unknown) => value,
    refuse() {
      throw new Meteor.Error('no', 'the reason', 'the details');
    },
    fail() {
      throw new Error('secret text');
    },
    async write() {
      await items.insertAsync({ _id: 'c', g: 1 });
      await items.updateAsync('b', { $unset: { n: 1 }, $set: { m: 3 } });
      await items.removeAsync('a');
    },
    slow: wait,
    async unblocked(ms: number) {
      this.unblock();
      await wait(ms);
    },
    observers() {
      const { mongo } = MongoInternals.defaultRemoteCollectionDriver();
      const { _observeMultiplexers } = mongo as unknown as { _observeMultiplexers: object };
      return Object.keys(_observeMultiplexers).length;
    },
  });
}

async function rejection(promise: Promise<unknown>): Promise<{ error?: unknown }> {
  try {
    await promise;
  } catch (error) {
    return error as { error?: unknown };
  }
  throw new Error('Nothing was refused');
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 2000;
  while (!condition() && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
}
