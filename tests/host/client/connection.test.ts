import { expect } from 'chai';
import { createHost, type Host } from '../host';
import type { HostVersion } from '../meteor/versions';
import { until } from '../mongo/fixture';
import { openTab, type Tab } from './fixture';

const VERSIONS: HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];

for (const version of VERSIONS) {
  describe(`the client of Meteor ${version}`, () => {
    let host: Host;
    let url: string;
    const tabs: Tab[] = [];

    beforeEach(async () => {
      host = createHost({ version, latencyMs: 0, log: () => {} });
      const items = new host.Mongo.Collection('items');
      host.Meteor.methods({
        double: (n: number) => n * 2,
        refuse() {
          throw new host.Meteor.Error('refused', 'the reason', { more: 1 });
        },
        async add(text: string) {
          return items.insertAsync({ text });
        },
        async wait(ms: number) {
          await new Promise((resolve) => setTimeout(resolve, ms));
          return ms;
        },
      });
      host.Meteor.publish('items', () => items.find({}));
      host.Meteor.publish('never', () => {});
      ({ url } = await host.listen());
    });

    afterEach(async () => {
      for (const tab of tabs.splice(0)) tab.close();
      await host.close();
    });

    function open(options?: Parameters<typeof openTab>[2]): Tab {
      const tab = openTab(version, url, options);
      tabs.push(tab);
      return tab;
    }

    const connected = ({ Meteor }: Tab) =>
      until(() => Meteor.status().connected && Boolean(Meteor.connection._lastSessionId));

    it('connects and calls methods, with a promise and with a callback', async () => {
      const { Meteor } = open();

      const doubled = await Meteor.callAsync('double', 21);
      const called = await new Promise((resolve) => {
        Meteor.call('double', 4, (_error: unknown, result: unknown) => resolve(result));
      });

      expect([doubled, called]).to.deep.equal([42, 8]);
    });

    it('rejects with the error that the method threw', async () => {
      const { Meteor } = open();

      const error = await Meteor.callAsync('refuse').catch((thrown: unknown) => thrown);

      expect(error).to.be.instanceOf(Meteor.Error);
      expect(error).to.include({ error: 'refused', reason: 'the reason' });
    });

    it('has what is published, and what a method wrote when its result is told', async () => {
      const { Meteor, Mongo } = open();
      const items = new Mongo.Collection('items');
      const handle = Meteor.subscribe('items');
      await until(() => handle.ready());

      const id = await Meteor.callAsync('add', 'milk');

      expect(items.find({}).fetch()).to.deep.equal([{ _id: id, text: 'milk' }]);
    });

    it('runs computations again when a document comes', async () => {
      const { Meteor, Mongo, Tracker } = open();
      const items = new Mongo.Collection('items');
      const counts: number[] = [];
      Meteor.subscribe('items');
      Tracker.autorun(() => counts.push(items.find({}).count()));

      await Meteor.callAsync('add', 'milk');
      await until(() => counts.at(-1) === 1);

      expect(counts).to.deep.equal([0, 1]);
    });

    it('runs a stub at once, and puts what the server says in its place', async () => {
      const { Meteor, Mongo } = open();
      const items = new Mongo.Collection('items');
      await until(() => Meteor.status().connected);
      Meteor.subscribe('items');
      Meteor.methods({ add: (text: string) => items.insert({ _id: 'of the stub', text }) });

      const promise = Meteor.callAsync('add', 'milk');
      await promise.stubPromise;
      const before = items.find({}).map((item) => (item as { _id: string })._id);
      const id = await promise;
      const after = items.find({}).map((item) => (item as { _id: string })._id);

      expect([before, after]).to.deep.equal([['of the stub'], [id]]);
    });

    it('keeps calls with `wait` apart from those before and after', async () => {
      const tab = open();
      const { Meteor } = tab;
      await connected(tab);
      const over: string[] = [];
      const note = (name: string) => () => over.push(name);

      await Promise.all([
        Meteor.callAsync('wait', 30).then(note('before')),
        Meteor.applyAsync('double', [1], { wait: true, returnServerResultPromise: true }).then(
          note('alone'),
        ),
        Meteor.callAsync('double', 2).then(note('after')),
      ]);

      expect(over).to.deep.equal(['before', 'alone', 'after']);
    });

    it('sends calls and subscriptions again when the connection was lost', async () => {
      const tab = open();
      const { Meteor } = tab;
      const handle = Meteor.subscribe('items');
      await until(() => handle.ready());

      const answer = Meteor.callAsync('wait', 150);
      await until(() => tab.sent.some(({ msg }) => msg === 'method'));
      tab.environment.cut();
      const result = await answer;

      const times = (wanted: string, name: string) =>
        tab.sent.filter(
          (frame) => frame.msg === wanted && [frame.name, frame.method].includes(name),
        ).length;
      expect(result).to.equal(150);
      expect([times('method', 'wait'), times('sub', 'items')]).to.deep.equal([2, 2]);
    });

    it('fails what is not to be sent again', async () => {
      const tab = open();
      const { Meteor } = tab;
      await connected(tab);

      const failed = Meteor.applyAsync('wait', [5_000], {
        noRetry: true,
        returnServerResultPromise: true,
      }).catch((error: unknown) => error);
      await until(() => tab.sent.some(({ msg }) => msg === 'method'));
      tab.environment.cut();

      // Its data never comes before 3.5.1, which tells the caller at once.
      const invoker = Object.values(Meteor.connection._methodInvokers)[0];
      await until(() => invoker?.gotResult() ?? false);
      expect(invoker?._methodResult?.[0]).to.include({ error: 'invocation-failed' });
      void failed;
    });

    it('has its handlers where this release has them', () => {
      const { Meteor } = open();
      const own = Object.hasOwn(Meteor.connection, '_livedata_result');

      expect(own).to.equal(version !== '3.0.4');
      expect(Meteor.connection._process_ready).to.be.a('function');
    });

    it('hears through a hook on the connection what its own handlers hear', async () => {
      const tab = open();
      const { connection } = tab.Meteor;
      const heard: unknown[] = [];
      const { _livedata_result, _process_ready } = connection;
      connection._livedata_result = (msg) => {
        heard.push(msg.msg);
        return _livedata_result.call(connection, msg);
      };
      connection._process_ready = (msg, updates) => {
        heard.push(msg.msg);
        _process_ready.call(connection, msg, updates);
      };

      const handle = tab.Meteor.subscribe('items');
      await until(() => handle.ready());
      await tab.Meteor.callAsync('double', 1);

      expect(heard).to.include.members(['ready', 'result']);
    });

    it('goes offline when told, and comes back', async () => {
      const tab = open();
      const { Meteor } = tab;
      await connected(tab);

      Meteor.disconnect();
      const offline = { ...Meteor.status() };
      Meteor.reconnect();
      await connected(tab);

      expect(offline).to.include({ status: 'offline', connected: false });
      expect(tab.sent.filter(({ msg }) => msg === 'disconnect')).to.have.length(
        version === '3.5' ? 1 : 0,
      );
    });
  });
}
