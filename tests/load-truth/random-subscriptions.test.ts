import { expect } from 'chai';
import fc from 'fast-check';
import { instrumentObservers } from '../../server/instruments/observers/instrument-observers';
import { createHost, type Host } from '../host/host';
import type { HostVersion } from '../host/meteor/versions';
import { fakeRecorder } from '../support/fake-recorder';
import { hostVersions } from '../support/host-versions';
import { modelObservers } from './observer-model';
import { type Operation, operation, randomClients } from './random-clients';

const OPERATIONS = 1_000;
const CHECK_EVERY = 100;
/** Looking for a smaller example takes no longer. */
const SHRINK_MS = 20_000;
/** `RADIANT_SEED` repeats a run, or makes another one. */
const seed = Number(process.env.RADIANT_SEED ?? 20_261_114);

type Driver = 'oplog' | 'polling' | 'changeStreams' | 'redis';

const releases: ReadonlyArray<readonly [HostVersion, Driver]> = [
  ...hostVersions.flatMap((version) => [
    [version, 'oplog'] as const,
    [version, 'polling'] as const,
  ]),
  ['3.5', 'changeStreams'],
  ['3.3.2', 'redis'],
];

interface Counted {
  created: number;
  reused: number;
  stopped: number;
}

for (const [version, driver] of releases) {
  it(`observers are counted exactly on Meteor ${version}, ${driver}, whatever 50 clients do`, async function () {
    this.timeout(60_000);
    const many = fc.array(operation, { minLength: OPERATIONS, maxLength: OPERATIONS });
    const [thousand = []] = fc.sample(many, { numRuns: 1, seed: seed + version.length });

    await fc.assert(
      fc.asyncProperty(fc.array(operation, { maxLength: OPERATIONS }), (operations) =>
        countsAsTheModel(version, driver, operations),
      ),
      { seed, numRuns: 2, examples: [[thousand]], interruptAfterTimeLimit: SHRINK_MS },
    );
  });
}

async function countsAsTheModel(
  version: HostVersion,
  driver: Driver,
  operations: readonly Operation[],
): Promise<void> {
  const host = createHost({
    ...{ version, without: ['accounts-base'], log: () => {} },
    driver: driver === 'redis' ? 'oplog' : driver,
    env: { METEOR_POLLING_THROTTLE_MS: '1', METEOR_POLLING_INTERVAL_MS: '100000' },
  });
  try {
    if (driver === 'redis') host.installRedisOplog();
    await defineApp(host);
    const model = modelObservers(host);
    const record = fakeRecorder();
    const connection = host.MongoInternals.Connection.prototype as never;
    const observers = instrumentObservers({ connection }, record.recorder);
    const clients = randomClients(host.Meteor.server);
    const counted: Counted = { created: 0, reused: 0, stopped: 0 };

    const check = async () => {
      await quiet(() => clients.isAnswered() && model.opening() === 0);
      expect(take(record, counted)).to.deep.equal({ ...model.totals(), ...model.gauges() });
      expect(observers.counts()).to.include({
        handles: model.gauges().handles,
        multiplexers: model.gauges().multiplexers,
      });
      expect(record.failures).to.deep.equal([]);
    };
    for (const [index, each] of operations.entries()) {
      clients.perform(each);
      if (index % CHECK_EVERY === CHECK_EVERY - 1) await check();
      else if (index % 7 === 0) await turn();
    }
    await check();
    clients.closeAll();
    await check();
  } finally {
    await host.close();
  }
}

/** All that was counted so far, and what lives now. */
function take(record: ReturnType<typeof fakeRecorder>, counted: Counted) {
  const gauges = { handles: 0, multiplexers: 0, duplicates: 0 };
  for (const entry of record.takeObservers().entries) {
    for (const name of ['created', 'reused', 'stopped'] as const) counted[name] += entry[name];
    for (const name of ['handles', 'multiplexers', 'duplicates'] as const) {
      gauges[name] += entry[name];
    }
  }
  for (const name of ['multiplexers', 'duplicates'] as const) gauges[name] = whole(gauges[name]);
  return { ...counted, ...gauges };
}

/** Shares of several owners add up to a whole number, but for rounding. */
function whole(sum: number): number {
  expect(sum).to.be.closeTo(Math.round(sum), 1e-6);
  return Math.round(sum);
}

async function defineApp({ Meteor, Mongo }: Host): Promise<void> {
  const things = new Mongo.Collection('things');
  for (let n = 0; n < 6; n += 1) await things.insertAsync({ _id: `t${n}`, list: n % 3, n });
  const publications: Record<string, (this: Subscription, list: number) => unknown> = {
    'things.byList': (list) => things.find({ list }),
    'things.mine'() {
      return things.find({ owner: this.userId ?? 'nobody' });
    },
    'things.two': (list) => [things.find({ list })],
    async 'things.manual'(list) {
      const handle = await things.find({ list }).observeChanges({ added() {} });
      this.onStop(() => handle.stop());
      this.ready();
    },
    async 'things.ordered'() {
      const handle = await things.find({}, { sort: { n: 1 } }).observe({ addedAt() {} });
      this.onStop(() => (handle as { stop(): unknown }).stop());
      this.ready();
    },
  };
  for (const [name, publish] of Object.entries(publications))
    Meteor.publish(name, publish as never);
  Meteor.methods({
    async logIn(this: { setUserId(id: string): unknown }, user: string) {
      await this.setUserId(user);
    },
  } as never);
}

interface Subscription {
  readonly userId: string | null;
  onStop(stop: () => unknown): void;
  ready(): void;
}

const CALM_TURNS = 12;
const DEADLINE_MS = 10_000;

/** Resolves when `isDone` has held for a while in which nothing began. */
async function quiet(isDone: () => boolean): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  for (let calm = 0; calm < CALM_TURNS; calm = isDone() ? calm + 1 : 0) {
    if (Date.now() > deadline) throw new Error('it did not come to rest within 10 s');
    await turn();
  }
}

function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
