import { expect } from 'chai';
import { MongoClient } from 'mongodb';
import { createRadiant } from '../../../../server/radiant';
import { createHost } from '../../../host/host';
import { onServer } from '../../../host/mongo/stores';

/** What the agent finds of a host. */
const appOf = (host: ReturnType<typeof createHost>, settings: unknown) => ({
  internals: {
    server: host.Meteor.server,
    ddpCommon: host.DDPCommon,
    mongoInternals: host.MongoInternals,
    mongo: host.Mongo,
    meteor: host.Meteor,
  },
  settings,
  isDevelopment: true,
  release: 'METEOR@3.4.1',
  gitCommitHash: undefined,
  handlers: undefined,
});

(onServer ? describe : describe.skip)('the mongo sink in an app', () => {
  it('keeps figures next to the app’s database, and none of its own work shows up in them', async function () {
    this.timeout(20_000);
    const database = await onServer?.open(['things']);
    const env = database?.env ?? {};
    const host = createHost({
      version: '3.4.1',
      driver: 'oplog',
      without: ['accounts-base'],
      env,
      log: () => undefined,
    });
    const warnings: string[] = [];
    const settings = { backend: 'mongo', instruments: { process: false }, cpuSampling: false };
    const radiant = createRadiant({
      app: appOf(host, settings) as never,
      env,
      warn: (message) => warnings.push(message),
    });
    const things = new host.Mongo.Collection('things');

    for (let time = 0; time < 3; time++) {
      await things.insertAsync({ time });
      await radiant.flush();
    }
    const range = { from: Date.now() - 60_000, to: Date.now() + 60_000 };
    const operations = await radiant.read({
      metric: 'db.duration',
      stat: 'rate',
      by: ['collection'],
      ...range,
    });
    const streams = await radiant.read({
      metric: 'oplog.entries',
      stat: 'sum',
      by: ['collection'],
      ...range,
    });
    const { sinks, backend } = radiant.status();
    await radiant.stop();

    expect(backend).to.equal('mongo');
    expect(sinks.mongo).to.include({ state: 'ok' });
    expect(operations.rows.map(({ dims }) => dims.collection)).to.deep.equal([
      'oplog.rs',
      'things',
    ]);
    expect(streams.rows.map(({ dims }) => dims.collection)).to.deep.equal(['things']);
    expect(warnings.filter((line) => /mongo/i.test(line))).to.deep.equal([]);
    await host.close();
    const client = new MongoClient(env.MONGO_URL ?? '');
    const own = `${client.db().databaseName}_radiant`;
    expect(await client.db(own).collection('radiant_windows').countDocuments()).to.be.at.least(3);
    await client.db(own).dropDatabase();
    await client.close();
    await database?.drop();
  });
});
