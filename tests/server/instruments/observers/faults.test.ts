import { expect } from 'chai';
import type { ObserverEntry } from '../../../../common/observer-entry';
import { instrumentObservers } from '../../../../server/instruments/observers/instrument-observers';
import { createHost, type Host } from '../../../host/host';
import type { HostVersion } from '../../../host/meteor/versions';
import { fakeRecorder } from '../../../support/fake-recorder';
import { stubClient } from '../../../support/stub-client';

type Driver = 'oplog' | 'polling' | 'changeStreams';

interface Handle {
  readonly _multiplexer: { _observeDriver: object };
  stop(): Promise<void>;
}

interface Docs {
  find(selector?: unknown): { observeChanges(callbacks: object): Promise<Handle> };
  insertAsync(doc: object): Promise<string>;
}

const releases: ReadonlyArray<readonly [HostVersion, Driver]> = [
  ['3.0.4', 'oplog'],
  ['3.3.2', 'oplog'],
  ['3.3.2', 'polling'],
  ['3.5', 'changeStreams'],
];
const quiet = { added() {}, changed() {}, removed() {} };

for (const [version, driver] of releases) {
  describe(`instrumentObservers where something fails (Meteor ${version}, ${driver})`, function () {
    this.timeout(15_000);
    let host: Host;
    let docs: Docs;
    let record: ReturnType<typeof fakeRecorder>;

    beforeEach(() => {
      host = createHost({
        ...{ version, driver, without: ['accounts-base'], log: () => {} },
        env: { METEOR_POLLING_THROTTLE_MS: '5', METEOR_POLLING_INTERVAL_MS: '20' },
      });
      docs = new host.Mongo.Collection('docs') as unknown as Docs;
      record = fakeRecorder();
    });
    afterEach(() => host.close());

    const install = () =>
      instrumentObservers(
        {
          connection: host.MongoInternals.Connection.prototype as never,
          localCollection: (host.Package.minimongo as { LocalCollection: never }).LocalCollection,
        },
        record.recorder,
      );

    it('counts on after a callback that throws', async () => {
      const observers = install();
      let isThrowing = false;
      let told = 0;
      const handle = await docs.find().observeChanges({
        added() {
          told += 1;
          if (isThrowing) throw new Error('of the app');
        },
      });
      isThrowing = true;
      await docs.insertAsync({ _id: 'a' });
      await eventually(() => told === 1);
      isThrowing = false;

      await docs.insertAsync({ _id: 'b' });
      await eventually(() => told === 2);

      const entry = only(record.takeObservers().entries);
      expect(entry).to.include({ fanout: 2, added: 2, useful: 2, handles: 1 });
      expect(observers.counts()).to.deep.include({ handles: 1, multiplexers: 1 });
      expect(record.failures).to.deep.equal([]);
      await handle.stop();
    });

    it('keeps observers through a database that goes away and comes back', async () => {
      const observers = install();
      let told = 0;
      const handle = await docs.find().observeChanges({
        added() {
          told += 1;
        },
      });
      host.faults.disconnect();
      await host.external('insertOne', 'docs', [{ _id: 'meanwhile' }]);
      await new Promise((resolve) => setImmediate(resolve));
      host.faults.reconnect();

      await eventually(() => told === 1);
      await docs.insertAsync({ _id: 'after' });
      await eventually(() => told === 2);

      const entry = only(record.takeObservers().entries);
      expect(entry).to.include({ handles: 1, multiplexers: 1, created: 1, stopped: 0, fanout: 2 });
      expect(entry.evaluations).to.be.at.least(1);
      expect(record.failures).to.deep.equal([]);
      await handle.stop();
      expect(observers.counts()).to.deep.include({ handles: 0, multiplexers: 0 });
    });

    it('forgets an observer whose subscription ends during the initial query', async () => {
      const observers = install();
      await docs.insertAsync({ _id: 'a' });
      host.Meteor.publish('docs', (() => docs.find()) as never);
      const client = stubClient(host.Meteor.server);
      client.send({ msg: 'sub', id: '1', name: 'docs', params: [] });
      await new Promise((resolve) => setImmediate(resolve));

      client.close();
      await eventually(() => {
        record.collect();
        return observers.counts().handles === 0;
      });
      await new Promise((resolve) => setTimeout(resolve, 20));

      expect(observers.counts()).to.deep.include({ handles: 0, multiplexers: 0 });
      expect(record.failures).to.deep.equal([]);
    });

    it('shows a driver that nobody knows as one whose work is not counted', async () => {
      class HomeGrown {
        stop() {}
      }
      const prototype = host.MongoInternals.Connection.prototype as unknown as {
        _observeChanges(...args: unknown[]): Promise<Handle>;
      };
      const observe = prototype._observeChanges;
      prototype._observeChanges = async function (...args) {
        const handle: Handle = await Reflect.apply(observe, this, args);
        handle._multiplexer._observeDriver = new HomeGrown();
        return handle;
      };
      install();
      const handle = await docs.find().observeChanges(quiet);

      const entry = only(record.takeObservers().entries);

      expect(entry).to.include({ driver: 'HomeGrown', handles: 1, multiplexers: 1 });
      expect(entry).not.to.have.any.keys('evaluations', 'useful');
      await handle.stop();
    });

    if (driver === 'oplog') {
      it('throws on, untouched, what a driver throws to switch its own state', async () => {
        const switched = Object.freeze({ what: 'SwitchedToQuery' });
        const prototype = host.MongoInternals.OplogObserveDriver.prototype as unknown as {
          _handleOplogEntrySteadyOrFetching(op: unknown): void;
        };
        prototype._handleOplogEntrySteadyOrFetching = () => {
          throw switched;
        };
        install();
        const handle = await docs.find().observeChanges(quiet);
        const live = handle._multiplexer._observeDriver as typeof prototype;
        record.takeObservers();

        const thrown = caught(() => live._handleOplogEntrySteadyOrFetching({}));

        record.tick(7);
        record.recorder.cpu.enter({ cpuMs: 0 }); // a turn that was left open would get the seven
        record.recorder.cpu.leave();
        const entry = only(record.takeObservers().entries);
        expect(thrown).to.equal(switched);
        expect(entry).to.include({ evaluations: 1, useful: 0, cpuMs: 0 });
        expect(record.failures).to.deep.equal([]);
        await handle.stop();
      });
    }

    if (driver === 'changeStreams') {
      it('keeps observers through a history that is lost', async () => {
        const observers = install();
        let told = 0;
        const handle = await docs.find().observeChanges({
          added() {
            told += 1;
          },
        });
        host.faults.disconnect();
        await host.external('insertOne', 'docs', [{ _id: 'unseen' }]);
        host.faults.loseHistory();
        host.faults.reconnect();

        await eventually(() => told === 1);

        expect(observers.counts()).to.deep.include({ handles: 1, multiplexers: 1 });
        expect(record.failures).to.deep.equal([]);
        await handle.stop();
      });
    }
  });
}

function only(entries: readonly ObserverEntry[]): ObserverEntry {
  expect(entries).to.have.length(1);
  return entries[0] as ObserverEntry;
}

function caught(act: () => void): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}

/** Waits, on real time, for what happens behind a real driver. */
async function eventually(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('it did not happen within 10 s');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
