import { expect } from 'chai';
import { aGate } from '../../../support/a-gate';
import { fakeRecorder } from '../../../support/fake-recorder';
import { stubClient } from '../../../support/stub-client';
import { calls, fences, install, onEveryHost } from './methods-on-host';

onEveryHost('the times of a method call', (target) => {
  it('records duration, queue, run and fence of a call, each from its own start to its end', async () => {
    const record = fakeRecorder();
    const gate = aGate();
    const started = aGate();
    target().host.Meteor.methods({
      async slow() {
        record.tick(30);
        started.open();
        await gate.promise;
        return 'done';
      },
    });
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

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
    target().host.Meteor.methods({ text: () => 'grün' });
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

    await client.callToEnd('text');

    const sent = client.raw.find((raw) => raw.includes('"result"')) ?? '';
    expect(calls(record.samples)[0]?.resultBytes).to.equal(Buffer.byteLength(sent));
    expect(Buffer.byteLength(sent)).to.equal(sent.length + 1);
  });

  it('tells how long a call waited behind another of its session', async () => {
    const record = fakeRecorder();
    const gate = aGate();
    target().host.Meteor.methods({ first: () => gate.promise, second: () => 2 });
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

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
    target().host.Meteor.methods({
      async exports(this: { unblock(): void }) {
        this.unblock();
        await gate.promise;
        seen.push(record.recorder.context.current()?.name);
      },
      quick() {
        seen.push(record.recorder.context.current()?.name);
      },
    });
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

    const long = client.callToEnd('exports');
    await client.callToEnd('quick');
    gate.open();
    await long;

    expect(seen).to.deep.equal(['quick', 'exports']);
    const [quick, exported] = calls(record.samples);
    expect(quick).to.include({ name: 'quick', queueMs: 0, unblocked: false });
    expect(exported).to.include({ name: 'exports', unblocked: true });
  });

  it('keeps the calls of two clients apart that use the same id', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
    const gates = [aGate<string>(), aGate<string>()];
    Meteor.methods({ wait: (which: number) => gates[which]?.promise });
    install(target(), record);
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

  it('follows a method that is defined, or replaced, after the agent started', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
    install(target(), record);
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
});
