import { expect } from 'chai';
import { RetryableError } from '../../../../common/sink';
import { createLease } from '../../../../server/sinks/mongo/lease';
import { collectionsOf, prepare, schemaVersion } from '../../../../server/sinks/mongo/schema';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aFullLogEntry } from '../../../support/a-log-entry';
import { aFullTrace } from '../../../support/a-trace';
import { aFullErrorEntry } from '../../../support/an-error-entry';
import { aFullObserver } from '../../../support/an-observer';
import { withMongo } from '../../../support/mongo-database';
import { onlyValue } from '../../../support/reader/answers';

const { signal } = new AbortController();
const hour = 60 * 60_000;

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );

withMongo('mongoSink over a server', ({ db, sink, empty }) => {
  const from = Math.floor(Date.now() / hour) * hour - hour;
  const all = { from, to: from + hour };
  const connects = { metric: 'ddp.connects', stat: 'sum', ...all } as const;

  const full = () =>
    aBatch({
      from,
      series: [aSeries('ddp.connects', {}, 3), aSeries('method.run', { name: 'a' }, [1, 2])],
      observers: [aFullObserver()],
      errors: [aFullErrorEntry({ lastAt: from + 1 })],
      traces: [aFullTrace({ at: from })],
      logs: [aFullLogEntry({ at: from })],
      drops: { 'trace-limit': 2 },
    });

  describe('where nothing is yet', () => {
    beforeEach(() => db.dropDatabase());
    after(() => db.dropDatabase());

    it('makes collections and indexes once, however many processes begin together', async () => {
      const sinks = Array.from({ length: 4 }, () => sink());

      await Promise.all(sinks.map((one) => one.write(aBatch({ from }), signal)));
      await Promise.all(sinks.map((one) => one.close?.()));

      const names = (await db.listCollections().toArray()).map(({ name }) => name).sort();
      expect(names).to.deep.equal(
        [
          'alerts',
          'meta',
          'series',
          'resources',
          'windows',
          'data_fine',
          'data_1m',
          'data_10m',
          'data_1h',
          'error_groups',
          'traces',
          'logs',
          'events',
        ]
          .map((name) => `radiant_${name}`)
          .sort(),
      );
      // Of these there are a few documents, whatever the time.
      const few = ['radiant_meta', 'radiant_alerts'];
      for (const name of names.filter((one) => !few.includes(one))) {
        const indexes = await db.collection(name).indexes();
        expect(
          indexes.some(({ expireAfterSeconds }) => expireAfterSeconds === 0),
          name,
        ).to.equal(true);
      }
      // A minute that is over may have been rolled up already.
      expect(await db.collection('radiant_windows').countDocuments({ l: 'fine' })).to.equal(4);
    });

    it('answers that there is nothing, and makes nothing', async () => {
      const { reader, close } = sink();

      expect((await reader.read(connects)).rows).to.deep.equal([]);
      expect((await reader.traces(all)).traces).to.deep.equal([]);
      expect(await reader.resources(all)).to.deep.equal([]);
      expect(await db.listCollections().toArray()).to.deep.equal([]);
      await close?.();
    });

    it('leaves alone what a newer Radiant wrote, and says so', async () => {
      await db
        .collection('radiant_meta')
        .insertOne({ _id: 'schema' as never, v: schemaVersion + 1 });
      const newer = sink();

      const written = await reasonOf(newer.write(aBatch({ from }), signal));
      const read = await reasonOf(newer.reader.read(connects));
      await newer.close?.();

      expect(written).to.be.instanceOf(RetryableError).and.to.have.property('retryAfterMs', 60_000);
      expect(written)
        .to.have.property('message')
        .that.matches(/version 2 of the schema.*knows 1/);
      expect(read)
        .to.have.property('message')
        .that.matches(/version 2/);
      expect(await db.listCollections().toArray()).to.have.length(1);
    });

    it('brings an older schema up to date, step by step, and goes on after a failure', async () => {
      const done: number[] = [];
      let isBroken = true;
      const step = (to: number) => ({
        to,
        async run() {
          if (to === 3 && isBroken) throw new Error('broken');
          done.push(to);
        },
      });
      const steps = [step(2), step(3), step(4)];
      await prepare(db as never);

      const reason = await reasonOf(prepare(db as never, { steps, version: 3 }));
      isBroken = false;
      await prepare(db as never, { steps, version: 3 });
      await prepare(db as never, { steps, version: 3 });

      expect(reason).to.have.property('message', 'broken');
      expect(done).to.deep.equal([2, 3]);
      expect(
        await db.collection('radiant_meta').findOne({ _id: 'schema' as never }),
      ).to.have.property('v', 3);
    });
  });

  describe('that is there', () => {
    beforeEach(() => empty());

    it('counts what four processes write at once, all of it and each once', async () => {
      const sinks = Array.from({ length: 4 }, () => sink());

      await Promise.all(
        sinks.map(async (one, process) => {
          for (let index = 0; index < 30; index++) {
            const batch = aBatch({
              from: from + index * 10_000,
              resource: { instance: `${process}`, host: `${process}` },
              series: [
                aSeries('ddp.connects', {}, 1),
                aSeries('publication.subscribes', { name: `p${index % 7}` }, 1),
              ],
            });
            await one.write(batch, signal);
            if (index % 3 === 0) await one.write(batch, signal);
          }
        }),
      );
      await Promise.all(sinks.map((one) => one.close?.()));

      const { reader, close } = sink();
      expect(onlyValue(await reader.read(connects))).to.equal(120);
      const byName = await reader.read({
        ...connects,
        metric: 'publication.subscribes',
        by: ['name'],
      });
      expect(byName.rows).to.have.length(7);
      expect(await reader.resources(all)).to.have.length(4);
      await close?.();
    });

    it('reads nothing of a window until all of it is there, and completes it at the next delivery', async () => {
      const batch = full();
      const { write, reader, close } = sink();
      await write(batch, signal);
      await db.collection('radiant_windows').deleteMany({});
      await db.collection('radiant_data_fine').deleteMany({ k: { $ne: 'numbers' } });
      await db.collection('radiant_traces').deleteMany({});

      const half = await reader.read(connects);
      await write(batch, signal);

      expect(half.rows).to.deep.equal([]);
      expect(onlyValue(await reader.read(connects))).to.equal(3);
      const run = { ...connects, metric: 'method.run' } as const;
      expect(onlyValue(await reader.read(run))).to.equal(3);
      expect((await reader.traces(all)).traces).to.have.length(1);
      expect((await reader.observers(all)).windows[0]?.observers).to.have.length(1);
      await close?.();
    });

    it('keeps losses with the window', async () => {
      const { write, close } = sink();

      await write(full(), signal);
      await close?.();

      expect(await db.collection('radiant_windows').findOne()).to.deep.include({
        l: 'fine',
        drops: { 'trace-limit': 2 },
      });
    });

    it('marks when a process was first and last seen, with its release', async () => {
      const { write, close } = sink();
      await write(aBatch({ from, resource: { release: '2.0.0', startedAt: from - 5 } }), signal);
      await write(
        aBatch({ from: from + 10_000, resource: { release: '2.0.0', startedAt: from - 5 } }),
        signal,
      );
      await close?.();

      expect(await db.collection('radiant_resources').find().toArray()).to.have.length(1);
      expect(await db.collection('radiant_resources').findOne()).to.deep.include({
        service: 'todos',
        environment: 'test',
        release: '2.0.0',
        instance: 'instance-a',
        startedAt: from - 5,
        firstAt: from,
        lastAt: from + 20_000,
      });
    });

    it('lets each document go when its time is over, late ones after they were stored', async () => {
      const wallNow = () => from + 10 * hour;
      const { write, close } = sink({ wallNow, keepFineMs: 2 * hour, keepTracesMs: 5 * hour });
      await write(full(), signal);
      await close?.();

      const expiryOf = async (name: string) => (await db.collection(name).findOne())?.x.getTime();
      expect(await expiryOf('radiant_windows')).to.equal(from + 12 * hour);
      expect(await expiryOf('radiant_data_fine')).to.equal(from + 12 * hour);
      expect(await expiryOf('radiant_traces')).to.equal(from + 15 * hour);
      expect(await expiryOf('radiant_logs')).to.equal(from + 10 * hour + 72 * hour);
    });

    it('answers from what is kept longer where finer windows may be gone', async () => {
      const writer = sink();
      await writer.write(full(), signal);
      await writer.close?.();
      const { reader, close } = sink({ wallNow: () => from + 5 * hour });

      const answer = await reader.read({ ...connects, stepMs: 10_000 });

      expect(answer.stepMs).to.equal(60_000); // not rolled up yet, but minutes are what is left by now
      expect(answer.rows[0]?.points).to.deep.equal(Array.from({ length: 1 }, () => [from, 3]));
      await close?.();
    });

    it('has one leader, until it leaves or is gone', async () => {
      const { meta } = collectionsOf(db as never);
      const [one, other] = [createLease('one'), createLease('other')];

      expect([await one.hold(meta), await other.hold(meta), await one.hold(meta)]).to.deep.equal([
        true,
        false,
        true,
      ]);
      await one.release(meta);
      expect([await other.hold(meta), await one.hold(meta)]).to.deep.equal([true, false]);
      const past = { $set: { until: new Date(Date.now() - 1) } };
      await db.collection('radiant_meta').updateOne({ _id: 'leader' as never }, past);
      await one.release(meta);
      expect([await one.hold(meta), await other.hold(meta)]).to.deep.equal([true, false]);
    });

    it('makes one leader of many that ask at once', async () => {
      const { meta } = collectionsOf(db as never);
      const leases = Array.from({ length: 8 }, (_, index) => createLease(`${index}`));

      const held = await Promise.all(leases.map((lease) => lease.hold(meta)));

      expect(held.filter(Boolean)).to.have.length(1);
    });

    it('settles as soon as it is called off, and takes the batch again', async () => {
      const { write, reader, close } = sink();
      const controller = new AbortController();
      const batch = full();
      const written = reasonOf(write(batch, controller.signal));

      controller.abort();

      expect(await written).to.be.instanceOf(RetryableError);
      await write(batch, signal);
      expect(onlyValue(await reader.read(connects))).to.equal(3);
      await close?.();
    });

    it('has no name in a key, and no secret in an error', async () => {
      const names = ['a.b', '$where', '__proto__', '\0'];
      const { write, reader, close } = sink();
      const series = names.map((name) => aSeries('publication.subscribes', { name }, 1));
      await write(aBatch({ from, series }), signal);

      const data = await db.collection('radiant_data_fine').findOne({ k: 'numbers' });
      for (const key of Object.keys(data?.s)) expect(key).to.match(/^[\w-]{10}$/);
      const answer = await reader.read({
        ...connects,
        metric: 'publication.subscribes',
        by: ['name'],
      });
      expect(answer.rows).to.have.length(4);
      await close?.();
    });
  });
});
