import { expect } from 'chai';
import type { MethodFenceSample, MethodSample, Sample } from '../../../../common/sample';
import { instrumentMethods } from '../../../../server/instruments/methods/instrument-methods';
import { aGate } from '../../../support/a-gate';
import { describeInstrument } from '../../../support/describe-instrument';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { hostVersions } from '../../../support/host-versions';
import {
  aHost,
  type HostTarget,
  installOnWire,
  touchedObjects,
} from '../../../support/instrumented-host';
import { stubClient } from '../../../support/stub-client';

const calls = (samples: readonly Sample[]) =>
  samples.filter((sample): sample is MethodSample => sample.kind === 'method');
const fences = (samples: readonly Sample[]) =>
  samples.filter((sample): sample is MethodFenceSample => sample.kind === 'method.fence');

function install(target: HostTarget, record: ReturnType<typeof fakeRecorder>) {
  const { server } = target.host.Meteor;
  const { session, probe } = target.classes;
  return installOnWire(target, record.recorder, (wire) =>
    instrumentMethods({ server, session, probe }, wire, record.recorder),
  );
}

for (const version of hostVersions) {
  describe(`instrumentMethods on Meteor ${version}`, () => {
    let target: HostTarget;

    beforeEach(() => {
      target = aHost({ version });
    });
    afterEach(() => target.host.close());

    describeInstrument('methods', {
      makeTarget: () => {
        const made = aHost({ version });
        made.host.Meteor.methods({ echo: (value: unknown) => value });
        return made;
      },
      install: (made, recorder) => {
        const { session, probe } = made.classes;
        const { server } = made.host.Meteor;
        return installOnWire(made, recorder, (wire) =>
          instrumentMethods({ server, session, probe }, wire, recorder),
        );
      },
      touched: touchedObjects,
      exercise: async ({ host }) => {
        const client = stubClient(host.Meteor.server);
        await client.callToEnd('echo', 1);
        await host.Meteor.callAsync('echo', 2);
      },
      dispose: ({ host }) => host.close(),
    });

    it('records duration, queue, run and fence of a call, each from its own start to its end', async () => {
      const record = fakeRecorder();
      const gate = aGate();
      const started = aGate();
      target.host.Meteor.methods({
        async slow() {
          record.tick(30);
          started.open();
          await gate.promise;
          return 'done';
        },
      });
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      const ended = client.callToEnd('slow');
      await started.promise;
      record.tick(7);
      gate.open();
      await ended;

      const [call] = calls(record.samples);
      expect(call).to.include({
        kind: 'method',
        name: 'slow',
        origin: 'client',
        outcome: 'ok',
        durationMs: 37,
        queueMs: 0,
        runMs: 37,
        unblocked: false,
      });
      expect(fences(record.samples)).to.deep.equal([
        { kind: 'method.fence', name: 'slow', origin: 'client', fenceMs: 0 },
      ]);
    });

    it('counts the bytes of the result message', async () => {
      const record = fakeRecorder();
      target.host.Meteor.methods({ text: () => 'grün' });
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      await client.callToEnd('text');

      const sent = client.raw.find((raw) => raw.includes('"result"')) ?? '';
      expect(calls(record.samples)[0]?.resultBytes).to.equal(Buffer.byteLength(sent));
      expect(Buffer.byteLength(sent)).to.equal(sent.length + 1);
    });

    it('tells how long a call waited behind another of its session', async () => {
      const record = fakeRecorder();
      const gate = aGate();
      target.host.Meteor.methods({ first: () => gate.promise, second: () => 2 });
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      const first = client.callToEnd('first');
      const second = client.callToEnd('second');
      record.tick(50);
      gate.open();
      await Promise.all([first, second]);

      const [one, two] = calls(record.samples);
      expect(one).to.include({ name: 'first', queueMs: 0, durationMs: 50 });
      expect(two).to.include({ name: 'second', queueMs: 50, runMs: 0, durationMs: 50 });
    });

    it('starts the next message of the session outside of a call that unblocked', async () => {
      const record = fakeRecorder();
      const gate = aGate();
      const seen: unknown[] = [];
      target.host.Meteor.methods({
        async exports(this: { unblock(): void }) {
          this.unblock();
          await gate.promise;
          seen.push(record.recorder.context.current()?.name);
        },
        quick() {
          seen.push(record.recorder.context.current()?.name);
        },
      });
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      const long = client.callToEnd('exports');
      await client.callToEnd('quick');
      gate.open();
      await long;

      expect(seen).to.deep.equal(['quick', 'exports']);
      const [quick, exported] = calls(record.samples);
      expect(quick).to.include({ name: 'quick', queueMs: 0, unblocked: false });
      expect(exported).to.include({ name: 'exports', unblocked: true });
    });

    it('tells errors of every kind as errors, and sends the client what Meteor would', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      Meteor._debug = () => undefined; // Meteor prints the errors it hides
      Meteor.methods({
        fails: async () => {
          throw new Meteor.Error('no-such-list', 'why');
        },
        crashes: () => {
          throw new Error('secret');
        },
        rejectsNothing: () => Promise.reject(undefined),
      });
      install(target, record);
      const client = stubClient(Meteor.server);

      const failed = await client.callToEnd('fails');
      const crashed = await client.callToEnd('crashes');
      await client.callToEnd('rejectsNothing');

      expect(failed.error).to.include({ error: 'no-such-list', reason: 'why' });
      expect(crashed.error).to.include({ error: 500, reason: 'Internal server error' });
      expect(
        calls(record.samples)
          .map(({ outcome }) => outcome)
          .slice(0, 2),
      ).to.deep.equal(['error', 'error']);
    });

    it('counts a method that does not exist under _OTHER, and makes no name of it', async () => {
      const record = fakeRecorder();
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      for (const name of ['nope', '__proto__x', 'hasOwnProperty2']) await client.callToEnd(name);
      const rejected = await target.host.Meteor.callAsync('nope').catch((error: unknown) => error);

      expect(rejected).to.include({ error: 404 });
      expect(
        calls(record.samples).map(({ name, outcome, origin }) => [name, outcome, origin]),
      ).to.deep.equal([
        ['_OTHER', 'unknown', 'client'],
        ['_OTHER', 'unknown', 'client'],
        ['_OTHER', 'unknown', 'client'],
        ['_OTHER', 'unknown', 'server'],
      ]);
      expect(fences(record.samples)).to.deep.equal([]);
    });

    it('tells a call that the rate limiter refused as denied', async () => {
      const record = fakeRecorder();
      const { Meteor, DDPRateLimiter } = target.host;
      Meteor.methods({ limited: () => 1 });
      DDPRateLimiter.addRule({ type: 'method', name: 'limited' }, 1, 60_000);
      install(target, record);
      const client = stubClient(Meteor.server);

      await client.callToEnd('limited');
      const refused = await client.callToEnd('limited');

      expect(refused.error).to.include({ error: 'too-many-requests' });
      const [first, second] = calls(record.samples);
      expect(first).to.include({ name: 'limited', outcome: 'ok' });
      expect(second).to.include({ name: 'limited', outcome: 'denied', runMs: undefined });
    });

    it('does not take an error of that name from the handler itself for a refusal', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      Meteor.methods({
        own() {
          throw new Meteor.Error('too-many-requests');
        },
      });
      install(target, record);

      await stubClient(Meteor.server).callToEnd('own');

      expect(calls(record.samples)[0]?.outcome).to.equal('error');
    });

    it('records calls by the server apart, with the method that made them as parent', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      const parents: unknown[] = [];
      Meteor.methods({
        async outer() {
          record.tick(1);
          const inner = await Meteor.callAsync('inner', 20);
          record.tick(2);
          return inner;
        },
        async inner(ms: number) {
          parents.push(record.recorder.context.current()?.parent?.name);
          record.tick(ms);
          return ms;
        },
      });
      install(target, record);

      const result = await stubClient(Meteor.server).callToEnd('outer');

      expect(result.result).to.equal(20);
      expect(parents).to.deep.equal(['outer']);
      const [inner, outer] = calls(record.samples);
      expect(inner).to.include({ name: 'inner', origin: 'server', durationMs: 20, runMs: 20 });
      expect(inner?.queueMs).to.equal(undefined);
      expect(outer).to.include({ name: 'outer', origin: 'client', durationMs: 23, runMs: 23 });
    });

    it('hands the very promise, error and arguments of a server call through', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      const error = new Error('mine');
      const args: unknown[] = [];
      Meteor.methods({
        fails(...given: unknown[]) {
          args.push(...given);
          throw error;
        },
      });
      install(target, record);

      const seen = await Meteor.callAsync('fails', 1, undefined, null).catch(
        (reason: unknown) => reason,
      );

      expect(seen).to.equal(error);
      expect(args).to.deep.equal([1, undefined, null]);
      expect(calls(record.samples)[0]).to.include({ origin: 'server', outcome: 'error' });
    });

    it('leaves a rejection nobody handles to the process', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      Meteor.methods({ fails: async () => Promise.reject(new Error('unhandled on purpose')) });
      install(target, record);
      const listeners = process.listeners('unhandledRejection');
      process.removeAllListeners('unhandledRejection');
      const unhandled = new Promise((resolve) => process.once('unhandledRejection', resolve));

      Meteor.server.applyAsync('fails', []);
      const seen = await unhandled;
      for (const listener of listeners) process.on('unhandledRejection', listener);

      expect(seen).to.include({ message: 'unhandled on purpose' });
    });

    it('keeps the calls of two clients apart that use the same id', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      const gates = [aGate<string>(), aGate<string>()];
      Meteor.methods({ wait: (which: number) => gates[which]?.promise });
      install(target, record);
      const clients = [stubClient(Meteor.server), stubClient(Meteor.server)] as const;

      const first = clients[0].callToEnd('wait', 0);
      record.tick(10);
      const second = clients[1].callToEnd('wait', 1);
      record.tick(10);
      gates[1]?.open('second');
      await second;
      record.tick(10);
      gates[0]?.open('first');
      await first;

      expect(calls(record.samples).map(({ durationMs }) => durationMs)).to.deep.equal([10, 30]);
    });

    it('counts every call of a client that uses one id over and over', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      const gate = aGate();
      Meteor.methods({
        async slow(this: { unblock(): void }) {
          this.unblock();
          await gate.promise;
        },
      });
      install(target, record);
      const client = stubClient(Meteor.server);

      for (let index = 0; index < 3; index++) {
        client.send({ msg: 'method', method: 'slow', params: [], id: 'same' });
      }
      const last = client.callToEnd('slow');
      gate.open();
      await last;

      expect(calls(record.samples)).to.have.length(4);
    });

    it('follows a method that is defined, or replaced, after the agent started', async () => {
      const record = fakeRecorder();
      const { Meteor } = target.host;
      install(target, record);
      const client = stubClient(Meteor.server);

      Meteor.methods({ late: () => 1 });
      await client.callToEnd('late');
      Meteor.server.method_handlers.late = () => {
        record.tick(5);
        return 2;
      };
      const result = await client.callToEnd('late');

      expect(result.result).to.equal(2);
      expect(calls(record.samples).map(({ runMs }) => runMs)).to.deep.equal([0, 5]);
    });

    it('tells what is under way, and that it no longer is, once', async () => {
      const record = fakeRecorder();
      const gate = aGate();
      target.host.Meteor.methods({ never: () => gate.promise });
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      const ended = client.callToEnd('never');
      record.collect();
      expect(metricValue(record.samples, 'method.inFlight', { name: 'never' })).to.equal(1);
      expect(calls(record.samples)).to.deep.equal([]);
      gate.open();
      await ended;
      record.samples.length = 0;
      record.collect();
      expect(metricValue(record.samples, 'method.inFlight', { name: 'never' })).to.equal(0);
      record.samples.length = 0;
      record.collect();

      expect(metricValue(record.samples, 'method.inFlight')).to.equal(undefined);
    });

    it('lets calls end as ever when it is taken out under them, and counts them as unfinished', async () => {
      const record = fakeRecorder();
      const gate = aGate<string>();
      target.host.Meteor.methods({ slow: () => gate.promise });
      const undo = install(target, record);
      const client = stubClient(target.host.Meteor.server);

      const ended = client.callToEnd('slow');
      undo();
      gate.open('as ever');

      expect((await ended).result).to.equal('as ever');
      expect(record.drops).to.deep.equal({ unfinished: 1 });
      expect(calls(record.samples)).to.deep.equal([]);
    });

    it('records a call whose client is gone before its result', async () => {
      const record = fakeRecorder();
      const gate = aGate();
      const started = aGate();
      const settled = aGate();
      target.host.Meteor.methods({
        async slow() {
          started.open();
          await gate.promise;
          settled.open();
        },
      });
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      client.send({ msg: 'method', method: 'slow', params: [], id: '1' });
      await started.promise;
      client.close();
      record.tick(5);
      gate.open();
      await settled.promise;
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));

      expect(calls(record.samples)).to.have.length(1);
      expect(calls(record.samples)[0]).to.include({ outcome: 'ok', runMs: 5 });
      record.samples.length = 0;
      record.collect();
      expect(metricValue(record.samples, 'method.inFlight', { name: 'slow' })).to.equal(0);
    });

    it('lets Meteor refuse malformed calls by itself', async () => {
      const record = fakeRecorder();
      install(target, record);
      const client = stubClient(target.host.Meteor.server);

      for (const malformed of [
        {},
        { id: 1 },
        { id: '1', method: 7 },
        { id: '1', method: 'x', params: {} },
      ]) {
        client.send({ msg: 'method', ...malformed });
      }
      await client.until({ msg: 'error' });

      expect(record.failures).to.deep.equal([]);
      expect(calls(record.samples)).to.deep.equal([]);
    });
  });
}
