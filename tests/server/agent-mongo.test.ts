import { expect } from 'chai';
import type { Batch } from '../../common/batch';
import { resolveOptions, type UserOptions } from '../../common/options';
import type { Sink } from '../../common/sink';
import { type Agent, startAgent } from '../../server/agent';
import { chooseSinks } from '../../server/choose-sinks';
import { findResource } from '../../server/resource';
import { createHost, type Host } from '../host/host';
import { handClock, settle } from '../support/hand-clock';
import { hostVersions } from '../support/host-versions';
import { driversOf, type TestCollection, testCollection } from '../support/mongo-targets';
import { seeded } from '../support/seeded';
import { type StubClient, stubClient } from '../support/stub-client';

interface CountedFacts {
  incrementServerFact(packageName: string, fact: string, by: number): void;
}

function start(host: Host, given: UserOptions = {}) {
  const clock = handClock();
  const warnings: string[] = [];
  const batches: Batch[] = [];
  const sink: Sink = { name: 'keeping', write: async (batch) => void batches.push(batch) };
  const options = resolveOptions({
    settings: undefined,
    env: {},
    given: { instruments: { process: false }, sinks: [sink], ...given },
  });
  const agent = startAgent({
    meteor: {
      server: host.Meteor.server,
      ddpCommon: host.DDPCommon,
      mongoInternals: host.MongoInternals,
      mongo: host.Mongo,
      localCollection: host.Package.minimongo?.LocalCollection,
      facts: host.Package['facts-base']?.Facts,
    },
    options,
    sinks: chooseSinks(options, { wallNow: clock.wallNow }),
    resource: findResource({ env: {}, options, meteorRelease: undefined }),
    version: '0',
    warn: (message) => warnings.push(message),
    clock,
  });
  const sumOf = (metric: string, dims: Readonly<Record<string, string>> = {}) =>
    batches
      .flatMap(({ series }) => series)
      .filter((one) => one.metric === metric)
      .filter((one) => Object.entries(dims).every(([name, value]) => one.dims[name] === value))
      .reduce((sum, one) => sum + (one.kind === 'histogram' ? one.value.count : one.value), 0);
  return { agent, clock, warnings, batches, sumOf };
}

/** What delivers mutations to a driver, and the metric that counts them. */
const streamOf: Readonly<Record<string, { readonly driver: string; readonly metric: string }>> = {
  oplog: { driver: 'oplog', metric: 'oplog.entries' },
  changeStreams: { driver: 'changeStream', metric: 'changeStream.events' },
};

async function subscribe(client: StubClient, lists: readonly string[]): Promise<void> {
  for (const list of lists) {
    client.send({ msg: 'sub', id: list, name: 'tasks', params: [list] });
    await client.until({ msg: 'ready', subs: [list] });
  }
}

/** Opens a subscription of one of the clients, or ends one that was opened before. */
function comingAndGoing(clients: readonly StubClient[], random: () => number): () => void {
  const live: { readonly client: StubClient; readonly id: string }[] = [];
  const any = (count: number) => Math.floor(random() * count);
  let nextId = 0;

  return () => {
    const ending = random() < 0.45 ? live.splice(any(live.length), 1)[0] : undefined;
    if (ending) {
      ending.client.send({ msg: 'unsub', id: ending.id });
      return;
    }
    const client = clients[any(clients.length)] as StubClient;
    const id = `${nextId++}`;
    client.send({ msg: 'sub', id, name: 'tasks', params: [`${any(6)}`] });
    live.push({ client, id });
  };
}

for (const version of hostVersions) {
  for (const driver of driversOf(version)) {
    describe(`the agent and Mongo on Meteor ${version}, ${driver}`, () => {
      let host: Host;
      let tasks: TestCollection;
      let agent: Agent | undefined;

      beforeEach(() => {
        host = createHost({
          version,
          driver,
          without: ['accounts-base'],
          latencyMs: 0,
          log: () => undefined,
          env: { METEOR_POLLING_THROTTLE_MS: '5', METEOR_POLLING_INTERVAL_MS: '100000' },
        });
        tasks = testCollection(host, 'tasks');
        host.Meteor.methods({
          add: (_id: string) => tasks.insertAsync({ _id, list: 'a' }),
          clear: () => tasks.rawCollection().deleteMany?.({}),
        });
        host.Meteor.publish('tasks', ((list: string) => tasks.find({ list })) as never);
      });
      afterEach(async () => {
        await agent?.stop();
        await host.close();
      });

      const started = (given?: UserOptions) => {
        const made = start(host, given);
        agent = made.agent;
        return made;
      };
      const states = () =>
        Object.entries(agent?.status().hooks ?? {}).map(([name, { state }]) => `${name} ${state}`);

      it('has its hooks in order, and no connection made for their sake', async () => {
        const unused = createHost({ version, driver, without: ['accounts-base'] });
        const driverOf = unused.MongoInternals.defaultRemoteCollectionDriver;
        let asked = 0;
        unused.MongoInternals.defaultRemoteCollectionDriver = () => {
          asked++;
          return driverOf();
        };

        const made = start(unused);
        await settle();
        await made.clock.advance(20_000);
        const { hooks } = made.agent.status();

        expect(hooks).to.deep.include({
          streams: { state: 'ok' },
          observers: { state: 'ok' },
          mutations: { state: 'ok' },
          database: { state: 'ok' },
          facts: { state: 'ok' },
        });
        expect(made.warnings).to.deep.equal([]);
        expect(asked).to.equal(0);
        await made.agent.stop();
        await unused.close();
      });

      it('installs none of what the options switch off', async () => {
        started({
          instruments: { process: false, mutations: false, database: false, streams: false },
        });

        expect(states()).to.include.members(['observers ok', 'facts ok']);
        expect(agent?.status().hooks).not.to.have.any.keys('mutations', 'database', 'streams');
      });

      it('books writes to the methods that make them', async () => {
        const { clock, sumOf } = started();
        const client = stubClient(host.Meteor.server);

        for (const id of ['x', 'y', 'z']) await client.callToEnd('add', id);
        await client.callToEnd('clear');
        await tasks.insertAsync({ list: 'b' });
        await clock.advance(10_000);

        const dims = { collection: 'tasks', op: 'insert', owner: 'method:add' };
        expect(sumOf('mutation.count', dims)).to.equal(3);
        expect(sumOf('mutation.docs', dims)).to.equal(3);
        expect(sumOf('mutation.duration', dims)).to.equal(3);
        expect(sumOf('mutation.count', { op: 'remove', owner: 'method:clear' })).to.equal(1);
        expect(sumOf('mutation.docs', { op: 'remove', owner: 'method:clear' })).to.equal(3);
        expect(sumOf('mutation.count', { owner: 'none' })).to.equal(1);
        expect(sumOf('mutation.count')).to.equal(5);
        client.close();
      });

      const stream = streamOf[driver];
      if (stream) {
        it('proves that no evaluation was missed', async () => {
          const { clock, batches, sumOf } = started();
          const client = stubClient(host.Meteor.server);
          await subscribe(client, ['a', 'b']);

          for (const id of ['1', '2', '3', '4', '5']) await client.callToEnd('add', id);
          for (const list of ['c', 'd', 'e', 'b']) {
            await host.external('insertOne', 'tasks', [{ list }]);
          }
          await client.until({ msg: 'added', fields: { list: 'b' } });
          await settle();
          await clock.advance(10_000);

          expect(sumOf(stream.metric, { collection: 'tasks' })).to.equal(9);
          const coverage = batches.flatMap((batch) => batch.coverage ?? []);
          expect(coverage).to.deep.equal([
            {
              collection: 'tasks',
              driver: stream.driver,
              mutations: 9,
              expected: 18,
              evaluations: 18,
            },
          ]);
          client.close();
        });
      }

      it('agrees with Meteor’s own facts while clients come and go, and queries fail', async () => {
        const early = stubClient(host.Meteor.server);
        early.send({ msg: 'sub', id: 'early', name: 'tasks', params: ['a'] });
        await early.until({ msg: 'ready' });
        const { clock, warnings } = started();

        for (let round = 0; round < 4; round++) {
          const client = stubClient(host.Meteor.server);
          await subscribe(client, ['1', '2', '3']);
          await tasks
            .find({ $nonsense: 1 })
            .observeChanges({ added() {} })
            .catch(() => undefined);
          client.send({ msg: 'unsub', id: '2' });
          await client.until({ msg: 'nosub', id: '2' });
          await clock.advance(10_000);
          if (round === 2) early.close();
          if (round > 0) client.close();
          await settle();
        }

        expect(warnings).to.deep.equal([]);
        expect(states()).to.include('facts ok');
      });

      it('agrees whenever it looks, while subscriptions open and end all the time', async () => {
        const { clock, warnings } = started({ flushIntervalMs: 1_000 });
        const clients = [1, 2, 3].map(() => stubClient(host.Meteor.server));
        const random = seeded(7);
        const comeOrGo = comingAndGoing(clients, random);

        for (let step = 0; step < 300; step++) {
          comeOrGo();
          if (random() < 0.4) await new Promise((resolve) => setImmediate(resolve));
          if (random() < 0.3) await clock.advance(1_000);
        }

        expect(warnings).to.deep.equal([]);
        for (const client of clients) client.close();
      });

      it('says by how much it differs from Meteor’s facts, and when it no longer does', async () => {
        const { clock, warnings } = started();
        await settle();
        await clock.advance(10_000);
        const facts = host.Package['facts-base']?.Facts as unknown as CountedFacts;

        facts.incrementServerFact('mongo-livedata', 'observe-handles', 3);
        facts.incrementServerFact('livedata', 'subscriptions', 1);
        await clock.advance(10_000);
        expect(states()).to.include('facts ok');
        await clock.advance(10_000);

        expect(agent?.status().hooks.facts).to.deep.equal({
          state: 'degraded',
          reason:
            "Meteor's own facts count 1 subscriptions, 1 more than Radiant (0); 3 observers, 3 more than Radiant (0)",
        });
        expect(warnings).to.have.length(1);
        facts.incrementServerFact('mongo-livedata', 'observe-handles', -3);
        facts.incrementServerFact('livedata', 'subscriptions', -1);
        await clock.advance(10_000);
        expect(states()).to.include('facts ok');
      });

      it('leaves the Mongo layer as it was', async () => {
        const { Connection, RemoteCollectionDriver } = host.MongoInternals;
        const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();
        const objects = [
          Connection.prototype,
          RemoteCollectionDriver.prototype,
          host.Mongo.Collection.prototype,
          Object.getPrototypeOf(mongo.rawCollection('any')),
          (tasks as unknown as { _collection: object })._collection,
        ];
        const before = objects.map((object) => Object.getOwnPropertyDescriptors(object));
        const { clock } = started();
        const handle = await tasks.find().observeChanges({ added() {} });
        await tasks.insertAsync({ list: 'a' });
        await clock.advance(20_000);

        await agent?.stop();

        expect(objects.map((object) => Object.getOwnPropertyDescriptors(object))).to.deep.equal(
          before,
        );
        await handle.stop();
      });
    });
  }
}

describe('the agent in an app without Mongo', () => {
  it('has no hooks there, and complains of nothing', async () => {
    const host = createHost({ version: '3.3.2', without: ['accounts-base', 'facts-base'] });
    const warnings: string[] = [];
    const options = resolveOptions({
      settings: undefined,
      env: {},
      given: { instruments: { process: false }, cpuSampling: false },
    });

    const agent = startAgent({
      meteor: { server: host.Meteor.server, ddpCommon: host.DDPCommon },
      options,
      sinks: chooseSinks(options),
      resource: findResource({ env: {}, options, meteorRelease: undefined }),
      version: '0',
      warn: (message) => warnings.push(message),
    });

    expect(agent.status().hooks).to.have.all.keys(
      'messages',
      'methods',
      'publications',
      'sessions',
      'httpClient',
    );
    expect(warnings).to.deep.equal([]);
    await agent.stop();
    await host.close();
  });
});
