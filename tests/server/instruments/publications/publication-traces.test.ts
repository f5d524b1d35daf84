import { expect } from 'chai';
import type { Trace } from '../../../../common/trace';
import { aGate } from '../../../support/a-gate';
import { fakeRecorder } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { treeOf } from '../../../support/trace-tree';
import { installInto, onEveryHost, type Publisher } from './publications-on-host';

const named = (traces: readonly Trace[], name: string) =>
  traces.filter((trace) => trace.name === name);

onEveryHost('the trace of a subscription', (on) => {
  const setUp = () => {
    const record = fakeRecorder({ tracing: {} });
    installInto(on.target, record.recorder);
    return { record, client: on.connect() };
  };

  it('ends when it is ready, with its queue and its publish function', async () => {
    const { record, client } = setUp();
    on.publish('list', async function (this: Publisher) {
      record.tick(4);
      await null;
      this.added('things', 'a', {});
      record.tick(6);
      return [];
    });

    await on.subscribe(client, 's1', 'list');

    const [trace] = record.takeTraces();
    const [session] = on.target.host.Meteor.server.sessions.keys();
    expect(trace && treeOf(trace)).to.deep.equal({
      'publication list': ['queue queue', 'run run'],
    });
    expect(trace).to.include({ outcome: 'ok', durationMs: 10, ddp: `${session}::s1` });
    expect(trace?.spans[0]).to.include({ onCpuMs: 4 });
    expect(trace?.spans[2]).to.include({ kind: 'run', durationMs: 10 });
  });

  it('counts the CPU time of a function that says itself that it is ready', async () => {
    const { record, client } = setUp();
    on.publish('list', function (this: Publisher) {
      record.tick(4);
      this.ready();
      record.tick(3);
    });

    await on.subscribe(client, 's1', 'list');

    const [trace] = record.takeTraces();
    expect(trace?.spans[0]).to.include({ onCpuMs: 4, durationMs: 4 });
    expect(trace?.spans[2]).to.include({ kind: 'run', unfinished: true, durationMs: 4 });
  });

  it('ends with the error, which is told as it was thrown', async () => {
    const { record, client } = setUp();
    const error = new TypeError('the real one');
    on.publish('fails', async () => {
      await null;
      throw error;
    });

    client.send({ msg: 'sub', id: 's1', name: 'fails', params: [] });
    await client.until({ msg: 'nosub', id: 's1' });

    expect(record.takeTraces()[0]).to.include({ outcome: 'error', kept: 'error' });
    expect(record.sightings).to.have.length(1);
    expect(record.sightings[0]).to.include({ source: 'publication', name: 'fails' });
    expect(record.sightings[0]?.error).to.equal(error);
  });

  it('tells an error also when the subscription has stopped before', async () => {
    const { record, client } = setUp();
    const started = aGate();
    const gate = aGate();
    const error = new TypeError('too late');
    on.publish('slow', async () => {
      started.open();
      await gate.promise;
      throw error;
    });

    client.send({ msg: 'sub', id: 's1', name: 'slow', params: [] });
    await started.promise;
    record.tick(9);
    client.close();
    await settle();
    gate.open();
    await settle();

    expect(record.sightings.map((sighting) => sighting.error)).to.deep.equal([error]);
    expect(record.takeTraces()[0]).to.include({ outcome: 'aborted', kept: 'slow', durationMs: 9 });
  });

  it('does not last as long as a null publication that never says it is ready', async () => {
    const { record } = setUp();
    on.publish(null, function (this: Publisher) {
      record.tick(2);
      this.added('things', 'a', {});
    });

    on.connect();
    await settle();
    record.tick(60_000);

    const [trace] = named(record.takeTraces(), 'null:0');
    expect(trace).to.include({ outcome: 'ok', durationMs: 2 });
    expect(trace).not.to.have.property('ddp');
  });

  it('says what it waited behind; what comes after it is ready does not wait for it', async () => {
    const { record, client } = setUp();
    const gate = aGate();
    on.publish('first', async () => {
      await gate.promise;
      return [];
    });
    on.publish('second', () => []);

    client.send({ msg: 'sub', id: 's1', name: 'first', params: [] });
    client.send({ msg: 'sub', id: 's2', name: 'second', params: [] });
    gate.open();
    await client.until({ msg: 'ready', subs: ['s2'] });
    await on.subscribe(client, 's3', 'second');

    const traces = record.takeTraces();
    const [first] = named(traces, 'first');
    const blockers = named(traces, 'second').map(({ around }) => around.blockedBy);
    const blockedBy = { kind: 'publication', name: 'first', traceId: first?.traceId };
    expect(blockers).to.have.deep.members([blockedBy, undefined]);
  });

  it('gives the room of its spans back, while the subscription lives on', async () => {
    const record = fakeRecorder({ tracing: { openSpanLimit: 6 } });
    installInto(on.target, record.recorder);
    on.publish('list', function (this: Publisher) {
      this.ready();
    });
    const client = on.connect();

    for (let n = 0; n < 20; n++) await on.subscribe(client, `s${n}`, 'list');
    for (let n = 0; n < 8; n++) {
      client.send({ msg: 'sub', id: 's1', name: 'list', params: [] });
      await settle();
    }
    client.send({ msg: 'sub', id: 's99', name: 'list', params: 'no list' });
    await on.subscribe(client, 's20', 'list');

    expect(record.drops).to.deep.equal({});
    expect(record.failures).to.deep.equal([]);
  });

  it('leaves the publish function of a subscription as it was', async () => {
    const { client } = setUp();
    const seen: unknown[] = [];
    const handler = function (this: Publisher & { _handler: unknown }) {
      seen.push(this._handler);
      return [];
    };
    on.publish('list', handler as never);

    await on.subscribe(client, 's1', 'list');

    const [session] = on.target.host.Meteor.server.sessions.values();
    seen.push(session?._namedSubs.get('s1')?._handler);
    expect(seen).to.deep.equal([handler, handler]);
  });

  it('lets Node.js hear of a rejection that Meteor does not await either', async () => {
    const { client } = setUp();
    const error = new TypeError('nobody awaits this');
    const stopped = aGate();
    on.publish('stops', function (this: Publisher) {
      this.stop();
      stopped.open();
      return Promise.reject(error);
    });
    const heard: unknown[] = [];
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    process.once('unhandledRejection', (reason) => heard.push(reason));
    try {
      client.send({ msg: 'sub', id: 's1', name: 'stops', params: [] });
      await stopped.promise;
      await settle();
    } finally {
      process.removeAllListeners('unhandledRejection');
      for (const listener of listeners) process.on('unhandledRejection', listener);
    }

    expect(heard).to.deep.equal([error]);
  });
});
