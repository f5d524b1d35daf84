import { expect } from 'chai';
import { fakeRecorder } from '../../../support/fake-recorder';
import { stubClient } from '../../../support/stub-client';
import { calls, fences, install, onEveryHost } from './methods-on-host';

onEveryHost('the outcome of a method call', (target) => {
  it('tells errors of every kind as errors, and sends the client what Meteor would', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
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
    install(target(), record);
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
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

    for (const name of ['nope', '__proto__x', 'hasOwnProperty2']) await client.callToEnd(name);
    const rejected = await target()
      .host.Meteor.callAsync('nope')
      .catch((error: unknown) => error);

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
    const { Meteor, DDPRateLimiter } = target().host;
    Meteor.methods({ limited: () => 1 });
    DDPRateLimiter.addRule({ type: 'method', name: 'limited' }, 1, 60_000);
    install(target(), record);
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
    const { Meteor } = target().host;
    Meteor.methods({
      own() {
        throw new Meteor.Error('too-many-requests');
      },
    });
    install(target(), record);

    await stubClient(Meteor.server).callToEnd('own');

    expect(calls(record.samples)[0]?.outcome).to.equal('error');
  });

  it('records calls by the server apart, with the method that made them as parent', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
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
    install(target(), record);

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
    const { Meteor } = target().host;
    const error = new Error('mine');
    const args: unknown[] = [];
    Meteor.methods({
      fails(...given: unknown[]) {
        args.push(...given);
        throw error;
      },
    });
    install(target(), record);

    const seen = await Meteor.callAsync('fails', 1, undefined, null).catch(
      (reason: unknown) => reason,
    );

    expect(seen).to.equal(error);
    expect(args).to.deep.equal([1, undefined, null]);
    expect(calls(record.samples)[0]).to.include({ origin: 'server', outcome: 'error' });
  });

  it('leaves a rejection nobody handles to the process', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
    Meteor.methods({ fails: async () => Promise.reject(new Error('unhandled on purpose')) });
    install(target(), record);
    const listeners = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection');
    const unhandled = new Promise((resolve) => process.once('unhandledRejection', resolve));

    Meteor.server.applyAsync('fails', []);
    const seen = await unhandled;
    for (const listener of listeners) process.on('unhandledRejection', listener);

    expect(seen).to.include({ message: 'unhandled on purpose' });
  });
});
