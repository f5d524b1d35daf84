import type { Batch } from '../../common/batch';
import { createRadiant } from '../../server/radiant';
import { createHost } from '../host/host';
import { stubClient } from '../support/stub-client';

/** What an app with methods, publications and observers sends, all instruments on; one method fails. */
export async function batchesOfAnApp(): Promise<readonly Batch[]> {
  const host = createHost({ version: '3.3.2', without: ['accounts-base'] });
  const batches: Batch[] = [];
  const radiant = createRadiant({
    app: {
      internals: {
        server: host.Meteor.server,
        ddpCommon: host.DDPCommon,
        mongoInternals: host.MongoInternals,
        localCollection: host.Package.minimongo?.LocalCollection,
      },
      settings: {},
      isDevelopment: false,
      release: 'METEOR@3.3.2',
      gitCommitHash: undefined,
      handlers: undefined,
    },
    env: {},
    warn: () => undefined,
  });
  radiant.start({ sinks: [{ name: 'kept', write: async (batch) => void batches.push(batch) }] });
  try {
    const tasks = new host.Mongo.Collection('tasks');
    host.Meteor.publish('tasks', () => tasks.find({ done: false }, { limit: 5 }));
    host.Meteor.methods({
      add: () => tasks.insertAsync({ done: false }),
      async fail() {
        throw new TypeError('no list 7', { cause: new Error('refused') });
      },
    });
    const client = stubClient(host.Meteor.server);
    client.send({ msg: 'sub', id: 'a', name: 'tasks', params: [] });
    await client.until({ msg: 'ready' });
    await client.callToEnd('add');
    await client.callToEnd('fail');
    await radiant.flush();
    client.close();
  } finally {
    await radiant.stop();
    await host.close();
  }
  return batches;
}
