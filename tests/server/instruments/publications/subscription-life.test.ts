import { expect } from 'chai';
import { aGate } from '../../../support/a-gate';
import { metricValue } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { installInto, onEveryHost, type Publisher, stepNames, steps } from './publications-on-host';

onEveryHost('the life of a subscription', (on) => {
  it('records the life of a subscription: start, ready with its documents, end', async () => {
    const gate = aGate();
    on.publish('lists', async function () {
      this.added('things', 'a', { n: 1 });
      this.added('things', 'b', { n: 2 });
      await gate.promise;
      this.ready();
      this.added('things', 'c', { n: 3 });
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
    await client.until({ msg: 'added', id: 'b' });
    on.record.tick(12);
    gate.open();
    await client.until({ msg: 'added', id: 'c' });
    on.record.tick(1_000);
    client.send({ msg: 'unsub', id: '1' });
    await client.until({ msg: 'nosub', id: '1' });

    expect(steps(on.record.samples)).to.deep.equal([
      { kind: 'publication', name: 'lists', step: 'started' },
      {
        kind: 'publication',
        name: 'lists',
        step: 'ready',
        readyMs: 12,
        queueMs: 0,
        docs: 2,
        cpuMs: 0,
        dbMs: undefined,
      },
      { kind: 'publication', name: 'lists', step: 'stopped', lifetimeMs: 1_012 },
    ]);
  });

  it('tells how long a subscription waited behind another message of its session', async () => {
    const gate = aGate();
    on.target.host.Meteor.methods({ slow: () => gate.promise });
    on.publish('lists', function () {
      this.ready();
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    client.send({ msg: 'method', id: '1', method: 'slow', params: [] });
    client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
    on.record.tick(40);
    gate.open();
    await client.until({ msg: 'ready', subs: ['1'] });

    expect(steps(on.record.samples)[1]).to.include({ readyMs: 40, queueMs: 40 });
  });

  it('records the first ready only', async () => {
    on.publish('lists', function () {
      this.ready();
      this.ready();
    });
    installInto(on.target, on.record.recorder);

    await on.subscribe(on.connect(), '1', 'lists');

    expect(stepNames(on.record.samples)).to.deep.equal(['started', 'ready']);
  });

  it('names null publications by their place, and measures them like others', async () => {
    on.publish(null, function () {
      this.added('things', 'a', { n: 1 });
      this.ready();
    });
    on.publish(null, () => []);
    installInto(on.target, on.record.recorder);

    const client = on.connect();
    await client.until({ msg: 'added', id: 'a' });
    await settle();
    on.record.collect();

    expect(stepNames(on.record.samples, 'null:0')).to.deep.equal(['started', 'ready']);
    expect(steps(on.record.samples, 'null:0')[1]).to.include({
      docs: 1,
      readyMs: 0,
      queueMs: undefined,
    });
    expect(stepNames(on.record.samples, 'null:1')).to.include('started');
    expect(metricValue(on.record.samples, 'publication.active', { name: 'null:0' })).to.equal(1);
    client.close();
  });

  it('counts a re-run after login as one, and no end or new start with it', async () => {
    on.publish('mine', function () {
      this.added('things', `of ${this.userId}`, { n: 1 });
      this.ready();
    });
    on.publish(null, function () {
      this.ready();
    });
    on.target.host.Meteor.methods({
      async login(this: { setUserId(id: string): Promise<void> }) {
        await this.setUserId('ada');
      },
    } as never);
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    await on.subscribe(client, '1', 'mine');
    on.record.tick(100);
    await client.callToEnd('login');
    await client.until({ msg: 'added', id: 'of ada' });
    on.record.tick(100);
    client.send({ msg: 'unsub', id: '1' });
    await client.until({ msg: 'nosub', id: '1' });
    on.record.collect();

    expect(stepNames(on.record.samples, 'mine')).to.deep.equal([
      'started',
      'ready',
      'rerun',
      'ready',
      'stopped',
    ]);
    expect(steps(on.record.samples, 'mine')[3]).to.include({
      readyMs: undefined,
      queueMs: undefined,
    });
    expect(steps(on.record.samples, 'mine')[4]).to.include({ lifetimeMs: 200 });
    expect(stepNames(on.record.samples, 'null:0')).to.deep.equal([
      'started',
      'ready',
      'rerun',
      'ready',
    ]);
    expect(metricValue(on.record.samples, 'publication.active', { name: 'mine' })).to.equal(0);
    expect(metricValue(on.record.samples, 'publication.active', { name: 'null:0' })).to.equal(1);
  });

  it('has the publication as its invocation, after an await too, and not in the next message', async () => {
    const seen: unknown[] = [];
    const name = () => on.record.recorder.context.current()?.name;
    const gate = aGate();
    on.publish('lists', async function (this: Publisher & { unblock(): void }) {
      this.unblock();
      await gate.promise;
      seen.push(name());
      this.ready();
    } as never);
    on.target.host.Meteor.methods({ quick: () => seen.push(name()) });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
    await client.callToEnd('quick');
    gate.open();
    await client.until({ msg: 'ready', subs: ['1'] });

    expect(seen).to.deep.equal([undefined, 'lists']);
  });
});
