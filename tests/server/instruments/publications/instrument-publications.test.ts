import { expect } from 'chai';
import type { Recorder } from '../../../../common/recorder';
import type { PublicationSample, Sample } from '../../../../common/sample';
import { instrumentPublications } from '../../../../server/instruments/publications/instrument-publications';
import { aGate } from '../../../support/a-gate';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { hostVersions } from '../../../support/host-versions';
import {
  aHost,
  type HostTarget,
  installOnWire,
  touchedObjects,
} from '../../../support/instrumented-host';
import { stubClient } from '../../../support/stub-client';

interface Publisher {
  readonly userId: string | null;
  added(collection: string, id: string, fields: object): void;
  changed(collection: string, id: string, fields: object): void;
  removed(collection: string, id: string): void;
  ready(): void;
  stop(): void;
  error(error: Error): void;
}

const steps = (samples: readonly Sample[], name?: string) =>
  samples.filter(
    (sample): sample is PublicationSample =>
      sample.kind === 'publication' && (name === undefined || sample.name === name),
  );
const stepNames = (samples: readonly Sample[], name?: string) =>
  steps(samples, name).map(({ step }) => step);

const installInto = (target: HostTarget, recorder: Recorder) => {
  const { server } = target.host.Meteor;
  const { session, subscription, probe } = target.classes;
  return installOnWire(target, recorder, (wire) =>
    instrumentPublications({ server, session, subscription, probe }, wire, recorder),
  );
};

for (const version of hostVersions) {
  describe(`instrumentPublications on Meteor ${version}`, () => {
    let target: HostTarget;
    let record: ReturnType<typeof fakeRecorder>;

    beforeEach(() => {
      target = aHost({ version, without: ['accounts-base'] });
      record = fakeRecorder();
    });
    afterEach(() => target.host.close());

    const publish = (
      name: string | null,
      handler: (this: Publisher, ...args: never[]) => unknown,
    ) => target.host.Meteor.publish(name, handler as never);
    const connect = () => stubClient(target.host.Meteor.server);

    async function subscribe(client: ReturnType<typeof connect>, id: string, name: string) {
      client.send({ msg: 'sub', id, name, params: [] });
      await client.until({ msg: 'ready', subs: [id] });
    }

    describeInstrument('publications', {
      makeTarget: () => {
        const made = aHost({ version, without: ['accounts-base'] });
        made.host.Meteor.publish('low', function (this: Publisher) {
          this.added('things', 'a', { n: 1 });
          this.ready();
        } as never);
        return made;
      },
      install: installInto,
      touched: touchedObjects,
      exercise: async ({ host }) => {
        const client = stubClient(host.Meteor.server);
        client.send({ msg: 'sub', id: '1', name: 'low', params: [] });
        await client.until({ msg: 'ready', subs: ['1'] });
        client.send({ msg: 'unsub', id: '1' });
        await client.until({ msg: 'nosub', id: '1' });
        client.close();
        await settle();
      },
      dispose: ({ host }) => host.close(),
    });

    it('records the life of a subscription: start, ready with its documents, end', async () => {
      const gate = aGate();
      publish('lists', async function () {
        this.added('things', 'a', { n: 1 });
        this.added('things', 'b', { n: 2 });
        await gate.promise;
        this.ready();
        this.added('things', 'c', { n: 3 });
      });
      installInto(target, record.recorder);
      const client = connect();

      client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
      await client.until({ msg: 'added', id: 'b' });
      record.tick(12);
      gate.open();
      await client.until({ msg: 'added', id: 'c' });
      record.tick(1_000);
      client.send({ msg: 'unsub', id: '1' });
      await client.until({ msg: 'nosub', id: '1' });

      expect(steps(record.samples)).to.deep.equal([
        { kind: 'publication', name: 'lists', step: 'started' },
        { kind: 'publication', name: 'lists', step: 'ready', readyMs: 12, queueMs: 0, docs: 2 },
        { kind: 'publication', name: 'lists', step: 'stopped', lifetimeMs: 1_012 },
      ]);
    });

    it('tells how long a subscription waited behind another message of its session', async () => {
      const gate = aGate();
      target.host.Meteor.methods({ slow: () => gate.promise });
      publish('lists', function () {
        this.ready();
      });
      installInto(target, record.recorder);
      const client = connect();

      client.send({ msg: 'method', id: '1', method: 'slow', params: [] });
      client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
      record.tick(40);
      gate.open();
      await client.until({ msg: 'ready', subs: ['1'] });

      expect(steps(record.samples)[1]).to.include({ readyMs: 40, queueMs: 40 });
    });

    it('records the first ready only', async () => {
      publish('lists', function () {
        this.ready();
        this.ready();
      });
      installInto(target, record.recorder);

      await subscribe(connect(), '1', 'lists');

      expect(stepNames(record.samples)).to.deep.equal(['started', 'ready']);
    });

    it('counts messages and bytes as they went over the wire, initial and live apart', async () => {
      publish('low', function () {
        this.added('things', 'a', { name: 'grün' });
        this.ready();
        this.changed('things', 'a', { name: 'rot' });
        this.removed('things', 'a');
      });
      installInto(target, record.recorder);
      const client = connect();

      await subscribe(client, '1', 'low');
      await client.until({ msg: 'removed', id: 'a' });
      record.collect();

      const bytesOf = (...kinds: string[]) =>
        client.raw
          .filter((raw) => kinds.some((kind) => raw.startsWith(`{"msg":"${kind}"`)))
          .reduce((sum, raw) => sum + Buffer.byteLength(raw), 0);
      const told = (metric: string, dims: Record<string, string>) =>
        metricValue(record.samples, metric, { name: 'low', ...dims });
      expect(told('publication.messages', { action: 'added', phase: 'initial' })).to.equal(1);
      expect(told('publication.messages', { action: 'changed', phase: 'live' })).to.equal(1);
      expect(told('publication.messages', { action: 'removed', phase: 'live' })).to.equal(1);
      expect(told('publication.bytes', { phase: 'initial' })).to.equal(bytesOf('added'));
      expect(told('publication.bytes', { phase: 'live' })).to.equal(bytesOf('changed', 'removed'));
    });

    it('counts no message for a document that the client has already', async () => {
      publish('low', function () {
        this.added('things', 'a', { n: 1 });
        this.ready();
      });
      installInto(target, record.recorder);
      const client = connect();

      await subscribe(client, '1', 'low');
      await subscribe(client, '2', 'low');
      record.collect();

      expect(metricValue(record.samples, 'publication.messages')).to.equal(1);
      expect(
        steps(record.samples).flatMap((s) => (s.step === 'ready' ? [s.docs] : [])),
      ).to.deep.equal([1, 1]);
      expect(metricValue(record.samples, 'publication.mergeBoxDocs', { name: 'low' })).to.equal(2);
    });

    it('keeps live subscriptions and what they hold as gauges that return to zero', async () => {
      publish('low', function () {
        this.added('things', 'a', { n: 1 });
        this.added('things', 'b', { n: 1 });
        this.added('others', 'a', { n: 1 });
        this.removed('things', 'b');
        this.ready();
      });
      installInto(target, record.recorder);
      const clients = [connect(), connect()];
      const gauge = (metric: string) => {
        record.samples.length = 0;
        record.collect();
        return metricValue(record.samples, `publication.${metric}`, { name: 'low' });
      };

      for (const client of clients) await subscribe(client, 'same id', 'low');
      expect(gauge('active')).to.equal(2);
      expect(gauge('mergeBoxDocs')).to.equal(4);
      expect(gauge('mergeBoxBytes')).to.be.within(4 * 50, 4 * 80);
      clients[0]?.send({ msg: 'unsub', id: 'same id' });
      clients[1]?.close();
      await clients[0]?.until({ msg: 'nosub', id: 'same id' });
      await settle();

      expect(gauge('active')).to.equal(0);
      expect(gauge('mergeBoxDocs')).to.equal(0);
      expect(gauge('mergeBoxBytes')).to.equal(0);
    });

    it('counts no document in the merge box that its strategy does not keep', async () => {
      const { server } = target.host.Meteor;
      const { NO_MERGE } = target.host.DDPServer.publicationStrategies;
      server.setPublicationStrategy('things', NO_MERGE as never);
      publish('low', function () {
        this.added('things', 'a', { n: 1 });
        this.ready();
      });
      installInto(target, record.recorder);

      await subscribe(connect(), '1', 'low');
      record.collect();

      expect(metricValue(record.samples, 'publication.mergeBoxDocs', { name: 'low' })).to.equal(0);
      expect(metricValue(record.samples, 'publication.messages')).to.equal(1);
    });

    it('counts errors that are thrown, rejected and reported, and the end they bring', async () => {
      target.host.Meteor._debug = () => undefined; // Meteor prints the errors it hides
      publish('throws', () => {
        throw new Error('secret');
      });
      publish('rejects', async () => {
        throw new Error('secret');
      });
      publish('reports', function () {
        this.error(new Error('known'));
      });
      installInto(target, record.recorder);
      const client = connect();

      for (const name of ['throws', 'rejects', 'reports']) {
        client.send({ msg: 'sub', id: name, name, params: [] });
        await client.until({ msg: 'nosub', id: name });
        expect(stepNames(record.samples, name), name).to.deep.equal([
          'started',
          'error',
          'stopped',
        ]);
      }
    });

    it('counts an error that comes after the subscription ended', async () => {
      target.host.Meteor._debug = () => undefined;
      const gate = aGate();
      publish('late', async () => {
        await gate.promise;
        throw new Error('too late');
      });
      installInto(target, record.recorder);
      const client = connect();

      client.send({ msg: 'sub', id: '1', name: 'late', params: [] });
      await settle();
      client.close();
      await settle();
      gate.open();
      await settle();

      expect(stepNames(record.samples)).to.include('error');
      expect(record.failures).to.deep.equal([]);
    });

    it('counts a subscription that the server stops', async () => {
      publish('short', function () {
        this.ready();
        this.stop();
      });
      installInto(target, record.recorder);
      const client = connect();

      client.send({ msg: 'sub', id: '1', name: 'short', params: [] });
      await client.until({ msg: 'nosub', id: '1' });

      expect(stepNames(record.samples)).to.deep.equal(['started', 'ready', 'stopped']);
    });

    it('counts a publication that does not exist under _OTHER, and makes no name of it', async () => {
      installInto(target, record.recorder);
      const client = connect();

      client.send({ msg: 'sub', id: '1', name: 'nope', params: [] });
      client.send({ msg: 'sub', id: '2', name: 'constructor', params: [] });
      await client.until({ msg: 'nosub', id: '1' });
      await settle();

      expect(steps(record.samples).slice(0, 2)).to.deep.equal([
        { kind: 'publication', name: '_OTHER', step: 'unknown' },
        { kind: 'publication', name: '_OTHER', step: 'unknown' },
      ]);
    });

    it('counts a subscription that the rate limiter refused', async () => {
      const { DDPRateLimiter } = target.host;
      publish('limited', function () {
        this.ready();
      });
      DDPRateLimiter.addRule({ type: 'subscription', name: 'limited' }, 1, 60_000);
      installInto(target, record.recorder);
      const client = connect();

      await subscribe(client, '1', 'limited');
      client.send({ msg: 'sub', id: '2', name: 'limited', params: [] });
      await client.until({ msg: 'nosub', id: '2' });

      expect(stepNames(record.samples)).to.deep.equal(['started', 'ready', 'denied']);
    });

    it('takes a subscription id that is used twice as Meteor does: the second is nothing', async () => {
      publish('lists', function () {
        this.ready();
      });
      installInto(target, record.recorder);
      const client = connect();

      await subscribe(client, '1', 'lists');
      client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
      await subscribe(client, '2', 'lists');
      record.collect();

      expect(stepNames(record.samples)).to.deep.equal(['started', 'ready', 'started', 'ready']);
      expect(metricValue(record.samples, 'publication.active', { name: 'lists' })).to.equal(2);
    });

    it('names null publications by their place, and measures them like others', async () => {
      publish(null, function () {
        this.added('things', 'a', { n: 1 });
        this.ready();
      });
      publish(null, () => []);
      installInto(target, record.recorder);

      const client = connect();
      await client.until({ msg: 'added', id: 'a' });
      await settle();
      record.collect();

      expect(stepNames(record.samples, 'null:0')).to.deep.equal(['started', 'ready']);
      expect(steps(record.samples, 'null:0')[1]).to.include({
        docs: 1,
        readyMs: 0,
        queueMs: undefined,
      });
      expect(stepNames(record.samples, 'null:1')).to.include('started');
      expect(metricValue(record.samples, 'publication.active', { name: 'null:0' })).to.equal(1);
      client.close();
    });

    it('counts a re-run after login as one, and no end or new start with it', async () => {
      publish('mine', function () {
        this.added('things', `of ${this.userId}`, { n: 1 });
        this.ready();
      });
      publish(null, function () {
        this.ready();
      });
      target.host.Meteor.methods({
        async login(this: { setUserId(id: string): Promise<void> }) {
          await this.setUserId('ada');
        },
      } as never);
      installInto(target, record.recorder);
      const client = connect();

      await subscribe(client, '1', 'mine');
      record.tick(100);
      await client.callToEnd('login');
      await client.until({ msg: 'added', id: 'of ada' });
      record.tick(100);
      client.send({ msg: 'unsub', id: '1' });
      await client.until({ msg: 'nosub', id: '1' });
      record.collect();

      expect(stepNames(record.samples, 'mine')).to.deep.equal([
        'started',
        'ready',
        'rerun',
        'ready',
        'stopped',
      ]);
      expect(steps(record.samples, 'mine')[3]).to.include({
        readyMs: undefined,
        queueMs: undefined,
      });
      expect(steps(record.samples, 'mine')[4]).to.include({ lifetimeMs: 200 });
      expect(stepNames(record.samples, 'null:0')).to.deep.equal([
        'started',
        'ready',
        'rerun',
        'ready',
      ]);
      expect(metricValue(record.samples, 'publication.active', { name: 'mine' })).to.equal(0);
      expect(metricValue(record.samples, 'publication.active', { name: 'null:0' })).to.equal(1);
    });

    it('has the publication as its invocation, after an await too, and not in the next message', async () => {
      const seen: unknown[] = [];
      const name = () => record.recorder.context.current()?.name;
      const gate = aGate();
      publish('lists', async function (this: Publisher & { unblock(): void }) {
        this.unblock();
        await gate.promise;
        seen.push(name());
        this.ready();
      } as never);
      target.host.Meteor.methods({ quick: () => seen.push(name()) });
      installInto(target, record.recorder);
      const client = connect();

      client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
      await client.callToEnd('quick');
      gate.open();
      await client.until({ msg: 'ready', subs: ['1'] });

      expect(seen).to.deep.equal([undefined, 'lists']);
    });

    it('measures a published cursor, its documents and live changes', async () => {
      const { Mongo } = target.host;
      const Things = new Mongo.Collection('things');
      for (const _id of ['a', 'b', 'c']) await Things.insertAsync({ _id, n: 1 } as never);
      publish('all', () => Things.find());
      installInto(target, record.recorder);
      const client = connect();

      await subscribe(client, '1', 'all');
      await Things.updateAsync({ _id: 'a' }, { $set: { n: 2 } });
      await client.until({ msg: 'changed', id: 'a' });
      record.collect();

      const ready = steps(record.samples).find(({ step }) => step === 'ready');
      expect(ready).to.include({ docs: 3 });
      const live = { name: 'all', action: 'changed', phase: 'live' };
      expect(metricValue(record.samples, 'publication.messages', live)).to.equal(1);
      client.close();
      await settle();
    });
  });
}
