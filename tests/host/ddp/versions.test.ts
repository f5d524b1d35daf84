import { expect } from 'chai';
import type { HostVersion } from '../meteor/versions';
import { aHost, aSocket, settled } from './fixture';
import type { Subscription } from './types';

const VERSIONS: HostVersion[] = ['3.0.4', '3.1.2', '3.3.2', '3.4.1', '3.5'];

for (const version of VERSIONS) {
  describe(`what differs by release, in ${version}`, () => {
    const host = aHost(version);
    const { Meteor, DDPServer, DDPRateLimiter } = host;

    after(() => host.close());

    it('lets go of the session after stopping from 3.4.1 on', async () => {
      let subscription: Subscription | undefined;
      Meteor.publish('stoppable', function () {
        subscription = this;
        this.ready();
      });
      const socket = aSocket(host);
      socket.receive({ msg: 'sub', id: 's', name: 'stoppable' });
      await settled();
      socket.receive({ msg: 'unsub', id: 's' });
      await settled();

      const isGone = subscription?._session === null;

      expect(isGone).to.equal(version === '3.4.1' || version === '3.5');
      expect(subscription?._isDeactivated()).to.equal(true);
    });

    it('starts the next message within unblock up to 3.1.0, later from 3.1.1 on', async () => {
      const order: string[] = [];
      Meteor.methods({
        unblocks() {
          this.unblock();
          order.push('unblocks');
        },
        waits: () => order.push('waits'),
      });
      const socket = aSocket(host);

      socket.session.inQueue?.push({ msg: 'method', id: '1', method: 'unblocks' });
      socket.receive({ msg: 'method', id: '2', method: 'waits' });
      await settled();

      const within = ['waits', 'unblocks'];
      expect(order).to.deep.equal(version === '3.0.4' ? within : [...within].reverse());
    });

    it('runs before-fire callbacks in turn up to 3.1.0, at once from 3.1.1 on', async () => {
      const order: string[] = [];
      const fence = new DDPServer._WriteFence();
      const callback = (name: string) => async () => {
        order.push(`${name} begins`);
        await null;
        order.push(`${name} ends`);
      };
      fence.onBeforeFire(callback('a'));
      fence.onBeforeFire(callback('b'));

      await fence.arm();

      const inTurn = ['a begins', 'a ends', 'b begins', 'b ends'];
      const atOnce = ['a begins', 'b begins', 'a ends', 'b ends'];
      expect(order).to.deep.equal(version === '3.0.4' ? inTurn : atOnce);
    });

    it('limits calls, and asks asynchronous rules from 3.5 on', async () => {
      Meteor.methods({ limited: () => 'ok' });
      const matcher = version === '3.5' ? async () => true : () => true;
      DDPRateLimiter.addRule({ name: 'limited', connectionId: matcher }, 1, 60_000);
      const socket = aSocket(host);

      for (const id of ['1', '2']) socket.receive({ msg: 'method', id, method: 'limited' });
      await settled(20);

      const results = socket.sent.filter(({ msg }) => msg === 'result');
      expect(
        results.map(({ result, error }) => result ?? (error as { error: string }).error),
      ).to.deep.equal(['ok', 'too-many-requests']);
    });

    it('has a stream server of its time', () => {
      const names = Object.getOwnPropertyNames(Object.getPrototypeOf(Meteor.server.stream_server));

      expect(names.includes('_onConnection')).to.equal(version === '3.5');
    });
  });
}

describe('publication strategies', () => {
  const host = aHost('3.3.2');
  const { Meteor, DDPServer } = host;

  after(() => host.close());

  for (const [strategy, order] of Object.entries({
    SERVER_MERGE: ['added d', 'ready s1', 'ready s2', 'nosub s1', 'removed d', 'nosub s2'],
    NO_MERGE: [
      'added d',
      'ready s1',
      'added d',
      'ready s2',
      'removed d',
      'nosub s1',
      'removed d',
      'nosub s2',
    ],
    NO_MERGE_NO_HISTORY: ['added d', 'ready s1', 'added d', 'ready s2', 'nosub s1', 'nosub s2'],
    NO_MERGE_MULTI: [
      'added d',
      'ready s1',
      'changed d',
      'ready s2',
      'nosub s1',
      'removed d',
      'nosub s2',
    ],
  })) {
    it(`send what ${strategy} promises when two subscriptions have one document`, async () => {
      const chosen = DDPServer.publicationStrategies[strategy];
      if (chosen) Meteor.server.setPublicationStrategy(strategy, chosen);
      Meteor.publish(strategy, function () {
        this.added(strategy, 'd', { v: 1 });
        this.ready();
      });
      const socket = aSocket(host);

      for (const id of ['s1', 's2']) socket.receive({ msg: 'sub', id, name: strategy });
      for (const id of ['s1', 's2']) socket.receive({ msg: 'unsub', id });
      await settled(20);

      expect(socket.order().slice(1)).to.deep.equal(order);
    });
  }
});
