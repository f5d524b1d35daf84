import { expect } from 'chai';
import { until } from '../../host/mongo/fixture';
import { type App, startApp, versions, type Watched, watchDdp } from './ddp-fixture';

for (const version of versions) {
  describe(`methods, in the client of Meteor ${version}`, () => {
    let app: App;
    let watched: Watched;

    beforeEach(async () => {
      app = await startApp(version);
    });
    afterEach(async () => {
      watched?.undo();
      await app.close();
    });

    const calls = () => watched.callsOf('method');

    function open(options?: { readonly now?: boolean }) {
      const tab = app.tab();
      watched = watchDdp(tab, options);
      return tab;
    }

    async function connected() {
      const tab = open();
      await until(() => tab.Meteor.connection._lastSessionId !== null);
      return tab;
    }

    /** Has the client receive frames the server never sent. */
    function receive({ Meteor }: ReturnType<typeof open>, frame: object): void {
      Meteor.connection._stream.forEachCallback('message', (handle) =>
        handle(JSON.stringify(frame)),
      );
    }

    it('times a call to its result and to its callback', async () => {
      const { Meteor } = await connected();
      const startedAt = performance.now();

      await Meteor.callAsync('double', 1);

      const passedMs = performance.now() - startedAt;
      const [duration] = watched.valuesOf('client.method.duration', 'double');
      const [visible] = watched.valuesOf('client.method.visible', 'double');
      expect(duration).to.be.within(0, passedMs);
      expect(visible).to.be.within(duration ?? 0, passedMs);
      expect(calls()).to.have.length(1);
      expect(calls()[0]).to.include({ kind: 'method', name: 'double', sends: 1 });
      expect(calls()[0]).not.to.have.property('error');
      expect(watched.failures).to.deep.equal([]);
    });

    it('names the call as the server’s trace does', async () => {
      const tab = await connected();
      await tab.Meteor.callAsync('double', 1);

      const sent = tab.sent.find(({ method }) => method === 'double');
      const [session] = [...app.host.Meteor.server.sessions.keys()];
      expect(calls()[0]?.ddp).to.equal(`${session}::${sent?.id}`);
    });

    it('times calls of `Meteor.call`, with a callback', async () => {
      const { Meteor } = await connected();
      await new Promise((resolve) => Meteor.call('double', 1, resolve));

      expect(watched.valuesOf('client.method.visible', 'double')).to.have.length(1);
    });

    it('counts an error by its code and tells nothing else of it', async () => {
      const { Meteor } = await connected();
      await Meteor.callAsync('refuse').catch(() => {});

      expect(watched.counts).to.deep.equal([
        { metric: 'client.method.errors', dims: { method: 'refuse', error: 'refused' } },
      ]);
      expect(calls()[0]).to.include({ name: 'refuse', error: 'refused' });
      expect(JSON.stringify(calls())).not.to.match(/reason|secret/);
    });

    for (const order of [
      ['result', 'updated'],
      ['updated', 'result'],
    ] as const) {
      it(`tells result and data apart when they come as ${order.join(', ')}`, async () => {
        const tab = await connected();
        const called = tab.Meteor.callAsync('gate');
        await until(() => app.waiting() === 1);
        const id = tab.sent.find(({ method }) => method === 'gate')?.id;
        const frames = {
          result: { msg: 'result', id, result: 1 },
          updated: { msg: 'updated', methods: [id] },
        };

        receive(tab, frames[order[0]]);
        await new Promise((resolve) => setTimeout(resolve, 60));
        expect(watched.valuesOf('client.method.visible')).to.deep.equal([]);
        receive(tab, frames[order[1]]);
        await called;

        const [{ durationMs = 0, visibleMs = 0 } = {}] = calls();
        if (order[0] === 'result') expect(visibleMs - durationMs).to.be.greaterThan(40);
        else expect(visibleMs - durationMs).to.be.within(0, 20);
      });
    }

    it('goes on with a call that is sent again after a reconnect', async () => {
      const tab = await connected();
      const called = tab.Meteor.callAsync('gate');
      await until(() => app.waiting() === 1);
      tab.environment.cut();
      await until(() => tab.sent.filter(({ method }) => method === 'gate').length === 2);
      // A session that is resumed has the first call still, and does not run it again.
      if (version !== '3.5') await until(() => app.waiting() === 2);
      app.open();
      await called;

      expect(calls()).to.have.length(1);
      expect(calls()[0]).to.include({ name: 'gate', sends: 2 });
      expect(calls()[0]?.ddp?.split('::')[0]).to.equal(tab.Meteor.connection._lastSessionId);
      expect(watched.valuesOf('client.method.duration', 'gate')).to.have.length(1);
    });

    it('tells of a call that is not to be sent again as invocation-failed', async () => {
      const tab = await connected();
      void tab.Meteor.applyAsync('gate', [], {
        noRetry: true,
        returnServerResultPromise: true,
      }).catch(() => {});
      await until(() => app.waiting() === 1);
      tab.environment.cut();
      await until(() => calls().length > 0);

      expect(calls()[0]).to.include({ name: 'gate', sends: 1, error: 'invocation-failed' });
      expect(watched.counts).to.deep.include({
        metric: 'client.method.errors',
        dims: { method: 'gate', error: 'invocation-failed' },
      });
    });

    it('leaves out the time a call waited for a connection', async () => {
      const tab = await connected();
      tab.environment.setOffline(true);
      await until(() => !tab.Meteor.status().connected);
      const called = tab.Meteor.callAsync('double', 1);
      await new Promise((resolve) => setTimeout(resolve, 150));
      tab.environment.setOffline(false);
      tab.Meteor.reconnect();
      await called;

      const [durationMs] = watched.valuesOf('client.method.duration', 'double');
      expect(durationMs).to.be.within(0, 120);
      expect(calls()[0]).to.include({ name: 'double', sends: 1 });
    });

    it('times stubs, sync and async, and counts those that throw', async () => {
      const { Meteor } = await connected();
      Meteor.methods({
        double: () => 0,
        add: async () => {
          await new Promise((resolve) => setImmediate(resolve));
        },
        refuse() {
          throw new Error('in the stub');
        },
      });

      await Meteor.callAsync('double', 1);
      await Meteor.callAsync('add', 'milk');
      await Meteor.callAsync('refuse').catch(() => {});

      const names = ['double', 'add', 'refuse'];
      const counts = names.map((name) => watched.valuesOf('client.method.stub', name).length);
      expect(counts).to.deep.equal([1, 1, 1]);
      expect(watched.counts).to.deep.include({
        metric: 'client.method.errors',
        dims: { method: 'refuse', error: 'stub' },
      });
    });

    it('gives the caller what it would have without us', async () => {
      const { Meteor } = await connected();
      Meteor.methods({ double: () => 'of the stub' });

      const promise = Meteor.callAsync('double', 21);

      expect(await promise.stubPromise).to.equal('of the stub');
      expect(await promise).to.equal(42);
      const error = await Meteor.callAsync('refuse').catch((thrown: unknown) => thrown);
      expect(error).to.be.instanceOf(Meteor.Error).and.to.include({ reason: 'the reason' });
    });

    it('knows of calls that were made before it was loaded', async () => {
      const tab = open({ now: false });
      await tab.Meteor.callAsync('double', 1);
      const called = tab.Meteor.callAsync('gate');
      await until(() => app.waiting() === 1);

      watched.load();
      app.open();
      await called;

      expect(watched.valuesOf('client.method.duration', 'double')).to.have.length(1);
      expect(watched.valuesOf('client.method.visible', 'double')).to.have.length(0);
      expect(watched.valuesOf('client.method.visible', 'gate')).to.have.length(1);
      expect(calls().map(({ name }) => name)).to.deep.equal(['double', 'gate']);
    });

    it('leaves everything as it was when it is taken out', async () => {
      const tab = app.tab();
      const { connection } = tab.Meteor;
      const before = Object.getOwnPropertyDescriptors(connection);
      watched = watchDdp(tab);
      await until(() => connection._lastSessionId !== null);
      const called = tab.Meteor.callAsync('gate');
      await until(() => app.waiting() === 1);

      watched.undo();
      app.open();
      await called;

      expect(Object.keys(Object.getOwnPropertyDescriptors(connection))).to.have.members(
        Object.keys(before),
      );
      expect(connection._send).to.equal(
        before._send?.value ?? Object.getPrototypeOf(connection)._send,
      );
      expect(watched.valuesOf('client.method.duration')).to.deep.equal([]);
      expect(calls()).to.deep.equal([]);
      expect(watched.installed()).to.equal(0);
    });
  });
}
