import { expect } from 'chai';
import { createHost, type Host } from '../host';
import { until } from '../mongo/fixture';
import { openTab, type Tab } from './fixture';

describe('a client of Meteor 3.5 that lost its connection', () => {
  let host: Host;
  let tab: Tab;

  beforeEach(async () => {
    host = createHost({ version: '3.5', latencyMs: 0, log: () => {} });
    host.Meteor.methods({
      async wait(ms: number) {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      },
    });
    const items = new host.Mongo.Collection('items');
    await items.insertAsync({ _id: 'a', text: 'milk' });
    host.Meteor.publish('items', () => items.find({}));
    const { url } = await host.listen();
    tab = openTab('3.5', url);
  });

  afterEach(async () => {
    tab.close();
    await host.close();
  });

  async function subscribed() {
    const items = new tab.Mongo.Collection('items');
    const readyTimes: number[] = [];
    const handle = tab.Meteor.subscribe('items', () => readyTimes.push(readyTimes.length));
    await until(() => handle.ready());
    return { items, readyTimes };
  }

  it('is given its session back, and sends again before it knows', async () => {
    await subscribed();
    const { connection } = tab.Meteor;
    const session = connection._lastSessionId;

    tab.environment.cut();
    await until(() => tab.sent.filter(({ msg }) => msg === 'connect').length === 2);
    await until(() => connection._heartbeat !== null);

    const [, again] = tab.sent.filter(({ msg }) => msg === 'connect');
    expect(again).to.deep.include({ session, receivedCount: again?.receivedCount });
    expect(again?.receivedCount).to.be.greaterThan(1);
    expect(connection._lastSessionId).to.equal(session);
    expect(tab.sent.filter(({ name }) => name === 'items')).to.have.length(2);
  });

  it('keeps its documents, and no `ready` comes a second time', async () => {
    const { items, readyTimes } = await subscribed();
    const readies: unknown[] = [];
    const { _process_ready } = tab.Meteor.connection;
    tab.Meteor.connection._process_ready = (msg, updates) => {
      readies.push(msg.subs);
      _process_ready(msg, updates);
    };

    tab.environment.cut();
    await until(() => tab.sent.filter(({ msg }) => msg === 'connect').length === 2);
    await tab.Meteor.callAsync('wait', 5);

    expect(items.find({}).count()).to.equal(1);
    expect([readies, readyTimes]).to.deep.equal([[], [0]]);
  });

  it('gets a new session when the server waited no longer', async () => {
    const { items } = await subscribed();
    const { connection } = tab.Meteor;
    const session = connection._lastSessionId;
    host.Meteor.server.options.disconnectGracePeriod = 0;

    tab.environment.cut();
    await until(() => ![session, null].includes(connection._lastSessionId));
    await until(() => !connection._waitingForQuiescence());

    expect(items.find({}).count()).to.equal(1);
    expect(connection._receivedCount).to.be.greaterThan(1);
  });
});
