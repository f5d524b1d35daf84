import { expect } from 'chai';
import { aGate } from '../../../support/a-gate';
import { metricValue } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { installInto, onEveryHost, stepNames, steps } from './publications-on-host';

onEveryHost('the errors and ends of subscriptions', (on) => {
  it('counts errors that are thrown, rejected and reported, and the end they bring', async () => {
    on.target.host.Meteor._debug = () => undefined; // Meteor prints the errors it hides
    on.publish('throws', () => {
      throw new Error('secret');
    });
    on.publish('rejects', async () => {
      throw new Error('secret');
    });
    on.publish('reports', function () {
      this.error(new Error('known'));
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    for (const name of ['throws', 'rejects', 'reports']) {
      client.send({ msg: 'sub', id: name, name, params: [] });
      await client.until({ msg: 'nosub', id: name });
      expect(stepNames(on.record.samples, name), name).to.deep.equal([
        'started',
        'error',
        'stopped',
      ]);
    }
  });

  it('counts an error that comes after the subscription ended', async () => {
    on.target.host.Meteor._debug = () => undefined;
    const gate = aGate();
    on.publish('late', async () => {
      await gate.promise;
      throw new Error('too late');
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    client.send({ msg: 'sub', id: '1', name: 'late', params: [] });
    await settle();
    client.close();
    await settle();
    gate.open();
    await settle();

    expect(stepNames(on.record.samples)).to.include('error');
    expect(on.record.failures).to.deep.equal([]);
  });

  it('counts a subscription that the server stops', async () => {
    on.publish('short', function () {
      this.ready();
      this.stop();
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    client.send({ msg: 'sub', id: '1', name: 'short', params: [] });
    await client.until({ msg: 'nosub', id: '1' });

    expect(stepNames(on.record.samples)).to.deep.equal(['started', 'ready', 'stopped']);
  });

  it('counts a publication that does not exist under _OTHER, and makes no name of it', async () => {
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    client.send({ msg: 'sub', id: '1', name: 'nope', params: [] });
    client.send({ msg: 'sub', id: '2', name: 'constructor', params: [] });
    await client.until({ msg: 'nosub', id: '1' });
    await settle();

    expect(steps(on.record.samples).slice(0, 2)).to.deep.equal([
      { kind: 'publication', name: '_OTHER', step: 'unknown' },
      { kind: 'publication', name: '_OTHER', step: 'unknown' },
    ]);
  });

  it('counts a subscription that the rate limiter refused', async () => {
    const { DDPRateLimiter } = on.target.host;
    on.publish('limited', function () {
      this.ready();
    });
    DDPRateLimiter.addRule({ type: 'subscription', name: 'limited' }, 1, 60_000);
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    await on.subscribe(client, '1', 'limited');
    client.send({ msg: 'sub', id: '2', name: 'limited', params: [] });
    await client.until({ msg: 'nosub', id: '2' });

    expect(stepNames(on.record.samples)).to.deep.equal(['started', 'ready', 'denied']);
  });

  it('takes a subscription id that is used twice as Meteor does: the second is nothing', async () => {
    on.publish('lists', function () {
      this.ready();
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    await on.subscribe(client, '1', 'lists');
    client.send({ msg: 'sub', id: '1', name: 'lists', params: [] });
    await on.subscribe(client, '2', 'lists');
    on.record.collect();

    expect(stepNames(on.record.samples)).to.deep.equal(['started', 'ready', 'started', 'ready']);
    expect(metricValue(on.record.samples, 'publication.active', { name: 'lists' })).to.equal(2);
  });
});
