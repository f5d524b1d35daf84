import { expect } from 'chai';
import type { ObserverEntry } from '../../../../common/observer-entry';
import type { Recorder } from '../../../../common/recorder';
import {
  instrumentObservers,
  type ObserversInstrument,
} from '../../../../server/instruments/observers/instrument-observers';
import type { ObserverTarget } from '../../../../server/instruments/observers/target';
import { createHost, type Host } from '../../../host/host';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { hostVersions } from '../../../support/host-versions';
import { anInvocation } from '../../../support/samples';
import { treeOf } from '../../../support/trace-tree';

interface Doc {
  readonly _id: string;
  readonly [field: string]: unknown;
}
interface Handle {
  stop(): unknown;
}
interface Things {
  find(
    selector?: unknown,
    options?: object,
  ): {
    observeChanges(callbacks: object): Promise<Handle>;
    observe(callbacks: object): Promise<Handle>;
  };
  insertAsync(doc: Doc): Promise<string>;
  updateAsync(selector: object, change: object): Promise<number>;
  removeAsync(selector: object): Promise<number>;
}

const quiet = { added() {}, changed() {}, removed() {} };

/** Waits, on real time, for what happens behind a real driver. */
async function eventually(check: () => boolean): Promise<void> {
  const deadline = Date.now() + 3_000;
  while (!check()) {
    if (Date.now() > deadline) throw new Error('it did not happen within 3 s');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

for (const version of hostVersions) {
  for (const driver of ['oplog', 'polling'] as const) {
    describe(`instrumentObservers on Meteor ${version}, ${driver}`, () => {
      let host: Host;
      let things: Things;
      let record: ReturnType<typeof fakeRecorder>;
      let observers: ObserversInstrument;

      const makeHost = () =>
        createHost({
          version,
          driver,
          without: ['accounts-base'],
          env: { METEOR_POLLING_THROTTLE_MS: '5', METEOR_POLLING_INTERVAL_MS: '100000' },
        });
      const collection = (on: Host) => new on.Mongo.Collection('things') as unknown as Things;
      const targetOf = (on: Host): ObserverTarget => ({
        connection: on.MongoInternals.Connection.prototype as never,
        localCollection: (on.Package.minimongo as { LocalCollection: never } | undefined)
          ?.LocalCollection,
      });
      const install = (on: Host, recorder: Recorder) => instrumentObservers(targetOf(on), recorder);

      beforeEach(async () => {
        host = makeHost();
        things = collection(host);
        for (const _id of ['a', 'b', 'c']) await things.insertAsync({ _id, n: 1 });
        record = fakeRecorder();
        observers = install(host, record.recorder);
      });
      afterEach(() => host.close());

      const one = (entries: readonly ObserverEntry[]) => {
        expect(entries).to.have.length(1);
        return entries[0] as ObserverEntry;
      };

      describeInstrument('observers', {
        makeTarget: makeHost,
        install: (on, recorder) => install(on, recorder).undo,
        touched: (on) => ({
          connection: on.MongoInternals.Connection.prototype,
          OplogObserveDriver: on.MongoInternals.OplogObserveDriver.prototype as object,
        }),
        records: (recorded) => recorded.takeObservers().entries,
        exercise: async (on) => {
          const handle = await collection(on).find({}).observeChanges(quiet);
          await handle.stop();
        },
        dispose: (on) => on.close(),
      });

      it('records an observer, its driver, its initial documents and its end', async () => {
        const handle = await things.find({ n: 1 }).observeChanges(quiet);
        const open = one(record.takeObservers().entries);
        record.tick(5_000);
        await handle.stop();
        const ended = one(record.takeObservers().entries);

        expect(open).to.include({
          collection: 'things',
          driver,
          handles: 1,
          multiplexers: 1,
          duplicates: 0,
          orphans: 0,
          created: 1,
          reused: 0,
          stopped: 0,
          initialDocs: 3,
          fanout: 0,
        });
        expect(open.owner).to.deep.equal({ kind: 'none', name: '' });
        expect(open.initialQuery?.count).to.equal(1);
        expect(open.driverReason).to.equal(driver === 'polling' ? 'NO_ENV' : undefined);
        expect(ended).to.include({ handles: 0, multiplexers: 0, stopped: 1, oldestMs: 0 });
        expect(ended.lifetime).to.include({ count: 1, sum: 5_000 });
        expect(record.takeObservers().entries).to.deep.equal([]);
        expect(record.failures).to.deep.equal([]);
      });

      it('is a span in the trace of what opens it, from the call to the initial documents', async () => {
        observers.undo();
        const tracing = fakeRecorder({ tracing: {} });
        const { context, traces, now } = tracing.recorder;
        install(host, tracing.recorder);
        const work = traces.begin({ kind: 'publication', name: 'list', at: now() });
        const run = { ...anInvocation('publication', 'list'), work };

        const open = () => things.find({ n: 1 }).observeChanges(quiet);
        const handle = await context.run(run, open, undefined, []);
        traces.end(run, { at: now(), outcome: 'ok' });
        await handle.stop();

        const [trace] = tracing.takeTraces();
        expect(trace && treeOf(trace)).to.deep.equal({ 'publication list': ['observe things'] });
        expect(trace?.spans[1]).not.to.have.any.keys('unfinished', 'failed');
      });

      it('tells one that joins a multiplexer from one that gets its own', async () => {
        const first = await things.find({ n: 1 }).observeChanges(quiet);
        const second = await things.find({ n: 1 }).observeChanges(quiet);
        const entry = one(record.takeObservers().entries);

        expect(entry).to.include({ created: 1, reused: 1, handles: 2, multiplexers: 1 });
        await first.stop();
        expect(one(record.takeObservers().entries)).to.include({ handles: 1, multiplexers: 1 });
        await second.stop();
        expect(one(record.takeObservers().entries)).to.include({ handles: 0, multiplexers: 0 });
      });

      it('knows a multiplexer again whose last handle left while the next one was joining', async () => {
        const first = await things.find({ n: 1 }).observeChanges(quiet);
        const joining = things.find({ n: 1 }).observeChanges(quiet);
        await Promise.resolve();
        await first.stop();
        const second = await joining;

        expect(one(record.takeObservers().entries)).to.include({
          ...{ created: 1, reused: 1, stopped: 1 },
          ...{ handles: 1, multiplexers: 1, duplicates: 0 },
        });
        await second.stop();
        expect(one(record.takeObservers().entries)).to.include({ handles: 0, multiplexers: 0 });
        expect(observers.counts()).to.deep.include({ handles: 0, multiplexers: 0 });
      });

      it('finds multiplexers that are there twice for one query', async () => {
        const handles = await Promise.all([
          things.find({ n: 1 }).observeChanges(quiet),
          things.find({ n: 1 }).observeChanges(quiet),
          things.find({ n: 2 }).observeChanges(quiet),
        ]);
        const entry = one(record.takeObservers().entries);

        expect(entry).to.include({ created: 3, reused: 0, multiplexers: 3, duplicates: 1 });
        for (const handle of handles) await handle.stop();
        expect(one(record.takeObservers().entries)).to.include({ handles: 0, duplicates: 0 });
      });

      it('counts evaluations, the useful ones among them, changes and calls of callbacks', async () => {
        const seen: string[] = [];
        const handles = await Promise.all([
          things.find({ n: 1 }).observeChanges({
            added: (id: string) => seen.push(`added ${id}`),
            changed: (id: string) => seen.push(`changed ${id}`),
            removed: (id: string) => seen.push(`removed ${id}`),
          }),
        ]);
        record.takeObservers();

        await things.insertAsync({ _id: 'd', n: 1 });
        await things.insertAsync({ _id: 'e', n: 2 });
        await things.updateAsync({ _id: 'a' }, { $set: { x: 1 } });
        await things.removeAsync({ _id: 'b' });
        await eventually(() => seen.length === 6);
        await settle();
        const entry = one(record.takeObservers().entries);

        expect(entry).to.include({ added: 1, changed: 1, removed: 1, fanout: 3, initialDocs: 0 });
        expect(entry.useful).to.equal(3);
        if (driver === 'oplog') expect(entry.evaluations).to.equal(4);
        else {
          expect(entry.polls).to.be.greaterThan(0);
          expect(entry.polledDocs).to.be.greaterThan(2);
          expect(entry.evaluations).to.equal(entry.polledDocs);
          expect(entry.poll?.count).to.equal(entry.polls);
        }
        for (const handle of handles) await handle.stop();
      });

      it('books what a shared multiplexer does to all of its owners, and in sum exactly', async () => {
        const { Meteor } = host;
        const { recorder } = record;
        const observe = (name: string) =>
          recorder.context.run(
            anInvocation('publication', name),
            () => things.find({ n: 1 }).observeChanges(quiet),
            undefined,
            [],
          );
        const handles = [await observe('lists'), await observe('lists'), await observe('tasks')];
        record.takeObservers();

        await things.insertAsync({ _id: 'd', n: 1 });
        await eventually(() => observers.counts().handles === 3);
        await settle();
        let added = 0;
        const sum = { fanout: 0, multiplexers: 0 };
        await eventually(() => {
          for (const entry of record.takeObservers().entries) {
            added += entry.added;
            sum.fanout += entry.fanout;
            sum.multiplexers = entry.owner.name === 'lists' ? entry.multiplexers : sum.multiplexers;
          }
          return added > 0.999 && sum.fanout === 3;
        });

        expect(added).to.be.closeTo(1, 1e-9);
        expect(sum.multiplexers).to.be.closeTo(2 / 3, 1e-9);
        for (const handle of handles) await handle.stop();
        expect(Meteor.isServer).to.equal(true);
      });

      it('knows whose an observer is, and that its owner is gone', async () => {
        const owner = anInvocation('publication', 'leaky');
        const handle = await record.recorder.context.run(
          owner,
          () => things.find({}).observeChanges(quiet),
          undefined,
          [],
        );
        const live = one(record.takeObservers().entries);
        owner.ended = true;
        const gone = one(record.takeObservers().entries);

        expect(live.owner).to.deep.equal({ kind: 'publication', name: 'leaky' });
        expect([live.orphans, gone.orphans]).to.deep.equal([0, 1]);
        await handle.stop();
      });

      it('does not hold it against a method that its observer outlives the call', async () => {
        const call = anInvocation('method', 'login');
        const handle = await record.recorder.context.run(
          call,
          () => things.find({}).observeChanges(quiet),
          undefined,
          [],
        );
        call.ended = true;

        expect(one(record.takeObservers().entries)).to.include({ handles: 1, orphans: 0 });
        await handle.stop();
      });

      it('passes callbacks, their results and errors through, and counts on', async () => {
        const order: unknown[] = [];
        const callbacks = {
          added(this: unknown, ...args: unknown[]) {
            order.push(this ?? null, args.length);
            throw new Error('of the app');
          },
        };
        host.Meteor._debug = () => undefined; // Meteor prints what callbacks throw
        const handle = await things
          .find({ _id: 'a' })
          .observeChanges(callbacks)
          .catch((error: Error) => error);
        const without = createHost({ version, driver, without: ['accounts-base'] });
        without.Meteor._debug = () => undefined;
        const bare = collection(without);
        await bare.insertAsync({ _id: 'a', n: 1 });
        const seen = order.splice(0);
        const expected = await bare
          .find({ _id: 'a' })
          .observeChanges(callbacks)
          .catch((error: Error) => error);
        await without.close();

        expect(seen).to.deep.equal(order);
        expect(handle instanceof Error).to.equal(expected instanceof Error);
        expect(record.failures).to.deep.equal([]);
      });

      it('survives a query that Mongo refuses', async () => {
        const refused = await things
          .find({ $nonsense: 1 })
          .observeChanges(quiet)
          .catch((error: unknown) => error);

        expect(refused).to.be.instanceOf(Error);
        expect(record.takeObservers().entries).to.deep.equal([]);
        expect(record.failures).to.deep.equal([]);
      });

      it('counts right through observe() with its documents and transforms', async () => {
        const handle = await things.find({ n: 1 }).observe({ added() {}, removed() {} });

        expect(one(record.takeObservers().entries)).to.include({ created: 1, initialDocs: 3 });
        await handle.stop();
        expect(observers.counts()).to.deep.include({ handles: 0, multiplexers: 0 });
      });
    });
  }
}
