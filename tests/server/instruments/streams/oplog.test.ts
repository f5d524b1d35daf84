import { expect } from 'chai';
import type { StreamSample } from '../../../../common/sample';
import {
  instrumentStreams,
  type StreamsInstrument,
  type StreamsOptions,
} from '../../../../server/instruments/streams/instrument-streams';
import type { Host } from '../../../host/host';
import { stores } from '../../../host/mongo/stores';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { hostVersions } from '../../../support/host-versions';
import {
  aMongoHost,
  eventually,
  streamTarget,
  type TestCollection,
  testCollection,
} from '../../../support/mongo-targets';

const connectionOf = (host: Host) => host.MongoInternals.defaultRemoteCollectionDriver().mongo;

async function caughtUp(host: Host): Promise<void> {
  await connectionOf(host)._oplogHandle?.waitUntilCaughtUp();
}

/** Everything of a host that the instrument may put hooks into. */
function touched(host: Host): Record<string, object> {
  const { Connection, RemoteCollectionDriver } = host.MongoInternals;
  const handle = connectionOf(host)._oplogHandle;
  return {
    connection: Connection.prototype,
    collectionDriver: RemoteCollectionDriver.prototype,
    ...(handle && { crossbar: handle._crossbar, queue: handle._entryQueue }),
  };
}

const cases = hostVersions.flatMap((version) => stores.map((store) => ({ version, store })));

for (const { version, store } of cases) {
  describe(`instrumentStreams on Meteor ${version} with an oplog ${store.name}`, () => {
    let host: Host;
    let things: TestCollection;
    let record: ReturnType<typeof fakeRecorder>;

    beforeEach(async () => {
      host = await aMongoHost(version, 'oplog', store);
      things = testCollection(host);
      record = fakeRecorder();
      await caughtUp(host);
    });
    afterEach(() => host.close());

    const install = (options?: StreamsOptions): StreamsInstrument =>
      instrumentStreams(streamTarget(host), record.recorder, options);
    const entries = () =>
      record.samples.filter((sample): sample is StreamSample => sample.kind === 'stream');

    describeInstrument('streams', {
      makeTarget: async () => {
        const made = await aMongoHost(version, 'oplog', store);
        testCollection(made);
        await caughtUp(made);
        return made;
      },
      install: (made, recorder) => instrumentStreams(streamTarget(made), recorder).undo,
      touched,
      exercise: async (made) => {
        await made.external('insertOne', 'things', [{ n: 1 }]);
        await caughtUp(made);
      },
      dispose: (made) => made.close(),
    });

    it('records each entry, of this app and of others, with its lag', async () => {
      install({ wallNow: () => Date.now() + 40 });

      await things.insertAsync({ _id: 'a', n: 1 });
      await host.external('updateOne', 'things', [{ _id: 'a' }, { $set: { n: 2 } }]);
      await host.external('deleteOne', 'things', [{ _id: 'a' }]);
      await host.external('insertOne', 'others', [{ n: 1 }]);
      await caughtUp(host);

      expect(entries().map(({ source, collection }) => [source, collection])).to.deep.equal([
        ['oplog', 'things'],
        ['oplog', 'things'],
        ['oplog', 'things'],
        ['oplog', 'others'],
      ]);
      for (const { lagMs } of entries()) expect(lagMs).to.be.within(40, 1_000);
      expect(record.failures).to.deep.equal([]);
    });

    it('takes a database whose clock is ahead for one without lag', async () => {
      install({ wallNow: () => Date.now() - 60_000 });

      await things.insertAsync({ n: 1 });
      await caughtUp(host);

      expect(entries().map(({ lagMs }) => lagMs)).to.deep.equal([0]);
    });

    it('tells of each mutation before the observers are told', async () => {
      const seen: unknown[][] = [];
      install().events.onMutation((...mutation) => seen.push(mutation));
      const handle = await things.find().observeChanges({
        added: (id: string) => seen.push(['observer', id]),
      });

      await host.external('insertOne', 'things', [{ _id: 'a' }]);
      await eventually(() => seen.length === 2);

      const connection = connectionOf(host);
      expect(seen[0]?.slice(0, 3)).to.deep.equal(['things', 'a', 'oplog']);
      expect(seen[0]?.[3]).to.equal(connection);
      expect(seen[1]).to.deep.equal(['observer', 'a']);
      await handle.stop();
    });

    it('counts the drop of a collection as an entry, not as a mutation', async () => {
      const seen: unknown[][] = [];
      await things.insertAsync({ n: 1 });
      await caughtUp(host);
      install().events.onMutation((...mutation) => seen.push(mutation));

      await host.external('drop', 'things', []);
      await caughtUp(host);

      expect(entries().map(({ collection }) => collection)).to.deep.equal(['things']);
      expect(seen).to.deep.equal([]);
    });

    it('keeps the errors of who listens away from the observers, and counts them', async () => {
      const { events } = install();
      const seen: string[] = [];
      events.onMutation(() => {
        throw new Error('ours');
      });
      events.onMutation((collection) => seen.push(collection));

      await things.insertAsync({ n: 1 });
      await caughtUp(host);

      expect(seen).to.deep.equal(['things']);
      expect(record.failures).to.have.length(1);
    });

    it('tells a listener that left nothing more', async () => {
      const seen: unknown[] = [];
      const listener = (...mutation: unknown[]) => seen.push(mutation);
      const { events } = install();
      const leaveFirst = events.onMutation(listener);
      const leaveSecond = events.onMutation(listener);

      leaveFirst();
      leaveFirst();
      await things.insertAsync({ n: 1 });
      await caughtUp(host);
      leaveSecond();
      await things.insertAsync({ n: 2 });
      await caughtUp(host);

      expect(seen).to.have.length(1);
    });

    it('counts the entries that are skipped, by collection, and what waits as backlog', async () => {
      install();
      const handle = connectionOf(host)._oplogHandle;
      const tunable = handle as unknown as { _defineTooFarBehind(value: number): void };
      tunable._defineTooFarBehind(20);
      const entry = (collection: string, index: number) => ({
        op: 'i',
        ns: `${handle?._dbName}.${collection}`,
        o: { _id: `${index}` },
        ts: (handle as unknown as { _lastProcessedTS: unknown })._lastProcessedTS,
        wall: new Date(),
      });

      for (let index = 0; index < 20; index++) handle?._entryQueue.push(entry('a', index) as never);
      handle?._entryQueue.push(entry('b', 20) as never);
      record.collect();
      (handle as unknown as { _maybeStartWorker(): void })._maybeStartWorker();
      await eventually(() => handle?._entryQueue.length === 0);

      expect(metricValue(record.samples, 'oplog.backlog')).to.equal(21);
      expect(metricValue(record.samples, 'oplog.skipped', { collection: 'a' })).to.equal(20);
      expect(metricValue(record.samples, 'oplog.skipped', { collection: 'b' })).to.equal(1);
      expect(entries()).to.deep.equal([]);
      record.samples.length = 0;
      record.collect();
      expect(metricValue(record.samples, 'oplog.backlog')).to.equal(0);
    });

    it('leaves nothing with the oplog handle when it is taken out', () => {
      const hook = (
        connectionOf(host)._oplogHandle as unknown as {
          readonly _onSkippedEntriesHook: { each(told: () => unknown): void };
        }
      )._onSkippedEntriesHook;
      const callbacks = () => {
        let count = 0;
        hook.each(() => ++count);
        return count;
      };
      const { undo } = install();
      expect(callbacks()).to.equal(1);

      undo();

      expect(callbacks()).to.equal(0);
    });

    it('finds a connection when its first collection is made', async () => {
      const later = await aMongoHost(version, 'oplog', store);
      const { undo } = instrumentStreams(streamTarget(later), record.recorder);
      record.collect();

      const late = testCollection(later);
      await caughtUp(later);
      await late.insertAsync({ n: 1 });
      await caughtUp(later);

      expect(entries().map(({ collection }) => collection)).to.deep.equal(['things']);
      undo();
      await later.close();
    });

    if (store.isServer) return; // what follows makes connections of its own

    it('finds a connection of the app’s own when it is observed', async () => {
      install();
      const { RemoteCollectionDriver } = host.MongoInternals;
      const own = new RemoteCollectionDriver('mongodb://memory/other', {
        oplogUrl: 'mongodb://memory/local',
      }).mongo;
      await own._oplogHandle?.waitUntilCaughtUp();

      const handle = await own.find('things').observeChanges({ added() {} });
      await own.insertAsync('things', { _id: 'a' });
      await own._oplogHandle?.waitUntilCaughtUp();

      expect(entries().map(({ collection }) => collection)).to.deep.equal(['things']);
      await handle.stop();
    });

    it('says what it cannot measure of a connection that comes later, and leaves it alone', async () => {
      const reasons: string[] = [];
      install({ degraded: (reason) => reasons.push(reason) });
      const { RemoteCollectionDriver } = host.MongoInternals;
      const driver = new RemoteCollectionDriver('mongodb://memory/other', {
        oplogUrl: 'mongodb://memory/local',
      });
      await driver.mongo._oplogHandle?.waitUntilCaughtUp();
      Object.defineProperty(driver.mongo._oplogHandle, '_crossbar', { value: {} });

      const opened = driver.open('things');

      expect(opened.insertAsync).to.be.a('function');
      expect(reasons).to.deep.equal(['a connection is not measured: fire is not a function']);
      expect(record.failures).to.deep.equal([]);
    });
  });
}

for (const version of hostVersions) {
  describe(`instrumentStreams on Meteor ${version} with polling`, () => {
    it('records nothing, and fails in nothing', async () => {
      const host = await aMongoHost(version, 'polling');
      const record = fakeRecorder();
      const things = testCollection(host);
      const { undo } = instrumentStreams(streamTarget(host), record.recorder);
      const handle = await things.find().observeChanges({ added() {} });

      await things.insertAsync({ n: 1 });
      record.collect();

      expect(record.samples).to.deep.equal([]);
      expect(record.failures).to.deep.equal([]);
      await handle.stop();
      undo();
      await host.close();
    });
  });
}
