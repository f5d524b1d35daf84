import { expect } from 'chai';
import { subscriptions } from '../../../client/instruments/subscriptions';
import type { DdpNote, DdpNotes } from '../../../common/analytics/ddp-notes';
import { until } from '../../host/mongo/fixture';
import { fakeFeatureClient } from '../../support/fake-feature-client';
import { type App, keptTimings, startApp, versions, type Watched, watchDdp } from './ddp-fixture';

for (const version of versions) {
  describe(`subscriptions, in the client of Meteor ${version}`, () => {
    const resumes = version === '3.5';
    let app: App;
    let watched: Watched;

    beforeEach(async () => {
      app = await startApp(version);
    });
    afterEach(async () => {
      watched.undo();
      await app.close();
    });

    function open(options?: { readonly now?: boolean }) {
      const tab = app.tab();
      watched = watchDdp(tab, options);
      return tab;
    }
    const readyTimes = () => watched.valuesOf('client.subscription.ready', 'items');
    const againTimes = () => watched.valuesOf('client.subscription.resubscribe', 'items');
    const callsOf = (name: string) =>
      watched.callsOf('publication').filter((call) => call.name === name);
    const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

    it('are timed until they are ready, from the page’s load on', async () => {
      const startedAt = performance.now();
      const handle = open().Meteor.subscribe('items');
      await until(() => handle.ready());

      const [readyMs] = readyTimes();
      expect(readyMs).to.be.within(0, performance.now() - startedAt);
      expect(readyTimes()).to.have.length(1);
      expect(againTimes()).to.deep.equal([]);
      expect(watched.failures).to.deep.equal([]);
    });

    it('are named as the server’s trace is', async () => {
      const tab = open();
      const handle = tab.Meteor.subscribe('items');
      await until(() => handle.ready());

      expect(callsOf('items')).to.have.length(1);
      expect(callsOf('items')[0]).to.include({
        sends: 1,
        ddp: `${tab.Meteor.connection._lastSessionId}::${handle.subscriptionId}`,
      });
    });

    it('that are refused are told with the code, and not timed', async () => {
      let stopped = false;
      open().Meteor.subscribe('refused', {
        onStop: () => {
          stopped = true;
        },
      });
      await until(() => stopped);

      expect(callsOf('refused')).to.have.length(1);
      expect(callsOf('refused')[0]).to.include({ error: 'not-allowed' });
      expect(watched.valuesOf('client.subscription.ready', 'refused')).to.deep.equal([]);
    });

    it('that stop before they are ready are not told', async () => {
      const { Meteor } = open();
      const handle = Meteor.subscribe('never');
      await until(() => Meteor.connection._lastSessionId !== null);
      handle.stop();
      await Meteor.callAsync('double', 1);

      expect(callsOf('never')).to.deep.equal([]);
    });

    it('count as sent again when they were ready before the connection was lost', async () => {
      const tab = open();
      const { Meteor } = tab;
      const handle = Meteor.subscribe('items');
      await until(() => handle.ready());
      const session = Meteor.connection._lastSessionId;
      tab.environment.cut();
      await until(() => tab.sent.filter(({ name }) => name === 'items').length === 2);
      await Meteor.callAsync('double', 1);
      if (!resumes) await until(() => againTimes().length > 0);
      await pause(50);

      expect(Meteor.connection._lastSessionId === session).to.equal(resumes);
      expect(readyTimes()).to.have.length(1);
      // Who resumes the session says no second time that it is ready.
      expect(againTimes()).to.have.length(resumes ? 0 : 1);
    });

    it('are timed again after a session that was not resumed followed one that was', async () => {
      const tab = open();
      const { Meteor } = tab;
      const handle = Meteor.subscribe('items');
      await until(() => handle.ready());
      tab.environment.cut();
      await until(() => tab.sent.filter(({ msg }) => msg === 'connect').length === 2);
      await Meteor.callAsync('double', 1);
      await pause(200);
      const before = againTimes().length;

      Meteor.connection._lastSessionId = 'forgotten';
      tab.environment.cut();
      await until(() => againTimes().length === before + 1);

      expect(againTimes().at(-1)).to.be.below(150);
    });

    it('that wait while the connection is lost go on, and count as sent twice', async () => {
      const tab = open();
      const { Meteor } = tab;
      await until(() => Meteor.connection._lastSessionId !== null);
      const handle = Meteor.subscribe('items');
      tab.environment.cut();
      await until(() => handle.ready());

      const sends = tab.sent.filter(({ name }) => name === 'items').length;
      expect(readyTimes()).to.have.length(1);
      expect(callsOf('items')[0]).to.include({ sends });
      expect(againTimes()).to.deep.equal([]);
    });

    it('that were ready before this was loaded are timed all the same', async () => {
      const { Meteor } = open({ now: false });
      const handle = Meteor.subscribe('items');
      await until(() => handle.ready());
      await pause(30);
      watched.load();

      const [readyMs] = readyTimes();
      expect(readyMs).to.be.greaterThan(0);
      expect(readyTimes()).to.have.length(1);
    });

    it('in a computation are the same subscription when it runs again', async () => {
      const { Meteor, Tracker, ReactiveVar } = open();
      const twice = new ReactiveVar(1);
      let handle: { ready(): boolean } | undefined;
      const computation = Tracker.autorun(() => {
        twice.get();
        handle = Meteor.subscribe('items');
      });
      await until(() => handle?.ready() === true);
      twice.set(2);
      await pause(30);
      computation.stop();

      expect(readyTimes()).to.have.length(1);
    });
  });
}

describe('subscriptions of a session that is resumed', () => {
  it('wait for nothing, so that what ends them later is no failed call', () => {
    const fake = fakeFeatureClient();
    const kept = keptTimings();
    const notes: DdpNotes = { kept: [], listeners: new Set(), has: () => true };
    subscriptions({ _lastSessionId: 'one' }, notes, kept.timings).install(fake.client);
    const note = (...given: DdpNote) => {
      for (const listener of notes.listeners) listener(...given);
    };
    const connected = (session: string) => note('_livedata_connected', { session }, 0);
    const sub = { msg: 'sub', id: 's1', name: 'items' };

    connected('one');
    note('_send', sub, 10);
    note('_process_ready', { subs: ['s1'] }, 30);
    note('_send', sub, 1_000);
    connected('one');
    note('_livedata_nosub', { id: 's1', error: { error: 'gone' } }, 90_000);

    expect(kept.times.map(({ metric, value }) => [metric, value])).to.deep.equal([
      ['client.subscription.ready', 20],
    ]);
    expect(kept.callsOf('publication')).to.have.length(1);
  });
});
