import { expect } from 'chai';
import type { AnalyticsSettings } from '../../client/analytics/settings';
import { features } from '../../client/features';
import type { FoundMeteor } from '../../client/meteor';
import type { ClientTimings } from '../../common/analytics/timings';
import { openTab, type Tab, type TabOptions } from '../host/client/fixture';
import { createHost, type Host } from '../host/host';
import { until } from '../host/mongo/fixture';
import { startedClient } from '../support/browser/client-of';
import { fakeBrowser } from '../support/browser/fake-browser';

describe('features of the client', () => {
  let host: Host;
  let url: string;
  let tab: Tab;

  beforeEach(async () => {
    host = createHost({ version: '3.5', latencyMs: 0, log: () => {} });
    host.Meteor.methods({
      refuse() {
        throw new host.Meteor.Error('refused', 'the reason');
      },
    });
    ({ url } = await host.listen());
    await host.Accounts?.createUserAsync({ username: 'ann', password: 'pw' });
  });
  afterEach(async () => {
    tab.close();
    await host.close();
  });

  function found(options?: TabOptions): FoundMeteor {
    tab = openTab('3.5', url, options);
    return {
      meteor: tab.Meteor,
      packages: tab.Package,
      settings: {},
      okgrowSettings: undefined,
      config: { autoupdate: { versions: { 'web.browser': { versionNonRefreshable: 'v1' } } } },
      startup: () => {},
    };
  }

  /** Without what needs a page. */
  const settings = { pages: false, vitals: false, errors: false };

  async function started(given: AnalyticsSettings, options?: TabOptions) {
    const browser = fakeBrowser();
    browser.network.answerAll();
    const { entries, late } = features(found(options), given);
    const client = await startedClient(browser, { settings: given, features: entries, late });
    return { ...client, browser };
  }

  it('are on where the app has the packages', async () => {
    const { api } = await started(settings);

    expect(api.status().features).to.deep.equal({
      accounts: 'on',
      ddp: 'on',
      timings: 'on',
      methods: 'on',
      stubs: 'on',
      subscriptions: 'on',
      connection: 'on',
      hotCodePush: 'on',
    });
  });

  it('are not there where the app has them not', async () => {
    const { api } = await started(
      { ...settings, ddp: false },
      { without: ['accounts-base', 'autoupdate', 'reload'] },
    );

    expect(api.status().features).to.deep.equal({});
  });

  it('are off, each on its own, where settings say so', async () => {
    const names = async (given: AnalyticsSettings) => {
      const { api } = await started({ pages: false, ...given });
      return Object.keys(api.status().features);
    };
    const all = await names({});
    const without = async (name: string) => {
      const rest = await names({ [name]: false });
      return all.filter((one) => !rest.includes(one));
    };

    expect(await without('accounts')).to.deep.equal(['accounts']);
    expect(await without('vitals')).to.deep.equal(['vitals']);
    expect(await without('errors')).to.deep.equal(['errors']);
    expect(await without('ddp')).to.deep.equal([
      ...['ddp', 'methods', 'stubs', 'subscriptions', 'connection'],
    ]);
  });

  it('say why those that are loaded later are not there, and the others go on', async () => {
    const { entries } = features(found(), settings);
    const { api } = await startedClient(fakeBrowser(), {
      settings,
      features: entries,
      late: () => Promise.reject(new TypeError('Failed to fetch')),
    });

    expect(api.status().features).to.deep.equal({
      accounts: 'on',
      ddp: 'on',
      late: 'TypeError: Failed to fetch',
    });
  });

  it('that miss a part of Meteor are off and say which, and the others go on', async () => {
    const parts = found();
    Object.defineProperty(tab.Meteor.connection, '_process_ready', { value: undefined });
    const browser = fakeBrowser();
    const { entries, late } = features(parts, settings);
    const { api } = await startedClient(browser, { settings, features: entries, late });

    const { subscriptions, ...others } = api.status().features;
    expect(subscriptions).to.equal('TypeError: _process_ready is not a function');
    expect(new Set(Object.values(others))).to.deep.equal(new Set(['on']));
  });

  it('tell of a person and their calls in events of the client', async () => {
    const { browser } = await started({
      ...settings,
      traits: (user) => ({ name: (user as { username: string }).username }),
    });
    await new Promise((resolve) => tab.Meteor.loginWithPassword('ann', 'pw', resolve));
    await tab.Meteor.callAsync('refuse').catch(() => {});
    await until(() => tab.Meteor.connection._lastSessionId !== null);
    await browser.clock.advance(65_000);

    const events = browser.network.requests.flatMap((request) => [...request.json().batch]);
    const named = (name: string) => events.find(({ event }) => event === name);
    const identified = events.find(({ type }) => type === 'identify');
    expect(identified).to.deep.include({ userId: tab.Meteor.userId(), traits: { name: 'ann' } });
    expect(named('Signed In')).to.include({ userId: tab.Meteor.userId() });
    const slow = events.filter(({ event }) => event === 'DDP Slow Call');
    const refused = slow.filter(
      ({ properties }) => (properties as { name: string }).name === 'refuse',
    );
    expect(refused.map(({ properties }) => properties)).to.have.length(1);
    expect(refused[0]?.properties).to.include({ error: 'refused', sends: 1 });
    const timings = named('DDP Timings')?.properties as ClientTimings | undefined;
    expect(timings?.series.map(({ metric }) => metric)).to.include.members([
      'client.method.duration',
      'client.method.errors',
    ]);
    expect(named('Signed In')?.context).to.have.nested.property('ddp.status', 'connected');
  });

  it('make no computation of the app’s depend on what they look at', async () => {
    await started(settings);
    await until(() => tab.Meteor.connection._lastSessionId !== null);
    let runs = 0;
    const computation = tab.Tracker.autorun(() => {
      runs++;
      void tab.Meteor.callAsync('refuse').catch(() => {});
    });
    tab.environment.cut();
    await until(() => !tab.Meteor.status().connected);
    await until(() => tab.Meteor.status().connected);
    await new Promise((resolve) => setTimeout(resolve, 20));
    computation.stop();

    expect(runs).to.equal(1);
  });
});
