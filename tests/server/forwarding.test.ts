import { expect } from 'chai';
import type { UserOptions } from '../../common/options';
import { anAppWithCollector } from '../support/an-app-with-collector';
import { ga4Rules } from '../support/vendors/ga4';
import { matomoRules } from '../support/vendors/matomo';
import { posthogRules } from '../support/vendors/posthog';
import { jitsuRules, rudderstackRules, segmentRules } from '../support/vendors/segment';
import { startVendor, type Vendor, type VendorRules } from '../support/vendors/vendor';

type App = Awaited<ReturnType<typeof anAppWithCollector>>;

const key = 'k3yThatNobodySees';
const rules = {
  segment: segmentRules(key),
  rudderstack: rudderstackRules(key),
  jitsu: jitsuRules(key),
  posthog: posthogRules(key),
  ga4: ga4Rules('G-1', key),
  matomo: matomoRules(key),
} satisfies Record<string, VendorRules>;
type Name = keyof typeof rules;
const names = Object.keys(rules) as Name[];

describe('an app whose settings name destinations', function () {
  this.timeout(20_000);
  const vendors = new Map<Name, Vendor>();
  let app: App;

  const vendor = (name: Name): Vendor => {
    const found = vendors.get(name);
    if (!found) throw new Error(`no vendor ${name}`);
    return found;
  };

  beforeEach(async () => {
    for (const name of names) vendors.set(name, await startVendor(rules[name]));
    const settings: UserOptions = {
      segment: { url: vendor('segment').url, writeKey: key },
      rudderstack: { url: vendor('rudderstack').url, writeKey: key },
      jitsu: { url: vendor('jitsu').url, writeKey: key },
      posthog: { url: vendor('posthog').url, key },
      ga4: { url: vendor('ga4').url, measurementId: 'G-1', apiSecret: key },
      matomo: { url: vendor('matomo').url, siteId: 1, token: key },
    };
    app = await anAppWithCollector('3.3.2', settings);
    app.radiant.start();
  });
  afterEach(async () => {
    await app.close();
    for (const name of names) {
      expect(vendor(name).problems, name).to.deep.equal([]);
      await vendor(name).close();
    }
    vendors.clear();
  });

  const textAt = (name: Name) =>
    vendor(name)
      .requests.map(({ text }) => decodeURIComponent(text.replaceAll('+', ' ')))
      .join('\n');

  async function post(events: readonly object[], headers: Record<string, string> = {}) {
    const response = await fetch(`${app.url}/_radiant/v1/b`, {
      method: 'POST',
      headers: {
        'content-type': 'text/plain',
        'user-agent': 'Mozilla/5.0 Firefox/140.0',
        ...headers,
      },
      body: JSON.stringify({
        batch: events,
        writeKey: 'radiant',
        sentAt: new Date().toISOString(),
      }),
    });
    expect(response.status).to.equal(200);
  }

  const aTrack = (event: string, context: object = {}) => ({
    type: 'track',
    event,
    anonymousId: 'anon',
    timestamp: new Date().toISOString(),
    context: { ddp: { session: 'dDpSession' }, ...context },
  });

  it('has each of them told of what browsers and the server say, once', async () => {
    await post([aTrack('Browsed')]);
    app.analytics.track('Served', { a: 1 }, { userId: 'ann' });
    await app.radiant.flush();
    await app.radiant.flush();

    for (const name of names) {
      for (const said of [/Browsed/gi, /Served/gi]) {
        expect(textAt(name).match(said) ?? [], `${said} at ${name}`).to.have.length(1);
      }
      expect(textAt(name), name).not.to.include('dDpSession');
      expect(app.radiant.status().sinks[name], name).to.deep.include({ state: 'ok' });
    }
    const kept = await app.radiant.events({ from: 0, to: Date.now() + 1_000 });
    expect(kept.events).to.have.length(2);
  });

  it('keeps from them what browsers and people asked to be kept', async () => {
    await post([aTrack('Not Sold')], { 'sec-gpc': '1' });
    await post([aTrack('By A Bot')], {
      'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1)',
    });
    await post([aTrack('Refused', { consent: { categoryPreferences: {} } })]);
    app.analytics.track('Not Agreed', {}, { userId: 'ann', consent: { posthog: false } });
    await app.radiant.flush();

    for (const name of names) expect(textAt(name), name).to.equal('');
  });

  it('tells them of an address what the policy of the collector leaves', async () => {
    await post([aTrack('From Somewhere')]);
    await app.radiant.flush();

    for (const name of names) expect(textAt(name), name).not.to.include('127.0.0.1');
    for (const name of ['segment', 'posthog', 'ga4', 'matomo'] as const) {
      expect(textAt(name), name).to.include('127.0.0.0');
    }
  });

  it('takes requests to them for its own, and shows no keys', async () => {
    vendor('segment').next({ status: 401, body: `no such key: ${key}` });
    app.analytics.track('Served', {}, { userId: 'ann' });
    await app.radiant.flush();
    await app.radiant.flush();

    const { rows } = await app.radiant.read({
      metric: 'http.client.duration',
      stat: 'rate',
      by: ['host'],
      from: Date.now() - 60_000,
      to: Date.now() + 60_000,
    });
    const status = app.radiant.status();
    expect(rows).to.deep.equal([]);
    expect(status.sinks.segment?.lastError).to.include('Segment.io answered 401');
    expect(status.drops).to.include({ 'sink-failed': 1 });
    expect(JSON.stringify(status)).not.to.include(key);
  });
});
