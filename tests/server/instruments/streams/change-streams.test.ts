import { expect } from 'chai';
import type { StreamSample } from '../../../../common/sample';
import {
  instrumentStreams,
  type StreamsOptions,
} from '../../../../server/instruments/streams/instrument-streams';
import type { StreamTarget } from '../../../../server/instruments/streams/target';
import type { Host } from '../../../host/host';
import { stores } from '../../../host/mongo/stores';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import {
  aMongoHost,
  eventually,
  streamTarget,
  type TestCollection,
  testCollection,
} from '../../../support/mongo-targets';

const connectionOf = (host: Host) => host.MongoInternals.defaultRemoteCollectionDriver().mongo;

for (const store of stores) {
  describe(`instrumentStreams on Meteor 3.5 with change streams ${store.name}`, () => {
    let host: Host;
    let things: TestCollection;
    let record: ReturnType<typeof fakeRecorder>;

    beforeEach(async () => {
      host = await aMongoHost('3.5', 'changeStreams', store);
      things = testCollection(host);
      record = fakeRecorder();
    });
    afterEach(() => host.close());

    const install = (options?: StreamsOptions) =>
      instrumentStreams(streamTarget(host), record.recorder, options);
    const observe = (callbacks: object = { added() {} }) => things.find().observeChanges(callbacks);
    const events = () =>
      record.samples
        .filter((sample): sample is StreamSample => sample.kind === 'stream')
        .filter(({ source }) => source === 'changeStream'); // the oplog is followed too where it can be

    const sharedStream = (of: Host) =>
      Object.values(connectionOf(of)._sharedChangeStreams ?? {})[0] as unknown as {
        _restart(): Promise<void>;
        _historyLost: boolean;
      };

    describeInstrument('streams', {
      makeTarget: async () => {
        const made = await aMongoHost('3.5', 'changeStreams', store);
        const collection = testCollection(made);
        await collection.find().observeChanges({ added() {} });
        return made;
      },
      install: (made, recorder) => instrumentStreams(streamTarget(made), recorder).undo,
      touched: (made) => ({
        connection: made.MongoInternals.Connection.prototype,
        collectionDriver: made.MongoInternals.RemoteCollectionDriver.prototype,
        stream: Object.getPrototypeOf(sharedStream(made)),
      }),
      exercise: async (made) => {
        let seen = false;
        const collection = made.Mongo._collections.get('things') as unknown as TestCollection;
        const n = Math.random();
        const handle = await collection.find({ n }).observeChanges({
          added() {
            seen = true;
          },
        });
        await made.external('insertOne', 'things', [{ n }]);
        await eventually(() => seen);
        await handle.stop();
      },
      dispose: (made) => made.close(),
    });

    it('records each event, of this app and of others, from the first on', async () => {
      install({ wallNow: () => Date.now() + 40 });
      const seen: string[] = [];
      const handle = await observe({
        added: (id: string) => seen.push(id),
        changed: (id: string) => seen.push(`changed ${id}`),
        removed: (id: string) => seen.push(`removed ${id}`),
      });

      await things.insertAsync({ _id: 'a', n: 1 });
      await host.external('updateOne', 'things', [{ _id: 'a' }, { $set: { n: 2 } }]);
      await host.external('deleteOne', 'things', [{ _id: 'a' }]);
      await eventually(() => seen.includes('removed a'));

      expect(events().map(({ source, collection }) => [source, collection])).to.deep.equal([
        ['changeStream', 'things'],
        ['changeStream', 'things'],
        ['changeStream', 'things'],
      ]);
      for (const { lagMs } of events()) expect(lagMs).to.be.within(40, 5_000);
      expect(record.failures).to.deep.equal([]);
      await handle.stop();
    });

    it('records one event for all the observers of a collection', async () => {
      install();
      const seen: string[] = [];
      const handles = [
        await things.find({ n: 1 }).observeChanges({ added: () => seen.push('1') }),
        await things.find({ n: { $gt: 0 } }).observeChanges({ added: () => seen.push('2') }),
      ];

      await things.insertAsync({ n: 1 });
      await eventually(() => seen.length === 2);

      expect(events()).to.have.length(1);
      for (const handle of handles) await handle.stop();
    });

    it('tells of each mutation before the observers are told', async () => {
      const seen: unknown[][] = [];
      install().events.onMutation((...mutation) => {
        if (mutation[2] === 'changeStream') seen.push(mutation);
      });
      const handle = await observe({
        added: (id: string) => seen.push(['observer', id]),
      });

      await host.external('insertOne', 'things', [{ _id: 'a' }]);
      await eventually(() => seen.length === 2);

      expect(seen[0]?.slice(0, 3)).to.deep.equal(['things', 'a', 'changeStream']);
      expect(seen[0]?.[3]).to.equal(connectionOf(host));
      expect(seen[1]).to.deep.equal(['observer', 'a']);
      await handle.stop();
    });

    it('measures streams that are open when it starts', async () => {
      const seen: string[] = [];
      const handle = await observe({ added: (id: string) => seen.push(id) });
      install();

      await things.insertAsync({ _id: 'a' });
      await eventually(() => seen.includes('a'));

      expect(events()).to.have.length(1);
      await handle.stop();
    });

    it('tells the live drivers by collection, and once that there are none left', async () => {
      install();
      const handles = [
        await things.find({ n: 1 }).observeChanges({ added() {} }),
        await things.find({ n: 2 }).observeChanges({ added() {} }),
      ];
      const driversNow = () => {
        record.samples.length = 0;
        record.collect();
        return metricValue(record.samples, 'changeStream.drivers', { collection: 'things' });
      };

      expect(driversNow()).to.equal(2);
      await handles[0]?.stop();
      expect(driversNow()).to.equal(1);
      await handles[1]?.stop();
      await eventually(
        () => Object.keys(connectionOf(host)._sharedChangeStreams ?? {}).length === 0,
      );
      expect(driversNow()).to.equal(0);
      expect(driversNow()).to.equal(undefined);
    });

    it('counts restarts, and the history that was lost at one of them', async () => {
      install();
      const handle = await observe();
      const stream = sharedStream(host);

      await stream._restart();
      stream._historyLost = true;
      await stream._restart();

      const dims = { collection: 'things' };
      expect(metricValue(record.samples, 'changeStream.restarts', dims)).to.equal(2);
      expect(metricValue(record.samples, 'changeStream.historyLost', dims)).to.equal(1);
      await handle.stop();
    });
  });
}

describe('instrumentStreams, of a stream that is not as expected', () => {
  class Stream {
    readonly _drivers = new Set();
    readonly seen: unknown[] = [];
    _onChange(event: unknown) {
      this.seen.push(event);
    }
  }

  function aTarget(stream: Stream): StreamTarget {
    const mongo = { _sharedChangeStreams: new Map([['things', stream]]) };
    return {
      connection: { _observeChanges() {} },
      collectionDriver: { open() {} },
      collections: new Map([['things', { _driver: { mongo } }]]),
    };
  }

  it('says that restarts cannot be counted, and measures the rest', () => {
    const record = fakeRecorder();
    const stream = new Stream();
    const reasons: string[] = [];

    instrumentStreams(aTarget(stream), record.recorder, {
      degraded: (reason) => reasons.push(reason),
    });
    stream._onChange({ operationType: 'insert', ns: { coll: 'things' }, documentKey: { _id: 1 } });

    expect(reasons).to.deep.equal([
      'restarts of change streams cannot be counted: there is no _restart',
    ]);
    expect(record.samples).to.deep.equal([
      { kind: 'stream', source: 'changeStream', collection: 'things', lagMs: undefined },
    ]);
  });

  it('hands on an event that makes no sense, and counts its own failure', () => {
    const record = fakeRecorder();
    const stream = new Stream();
    instrumentStreams(aTarget(stream), record.recorder);

    stream._onChange(null);

    expect(stream.seen).to.deep.equal([null]);
    expect(record.failures).to.have.length(1);
  });

  it('counts lost history where that is told to a function', () => {
    const record = fakeRecorder();
    class Telling extends Stream {
      async _restart() {}
      _historyLost() {}
    }
    const stream = new Telling();
    instrumentStreams(aTarget(stream), record.recorder);

    stream._historyLost();
    void stream._restart();

    expect(metricValue(record.samples, 'changeStream.historyLost')).to.equal(1);
    expect(metricValue(record.samples, 'changeStream.restarts')).to.equal(1);
  });
});
