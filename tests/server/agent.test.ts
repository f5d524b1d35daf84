import { expect } from 'chai';
import type { Agent } from '../../server/agent';
import { aGate } from '../support/a-gate';
import { settle } from '../support/hand-clock';
import { hostVersions } from '../support/host-versions';
import { aHost, type HostTarget, touchedObjects } from '../support/instrumented-host';
import { keepingSink, start, sumOf } from '../support/started-agent';
import { stubClient } from '../support/stub-client';

const descriptorsOf = (objects: Readonly<Record<string, object>>) =>
  Object.entries(objects).map(([name, object]) => [name, Object.getOwnPropertyDescriptors(object)]);

for (const version of hostVersions) {
  describe(`the agent on Meteor ${version}`, () => {
    let target: HostTarget;
    let agent: Agent | undefined;

    beforeEach(() => {
      target = aHost({ version, without: ['accounts-base'] });
      target.host.Meteor.methods({ echo: (value: unknown) => value });
    });
    afterEach(async () => {
      await agent?.stop();
      await target.host.close();
    });

    it('has every hook in order, and says so', async () => {
      const started = start(target);
      agent = started.agent;
      await settle();

      expect(agent.status().hooks).to.deep.equal({
        messages: { state: 'ok' },
        methods: { state: 'ok' },
        publications: { state: 'ok' },
        sessions: { state: 'ok' },
        httpClient: { state: 'ok' },
      });
      expect(started.warnings).to.deep.equal([]);
      expect(target.host.Meteor.server.sessions.size).to.equal(0);
    });

    it('sends the traces of a window that it keeps, and what it let go as a number', async () => {
      const { sink, batches } = keepingSink();
      const started = start(target, { sinks: [sink], flushIntervalMs: 10_000 });
      agent = started.agent;
      const client = stubClient(target.host.Meteor.server);

      for (let index = 0; index < 5; index++) await client.callToEnd('echo', index);
      await started.clock.advance(10_000);

      const traces = batches.flatMap((batch) => batch.traces ?? []);
      expect(traces.map(({ name, kept }) => [name, kept])).to.deep.equal([
        ['echo', 'slow'],
        ['echo', 'random'],
      ]);
      expect(traces.map(({ keepRate }) => keepRate)).to.deep.equal([1, 1 / 4]);
      for (const trace of traces) expect(trace).not.to.have.any.keys('userId', 'args');
      expect(sumOf(batches, 'radiant.traces')).to.equal(5);
      expect(sumOf(batches, 'method.cpu')).to.equal(5);
    });

    it('follows no call when traces are off', async () => {
      const { sink, batches } = keepingSink();
      const started = start(target, { sinks: [sink], traces: { enabled: false } });
      agent = started.agent;
      const client = stubClient(target.host.Meteor.server);

      await client.callToEnd('echo', 1);
      await started.clock.advance(10_000);

      expect(sumOf(batches, 'method.calls')).to.equal(1);
      expect(sumOf(batches, 'radiant.traces')).to.equal(0);
      expect(batches.some((batch) => batch.traces)).to.equal(false);
    });

    it('sends one batch per interval, and reads back from memory what was called', async () => {
      const { sink, batches } = keepingSink();
      const started = start(target, { sinks: [sink], flushIntervalMs: 10_000 });
      agent = started.agent;
      const client = stubClient(target.host.Meteor.server);

      for (let index = 0; index < 5; index++) await client.callToEnd('echo', index);
      await started.clock.advance(10_000);
      for (let index = 0; index < 3; index++) await client.callToEnd('echo', index);
      await started.clock.advance(10_000);

      expect(batches.map(({ sequences }) => sequences)).to.deep.equal([
        [1, 1],
        [2, 2],
      ]);
      expect(batches.map((batch) => sumOf([batch], 'method.calls'))).to.deep.equal([5, 3]);
      const now = started.clock.wallNow();
      const answer = await agent.reader()?.read({
        metric: 'method.calls',
        stat: 'sum',
        by: ['name'],
        from: now - 60_000,
        to: now,
      });
      expect(answer?.rows.map(({ dims, points }) => [dims, points[0]?.[1]])).to.deep.equal([
        [{ name: 'echo' }, 8],
      ]);
    });

    it('restores every property it touched, and delivers what was recorded, when it stops', async () => {
      const { sink, batches } = keepingSink();
      const before = descriptorsOf(touchedObjects(target));
      const started = start(target, { sinks: [sink] });
      const client = stubClient(target.host.Meteor.server);
      await client.callToEnd('echo', 1);
      expect(descriptorsOf(touchedObjects(target))).not.to.deep.equal(before);

      const stopping = started.agent.stop();
      expect(descriptorsOf(touchedObjects(target))).to.deep.equal(before);
      await stopping;
      await client.callToEnd('echo', 2);
      await started.clock.advance(60_000);

      expect(sumOf(batches, 'method.calls')).to.equal(1);
      expect(started.agent.status().running).to.equal(false);
      expect(started.clock.pending()).to.deep.equal([]);
    });

    it('says with its last window that it was told to end, before a shutdown and when it stops', async () => {
      const { sink, batches } = keepingSink();
      const started = start(target, { sinks: [sink] });
      await started.clock.advance(10_000);
      expect(sumOf(batches, 'process.ends')).to.equal(0);

      await started.agent.deliver();
      expect(sumOf(batches, 'process.ends')).to.equal(1);
      await started.agent.stop();

      expect(sumOf(batches, 'process.ends')).to.equal(2);
    });

    it('lets calls that are under way end as ever when it stops, and counts them', async () => {
      const gate = aGate<string>();
      target.host.Meteor.methods({ slow: () => gate.promise });
      const { sink, batches } = keepingSink();
      const started = start(target, { sinks: [sink] });
      const client = stubClient(target.host.Meteor.server);

      const ended = client.callToEnd('slow');
      await settle();
      await started.agent.stop();
      gate.open('as ever');

      expect((await ended).result).to.equal('as ever');
      expect(batches[0]?.drops).to.deep.equal({ unfinished: 1 });
      expect(started.agent.status().drops).to.deep.equal({ unfinished: 1 });
    });

    it('survives an argument of 10 MB', async () => {
      const { sink, batches } = keepingSink();
      const started = start(target, { sinks: [sink] });
      agent = started.agent;
      const client = stubClient(target.host.Meteor.server);

      const { result } = await client.callToEnd('echo', 'x'.repeat(10_000_000));
      await agent.flush();

      expect(result).to.have.length(10_000_000);
      expect(sumOf(batches, 'method.resultBytes')).to.equal(1);
      expect(agent.status().drops).to.deep.equal({});
    });

    it('works between packages that patch the same functions before and after it', async () => {
      const seen: string[] = [];
      const patchSend = (by: string) => {
        const { session } = target.classes;
        const { send } = session;
        session.send = function (message) {
          if (message.msg === 'result') seen.push(by);
          return send.call(this, message);
        };
      };
      const { sink, batches } = keepingSink();

      patchSend('before');
      const started = start(target, { sinks: [sink] });
      patchSend('after');
      await settle();
      seen.length = 0; // the agent's own check has passed through
      const client = stubClient(target.host.Meteor.server);
      await client.callToEnd('echo', 1);
      await started.agent.stop();
      await client.callToEnd('echo', 2);

      expect(seen).to.deep.equal(['after', 'before', 'after', 'before']);
      expect(sumOf(batches, 'method.calls')).to.equal(1);
    });

    it('measures from the first message on, and says it is degraded, where no session can be made', async () => {
      const { sink, batches } = keepingSink();
      const { server } = target.host.Meteor;
      const closed = Object.create(server, {
        _handleConnect: {
          value() {
            throw new Error('not like this');
          },
        },
      });
      target.host.Meteor.publish('lists', function (this: { ready(): void }) {
        this.ready();
      } as never);
      const started = start(target, { sinks: [sink] }, closed);
      agent = started.agent;
      expect(agent.status().hooks.messages?.state).to.equal('degraded');
      const client = stubClient(server);

      await client.callToEnd('echo', 1);
      for (const id of ['1', '2', '3']) {
        client.send({ msg: 'sub', id, name: 'lists', params: [] });
        await client.until({ msg: 'ready', subs: [id] });
      }
      await agent.flush();

      const { hooks } = agent.status();
      expect(hooks.messages?.reason).to.include('not like this');
      expect(hooks.methods).to.deep.equal({ state: 'ok' });
      expect(hooks.publications?.state).to.equal('degraded');
      expect(sumOf(batches, 'method.calls')).to.equal(1);
      expect(sumOf(batches, 'publication.subscribes')).to.be.at.least(2);
    });

    it('switches off what it cannot hook, says why, and keeps the rest', async () => {
      const { server } = target.host.Meteor;
      const partial = Object.create(server, {
        applyAsync: { value: undefined, configurable: true, writable: true },
      });
      const started = start(target, {}, partial);
      agent = started.agent;

      const { hooks } = agent.status();
      expect(hooks.methods).to.deep.equal({
        state: 'off',
        reason: 'Meteor.server has no applyAsync',
      });
      expect(hooks.publications?.state).to.equal('ok');
      expect(started.warnings).to.deep.equal([
        'hook methods is off: Meteor.server has no applyAsync',
      ]);
    });
  });
}
