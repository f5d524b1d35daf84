import { expect } from 'chai';
import type { ConnectionStatus } from '../../../client/instruments/connection';
import { connection } from '../../../client/instruments/connection';
import type { DdpNotes } from '../../../common/analytics/ddp-notes';
import { until } from '../../host/mongo/fixture';
import { fakeFeatureClient } from '../../support/fake-feature-client';
import { type App, keptTimings, startApp, versions, type Watched, watchDdp } from './ddp-fixture';

for (const version of versions) {
  describe(`the connection, in the client of Meteor ${version}`, () => {
    let app: App;
    let watched: Watched;

    beforeEach(async () => {
      app = await startApp(version);
    });
    afterEach(async () => {
      watched.undo();
      await app.close();
    });

    it('is told when it is lost and when it is back', async () => {
      const tab = app.tab();
      watched = watchDdp(tab);
      await until(() => tab.Meteor.connection._lastSessionId !== null);
      void tab.Meteor.callAsync('gate').catch(() => {});
      await until(() => app.waiting() === 1);

      tab.environment.cut();
      await until(() => watched.told.length === 2);

      expect(watched.told.map(({ event }) => event)).to.deep.equal([
        'DDP Disconnected',
        'DDP Reconnected',
      ]);
      expect(watched.told[0]?.properties).to.deep.equal({ pending: 1 });
      const { downtimeMs, ...rest } = watched.told[1]?.properties ?? {};
      expect(downtimeMs).to.be.a('number').within(0, 5_000);
      expect(rest).to.deep.equal({ retries: 1, resumed: version === '3.5', losses: 1 });
      expect(watched.counts).to.deep.equal([{ metric: 'client.connection.lost', dims: {} }]);
      expect(watched.valuesOf('client.connection.downtime')).to.have.length(1);
      expect(watched.failures).to.deep.equal([]);
    });

    it('gives events its session, status and transport', async () => {
      const tab = app.tab();
      watched = watchDdp(tab);
      expect(watched.context().ddp).to.deep.equal({ status: 'connecting' });
      await until(() => tab.Meteor.connection._lastSessionId !== null);

      const { session, status, transport } = watched.context().ddp ?? {};
      expect({ session, status }).to.deep.equal({
        session: tab.Meteor.connection._lastSessionId,
        status: 'connected',
      });
      expect(transport).to.be.a('string');
    });
  });
}

describe('the connection', () => {
  function flaky() {
    const fake = fakeFeatureClient();
    const kept = keptTimings();
    let tell: (status: ConnectionStatus) => void = () => {};
    const state = { _methodInvokers: {}, _lastSessionId: 'one' };
    const notes: DdpNotes = { kept: [], listeners: new Set(), has: () => true };
    const watchStatus = (changed: typeof tell) => {
      tell = changed;
      return () => {};
    };
    const undo = connection({ connection: state, watchStatus }, notes, kept.timings).install(
      fake.client,
    );
    // Meteor has one object for its status, which it changes.
    const status = { status: 'connected', connected: true, retryCount: 0 };
    const set = (changed: Partial<typeof status>) => tell(Object.assign(status, changed));
    set({});
    return {
      ...fake,
      ...kept,
      undo,
      lose: () => set({ status: 'waiting', connected: false }),
      retry: (retryCount: number) => set({ status: 'connecting', retryCount }),
      socketIsBack: () => set({ status: 'connected', connected: true, retryCount: 0 }),
      back(session = 'one') {
        set({ status: 'connected', connected: true, retryCount: 0 });
        for (const listener of notes.listeners) {
          listener('_livedata_connected', { session }, fake.client.now());
        }
      },
    };
  }

  it('that comes and goes is told together after a quiet minute', async () => {
    const { lose, retry, back, advance, told, counts } = flaky();
    lose();
    await advance(100);
    back();
    for (const downMs of [200, 300]) {
      await advance(1_000);
      lose();
      retry(2);
      await advance(downMs);
      back('two');
    }
    expect(told.map(({ event }) => event)).to.deep.equal(['DDP Disconnected', 'DDP Reconnected']);

    await advance(60_000);

    expect(told).to.have.length(3);
    expect(told[2]?.properties).to.deep.equal({
      downtimeMs: 500,
      retries: 2,
      resumed: false,
      losses: 2,
    });
    expect(counts).to.have.length(3);
  });

  it('is told at once again after a quiet minute', async () => {
    const { lose, back, advance, told } = flaky();
    lose();
    back();
    await advance(60_000);
    lose();
    back();

    expect(told).to.have.length(4);
  });

  it('that is away when the minute is over is told when it is back', async () => {
    const { lose, back, advance, told } = flaky();
    lose();
    back();
    lose();
    await advance(90_000);
    expect(told).to.have.length(2);

    back();

    expect(told[2]?.properties).to.include({ losses: 1, downtimeMs: 90_000 });
  });

  it('is away until the server greets, however often the socket breaks before', async () => {
    const { lose, socketIsBack, back, advance, counts, valuesOf } = flaky();
    lose();
    await advance(50);
    socketIsBack();
    lose();
    await advance(50);
    back();

    expect(counts).to.have.length(1);
    expect(valuesOf('client.connection.downtime')).to.deep.equal([100]);
  });

  it('is watched no more once it is taken out', () => {
    const { undo, installed, lose, back } = flaky();
    lose();
    back();

    undo();

    expect(installed()).to.equal(0);
  });
});
