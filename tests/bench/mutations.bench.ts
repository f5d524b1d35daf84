import { createHost, type Host } from '../host/host';
import { benchAgent } from './bench-agent';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measureInTurns } from './measure-in-turns';

const writesAtOnce = 200;

interface Writes {
  removeAsync(selector: object): Promise<number>;
  rawCollection(): { deleteOne(selector: object): Promise<unknown> };
}

interface Subject {
  readonly things: Writes;
  /** What the oplog's entries are told to. */
  readonly crossbar: { fire(trigger: object): Promise<void> };
  end(): Promise<void>;
}

/**
 * What Radiant adds to a write, by Meteor's function and by the driver's, and
 * to an entry of the oplog that nobody observes: the same app twice, bare and
 * instrumented, in one run. There is no database, so that the figures are
 * Meteor's work and ours.
 */
export async function run({ timeMs = 1_500 } = {}): Promise<readonly BenchTable[]> {
  const bare = await makeSubject(false);
  const instrumented = await makeSubject(true);
  const pair = (task: (subject: Subject) => unknown) => ({
    bare: () => task(bare),
    'with Radiant': () => task(instrumented),
  });
  const selector = { _id: 'nobody' };
  const entry = { collection: 'things', id: 'a', op: { op: 'i', wall: new Date() } };
  const many = (one: () => Promise<unknown>) =>
    Promise.all(Array.from({ length: writesAtOnce }, one));

  const tables = [
    await measureInTurns(
      {
        title: 'write by Meteor’s function',
        operations: writesAtOnce,
        timeMs,
        budget: budgets.write,
      },
      pair(({ things }) => many(() => things.removeAsync(selector))),
    ),
    await measureInTurns(
      {
        title: 'write on a raw collection',
        operations: writesAtOnce,
        timeMs,
        budget: budgets.rawWrite,
      },
      pair(({ things }) => many(() => things.rawCollection().deleteOne(selector))),
    ),
    await measureInTurns(
      { title: 'entry of the oplog', operations: writesAtOnce, timeMs, budget: budgets.oplogEntry },
      pair(({ crossbar }) => many(() => crossbar.fire(entry))),
    ),
  ];
  await bare.end();
  await instrumented.end();
  return tables;
}

/** The driver's collection, of a database that takes no time. */
class NoDatabase {
  readonly collectionName = 'things';

  async deleteOne(_selector: object) {
    return { acknowledged: true, deletedCount: 1 };
  }

  async deleteMany(_selector: object) {
    return { acknowledged: true, deletedCount: 1 };
  }
}

async function makeSubject(withRadiant: boolean): Promise<Subject> {
  const host = createHost({
    version: '3.3.2',
    driver: 'oplog',
    without: ['accounts-base', 'ddp-rate-limiter'],
    latencyMs: 0,
  });
  const { mongo } = host.MongoInternals.defaultRemoteCollectionDriver();
  mongo.rawCollection = () => new NoDatabase() as never;
  const things = new host.Mongo.Collection('things') as unknown as Writes;
  const oplog = mongo._oplogHandle;
  if (!oplog) throw new Error('bench: no oplog');
  const agent = withRadiant ? startOn(host) : undefined;
  return {
    things,
    crossbar: oplog._crossbar as unknown as Subject['crossbar'],
    async end() {
      await agent?.stop();
      await host.close();
    },
  };
}

function startOn(host: Host) {
  const { Meteor, DDPCommon, MongoInternals, Mongo } = host;
  return benchAgent(
    { server: Meteor.server, ddpCommon: DDPCommon, mongoInternals: MongoInternals, mongo: Mongo },
    {
      instruments: { methods: false, publications: false, sessions: false, database: false },
    },
  );
}
