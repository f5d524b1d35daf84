import { expect } from 'chai';
import type { Trace } from '../../../../common/trace';
import { aGate } from '../../../support/a-gate';
import { fakeRecorder } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { stubClient } from '../../../support/stub-client';
import { treeOf } from '../../../support/trace-tree';
import { install, onEveryHost } from './methods-on-host';

type Tracing = NonNullable<NonNullable<Parameters<typeof fakeRecorder>[0]>['tracing']>;

const named = (traces: readonly Trace[], name: string) =>
  traces.find((trace) => trace.name === name);
const spansOf = (trace: Trace | undefined, kind: string) =>
  (trace?.spans ?? []).filter((span) => span.kind === kind);

onEveryHost('the trace of a method call', (target) => {
  const setUp = (tracing: Tracing = {}) => {
    const record = fakeRecorder({ tracing });
    install(target(), record);
    const { Meteor } = target().host;
    return { record, Meteor, client: stubClient(Meteor.server) };
  };

  it('has queue, run and fence, what the handler did under its run, and times that fit', async () => {
    const { record, Meteor, client } = setUp();
    Meteor.methods({
      async slow() {
        const work = record.recorder.context.current()?.work;
        const from = record.recorder.now();
        record.tick(30);
        await null;
        work?.begin('db', from);
        work?.done('db', 'find tasks', from, record.recorder.now());
      },
    });

    await client.callToEnd('slow');

    const [trace] = record.takeTraces();
    expect(trace && treeOf(trace)).to.deep.equal({
      'method slow': ['queue queue', { 'run run': ['db find tasks'] }, 'fence fence'],
    });
    expect(trace).to.include({ kind: 'method', name: 'slow', outcome: 'ok', durationMs: 30 });
    expect(trace?.around).to.deep.equal({ loopBusyMs: 15 });
    expect(spansOf(trace, 'method')[0]).to.include({ startMs: 0, durationMs: 30, onCpuMs: 30 });
    expect(spansOf(trace, 'run')[0]).to.include({ startMs: 0, durationMs: 30 });
  });

  it('is known to the client by session and message', async () => {
    const { record, Meteor, client } = setUp();
    Meteor.methods({ quick: () => 1 });

    await client.callToEnd('quick');

    const [session] = Meteor.server.sessions.keys();
    expect(record.takeTraces()[0]?.ddp).to.match(new RegExp(`^${session}::`));
  });

  it('says what it waited behind, and how many waited before it', async () => {
    const { record, Meteor, client } = setUp();
    const gate = aGate();
    Meteor.methods({ first: () => gate.promise, second: () => 2, third: () => 3 });

    const ended = ['first', 'second', 'third'].map((name) => client.callToEnd(name));
    record.tick(50);
    gate.open();
    await Promise.all(ended);

    const traces = record.takeTraces();
    const blockedBy = { kind: 'method', name: 'first', traceId: named(traces, 'first')?.traceId };
    expect(named(traces, 'first')?.around).not.to.have.any.keys('blockedBy', 'queuedBefore');
    expect(named(traces, 'second')?.around).to.deep.include({ blockedBy });
    expect(named(traces, 'third')?.around).to.deep.include({ blockedBy, queuedBefore: 1 });
    expect(spansOf(named(traces, 'second'), 'queue')[0]).to.include({ durationMs: 50 });
  });

  it('waits behind nobody once the other has unblocked, or is done', async () => {
    const { record, Meteor, client } = setUp();
    const gate = aGate();
    const unblocked = aGate();
    Meteor.methods({
      exports(this: { unblock(): void }) {
        this.unblock();
        unblocked.open();
        return gate.promise;
      },
      refused: () => {
        throw new Meteor.Error('no');
      },
      quick: () => 1,
    });

    const long = client.callToEnd('exports');
    await unblocked.promise;
    await client.callToEnd('refused');
    await client.callToEnd('unknownOne');
    await client.callToEnd('quick');
    gate.open();
    await long;

    for (const { around } of record.takeTraces()) expect(around).not.to.have.property('blockedBy');
  });

  it('has a method that it called as a span, with what that did beneath it', async () => {
    const { record, Meteor, client } = setUp();
    const noteDb = () => {
      const at = record.recorder.now();
      record.recorder.context.current()?.work.add('db', 'find', at, at);
    };
    Meteor.methods({
      async inner() {
        noteDb();
        record.tick(5);
        await null;
        throw new TypeError('inner');
      },
      async outer() {
        await Meteor.callAsync('inner').catch(() => undefined);
        noteDb();
      },
    });

    await client.callToEnd('outer');

    const traces = record.takeTraces();
    expect(traces.map(treeOf)).to.deep.equal([
      {
        'method outer': [
          'queue queue',
          { 'run run': [{ 'method inner': ['db find'] }, 'db find'] },
          'fence fence',
        ],
      },
    ]);
    const [, , , inner] = traces[0]?.spans ?? [];
    expect(inner).to.include({ name: 'inner', durationMs: 5, onCpuMs: 5, failed: true });
  });

  it('begins anew for a call by the server that nobody’s call has made', async () => {
    const { record, Meteor } = setUp();
    Meteor.methods({ nightly: () => record.tick(3) });

    await Meteor.callAsync('nightly');

    const [trace] = record.takeTraces();
    expect(trace).to.include({ name: 'nightly', outcome: 'ok', durationMs: 3 });
    expect(trace).not.to.have.property('ddp');
    expect(trace && treeOf(trace)).to.equal('method nightly');
  });

  it('says how the call ended', async () => {
    const { record, Meteor, client } = setUp();
    Meteor.methods({
      fails: () => {
        throw new TypeError('oh');
      },
    });

    await client.callToEnd('fails');
    await client.callToEnd('unknownOne');

    const traces = record.takeTraces();
    expect(named(traces, 'fails')).to.include({ outcome: 'error', kept: 'error' });
    expect(spansOf(named(traces, 'fails'), 'run')[0]).to.include({ failed: true });
    expect(named(traces, '_OTHER')).to.include({ outcome: 'unknown', kept: 'slow' });
  });

  it('keeps defects before errors that the app meant', async () => {
    const { record, Meteor, client } = setUp();
    const errors = [...Array(3).fill(new Meteor.Error('no')), new TypeError('oh')];
    Meteor.methods({
      fails: () => {
        record.tick(10 - errors.length);
        throw errors.shift();
      },
    });

    for (let n = 0; n < 4; n++) await client.callToEnd('fails');

    const kept = record.takeTraces().filter((trace) => trace.kept === 'error');
    expect(kept.map(({ durationMs }) => durationMs)).to.deep.equal([7, 8, 9]);
  });

  it('tells the error that the handler threw, and not what the client is told', async () => {
    const { record, Meteor, client } = setUp();
    const error = new TypeError('the real one');
    const invocations: unknown[] = [];
    Meteor.methods({
      async fails() {
        invocations.push(record.recorder.context.current());
        await null;
        throw error;
      },
    });

    await client.callToEnd('fails');

    const [invocation] = invocations;
    expect(record.sightings).to.have.length(1);
    expect(record.sightings[0]).to.include({ source: 'method', name: 'fails', invocation });
    expect(record.sightings[0]?.error).to.equal(error);
  });

  it('names the user only where the app wants it', async () => {
    for (const userId of [false, true]) {
      const record = fakeRecorder({ tracing: { userId } });
      const undo = install(target(), record);
      const { Meteor } = target().host;
      Meteor.server.method_handlers.quick = () => 1;
      const client = stubClient(Meteor.server);
      for (const session of Meteor.server.sessions.values()) session.userId = 'us3r';

      await client.callToEnd('quick');

      expect(record.takeTraces()[0]?.userId).to.equal(userId ? 'us3r' : undefined);
      undo();
    }
  });

  it('leaves nothing open of messages that Meteor refuses, or ids used twice', async () => {
    const record = fakeRecorder({ tracing: { openSpanLimit: 8 } });
    install(target(), record);
    const { Meteor } = target().host;
    const gate = aGate();
    Meteor.methods({
      quick: () => 1,
      slow: () => gate.promise,
      async turn(this: { unblock(): void }) {
        this.unblock();
        await new Promise((resolve) => setImmediate(resolve));
      },
    });
    const client = stubClient(Meteor.server);

    for (let n = 0; n < 20; n++) {
      client.send({ msg: 'method', id: '1', method: 'quick', params: 'no list' });
      client.send({ msg: 'method', id: '1', method: 'quick', params: [] });
    }
    await client.callToEnd('quick');
    for (let n = 0; n < 2; n++) {
      client.send({ msg: 'method', id: 'twice', method: 'slow', params: [] });
      client.send({ msg: 'method', id: 'twice', method: 'quick', params: [] });
    }
    gate.open();
    for (let n = 0; n < 8; n++) {
      for (const _ of [1, 2]) client.send({ msg: 'method', id: 't', method: 'turn', params: [] });
      await settle();
    }
    for (let n = 0; n < 20; n++) await client.callToEnd('quick');

    expect(record.drops).to.deep.equal({});
    expect(record.failures).to.deep.equal([]);
  });

  it('tells 1,000 calls at once apart', async () => {
    const { record, Meteor } = setUp({ windowBytes: 4 * 2 ** 20 });
    const seen = new Map<string, number>();
    const noteDb = (call: number, step: string) => {
      const current = record.recorder.context.current();
      const at = record.recorder.now();
      current?.work.add('db', `${step} ${call}`, at, at);
    };
    const turns = async (count: number) => {
      for (let n = 0; n < count; n++) await new Promise((resolve) => setImmediate(resolve));
    };
    const names = Array.from({ length: 1000 }, (_, call) => `m${call}`);
    Meteor.methods({
      async inner(call: number) {
        await turns(call % 4);
        noteDb(call, 'inner');
      },
    });
    for (const [call, name] of names.entries()) {
      Meteor.methods({
        async [name]() {
          await turns(call % 5);
          noteDb(call, 'before');
          await Promise.all([Meteor.callAsync('inner', call), turns(call % 3)]);
          await turns(call % 7);
          noteDb(call, 'after');
          seen.set(name, call);
        },
      });
    }
    const clients = Array.from({ length: 20 }, () => stubClient(Meteor.server));

    await Promise.all(names.map((name, call) => clients[call % 20]?.callToEnd(name)));

    const traces = record.takeTraces();
    expect(traces).to.have.length(1000);
    for (const trace of traces) {
      const call = seen.get(trace.name);
      const inner = { 'method inner': [`db inner ${call}`] };
      expect(treeOf(trace)).to.deep.equal({
        [`method ${trace.name}`]: [
          'queue queue',
          { 'run run': [`db before ${call}`, inner, `db after ${call}`] },
          'fence fence',
        ],
      });
    }
  });
});
