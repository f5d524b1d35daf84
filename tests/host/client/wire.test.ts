import { expect } from 'chai';
import { createHost } from '../host';
import { until } from '../mongo/fixture';
import { scenarios } from '../replay/scenario';
import { openTab } from './fixture';

type Frame = Record<string, unknown>;

/** The keys of each kind of frame that the recorded clients sent, with an order. */
function recordedShapes(): Set<string> {
  const frames = scenarios('3.3.2', 'oplog').flatMap(({ frames }) =>
    frames.flatMap((event) => (event.dir === 'out' && event.frame ? [event.frame] : [])),
  );
  return new Set(frames.map(shapeOf));
}

function shapeOf(frame: Frame): string {
  return `${frame.msg}: ${Object.keys(frame).join(' ')}`;
}

describe('what a client sends', () => {
  it('has the fields, and their order, of what was recorded', async () => {
    const recorded = recordedShapes();
    const host = createHost({ version: '3.3.2', latencyMs: 0, log: () => {} });
    const items = new host.Mongo.Collection('items');
    host.Meteor.methods({ none() {}, add: (text: string) => items.insertAsync({ text }) });
    host.Meteor.publish('items', () => items.find({}));
    const { url } = await host.listen();
    const tab = openTab('3.3.2', url, { without: ['autoupdate'] });
    const local = new tab.Mongo.Collection('items');
    tab.Meteor.methods({
      add: (text: string) =>
        local.insert({ _id: tab.DDP.randomStream('/collection/items').id(), text }),
    });

    const handle = tab.Meteor.subscribe('items');
    await until(() => handle.ready());
    await tab.Meteor.callAsync('none');
    await tab.Meteor.callAsync('add', 'milk');
    const session = [...host.Meteor.server.sessions.values()][0];
    session?.send({ msg: 'ping', id: 'p1' });
    handle.stop();
    await until(() =>
      ['unsub', 'pong'].every((wanted) => tab.sent.some(({ msg }) => msg === wanted)),
    );

    const kinds = new Set(tab.sent.map(({ msg }) => msg));
    expect([...kinds]).to.have.members(['connect', 'sub', 'method', 'pong', 'unsub']);
    expect(tab.sent.map(shapeOf).filter((shape) => !recorded.has(shape))).to.deep.equal([]);
    tab.close();
    await host.close();
  });
});
