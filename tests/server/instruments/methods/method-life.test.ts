import { expect } from 'chai';
import { aGate } from '../../../support/a-gate';
import { fakeRecorder, metricValue } from '../../../support/fake-recorder';
import { stubClient } from '../../../support/stub-client';
import { calls, install, onEveryHost } from './methods-on-host';

onEveryHost('the life of a method call', (target) => {
  it('counts every call of a client that uses one id over and over', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
    const gate = aGate();
    Meteor.methods({
      async slow(this: { unblock(): void }) {
        this.unblock();
        await gate.promise;
      },
    });
    install(target(), record);
    const client = stubClient(Meteor.server);

    for (let index = 0; index < 3; index++) {
      client.send({ msg: 'method', method: 'slow', params: [], id: 'same' });
    }
    const last = client.callToEnd('slow');
    gate.open();
    await last;

    expect(calls(record.samples)).to.have.length(4);
  });

  it('times one function under each of its names, before it is hooked and after', async () => {
    const record = fakeRecorder();
    const { Meteor } = target().host;
    const run = () => 1;
    Meteor.methods({ first: run, second: run });
    install(target(), record);
    const client = stubClient(Meteor.server);

    await client.callToEnd('first');
    await client.callToEnd('second');
    await Meteor.callAsync('second');
    Meteor.methods({ third: Meteor.server.method_handlers.first as never });
    await client.callToEnd('third');

    const timed = calls(record.samples).map(({ name, runMs }) => [name, runMs !== undefined]);
    expect(timed).to.deep.equal([
      ['first', true],
      ['second', true],
      ['second', true],
      ['third', true],
    ]);
  });

  it('tells what is under way, and that it no longer is, once', async () => {
    const record = fakeRecorder();
    const gate = aGate();
    target().host.Meteor.methods({ never: () => gate.promise });
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

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
    target().host.Meteor.methods({ slow: () => gate.promise });
    const undo = install(target(), record);
    const client = stubClient(target().host.Meteor.server);

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
    target().host.Meteor.methods({
      async slow() {
        started.open();
        await gate.promise;
        settled.open();
      },
    });
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

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
    install(target(), record);
    const client = stubClient(target().host.Meteor.server);

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
