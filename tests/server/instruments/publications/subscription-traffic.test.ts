import { expect } from 'chai';
import { metricValue } from '../../../support/fake-recorder';
import { settle } from '../../../support/hand-clock';
import { installInto, onEveryHost, steps } from './publications-on-host';

onEveryHost('what a subscription sends', (on) => {
  it('counts messages and bytes as they went over the wire, initial and live apart', async () => {
    on.publish('low', function () {
      this.added('things', 'a', { name: 'grün' });
      this.ready();
      this.changed('things', 'a', { name: 'rot' });
      this.removed('things', 'a');
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    await on.subscribe(client, '1', 'low');
    await client.until({ msg: 'removed', id: 'a' });
    on.record.collect();

    const bytesOf = (...kinds: string[]) =>
      client.raw
        .filter((raw) => kinds.some((kind) => raw.startsWith(`{"msg":"${kind}"`)))
        .reduce((sum, raw) => sum + Buffer.byteLength(raw), 0);
    const told = (metric: string, dims: Record<string, string>) =>
      metricValue(on.record.samples, metric, { name: 'low', ...dims });
    expect(told('publication.messages', { action: 'added', phase: 'initial' })).to.equal(1);
    expect(told('publication.messages', { action: 'changed', phase: 'live' })).to.equal(1);
    expect(told('publication.messages', { action: 'removed', phase: 'live' })).to.equal(1);
    expect(told('publication.bytes', { phase: 'initial' })).to.equal(bytesOf('added'));
    expect(told('publication.bytes', { phase: 'live' })).to.equal(bytesOf('changed', 'removed'));
  });

  it('counts no message for a document that the client has already', async () => {
    on.publish('low', function () {
      this.added('things', 'a', { n: 1 });
      this.ready();
    });
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    await on.subscribe(client, '1', 'low');
    await on.subscribe(client, '2', 'low');
    on.record.collect();

    expect(metricValue(on.record.samples, 'publication.messages')).to.equal(1);
    expect(
      steps(on.record.samples).flatMap((s) => (s.step === 'ready' ? [s.docs] : [])),
    ).to.deep.equal([1, 1]);
    expect(metricValue(on.record.samples, 'publication.mergeBoxDocs', { name: 'low' })).to.equal(2);
  });

  it('keeps live subscriptions and what they hold as gauges that return to zero', async () => {
    on.publish('low', function () {
      this.added('things', 'a', { n: 1 });
      this.added('things', 'b', { n: 1 });
      this.added('others', 'a', { n: 1 });
      this.removed('things', 'b');
      this.ready();
    });
    installInto(on.target, on.record.recorder);
    const clients = [on.connect(), on.connect()];
    const gauge = (metric: string) => {
      on.record.samples.length = 0;
      on.record.collect();
      return metricValue(on.record.samples, `publication.${metric}`, { name: 'low' });
    };

    for (const client of clients) await on.subscribe(client, 'same id', 'low');
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
    const { server } = on.target.host.Meteor;
    const { NO_MERGE } = on.target.host.DDPServer.publicationStrategies;
    server.setPublicationStrategy('things', NO_MERGE as never);
    on.publish('low', function () {
      this.added('things', 'a', { n: 1 });
      this.ready();
    });
    installInto(on.target, on.record.recorder);

    await on.subscribe(on.connect(), '1', 'low');
    on.record.collect();

    expect(metricValue(on.record.samples, 'publication.mergeBoxDocs', { name: 'low' })).to.equal(0);
    expect(metricValue(on.record.samples, 'publication.messages')).to.equal(1);
  });

  it('measures a published cursor, its documents and live changes', async () => {
    const { Mongo } = on.target.host;
    const Things = new Mongo.Collection('things');
    for (const _id of ['a', 'b', 'c']) await Things.insertAsync({ _id, n: 1 } as never);
    on.publish('all', () => Things.find());
    installInto(on.target, on.record.recorder);
    const client = on.connect();

    await on.subscribe(client, '1', 'all');
    await Things.updateAsync({ _id: 'a' }, { $set: { n: 2 } });
    await client.until({ msg: 'changed', id: 'a' });
    on.record.collect();

    const ready = steps(on.record.samples).find(({ step }) => step === 'ready');
    expect(ready).to.include({ docs: 3 });
    const live = { name: 'all', action: 'changed', phase: 'live' };
    expect(metricValue(on.record.samples, 'publication.messages', live)).to.equal(1);
    client.close();
    await settle();
  });
});
