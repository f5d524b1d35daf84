import { expect } from 'chai';
import { posthogBridge } from '../../../client/bridges/posthog';
import type { AnalyticsPlugin } from '../../../common/analytics/plugin';
import { clientOf, startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

const plugin = (over: Partial<AnalyticsPlugin>): AnalyticsPlugin => ({
  name: 'mine',
  type: 'enrichment',
  isLoaded: () => true,
  load: async () => {},
  ...over,
});

/** A destination that notes the names of what it is given. */
function destination(over: Partial<AnalyticsPlugin> = {}) {
  const told: string[] = [];
  return {
    told,
    plugin: plugin({
      type: 'destination',
      track(context) {
        told.push(String(context.event.event));
        return context;
      },
      ...over,
    }),
  };
}

async function opened() {
  const browser = fakeBrowser();
  return { browser, ...(await startedClient(browser)) };
}

const batchOf = async (browser: ReturnType<typeof fakeBrowser>) => {
  await browser.clock.advance(5_000);
  return browser.network.requests.flatMap((request) => request.json().batch);
};

describe('a plugin', () => {
  it('that enriches changes the event, and one that throws changes nothing', async () => {
    const { browser, api } = await opened();
    await api.register(
      plugin({
        track(context) {
          context.updateEvent('context.tenant.id', 't1');
          return context;
        },
      }),
      plugin({
        name: 'broken',
        track(context) {
          context.updateEvent('properties.half', true);
          throw new Error('broken');
        },
      }),
    );
    void api.track('Seen', { plan: 'pro' });

    const [event] = await batchOf(browser);
    expect(event).to.deep.include({ properties: { plan: 'pro' } });
    expect(event).to.have.nested.property('context.tenant.id', 't1');
    expect(api.status().warnings).to.deep.equal(['plugin broken failed: Error: broken']);
  });

  it('that comes before may stop an event, and the rest goes on', async () => {
    const { browser, api } = await opened();
    await api.register(
      plugin({
        type: 'before',
        track: (context) => (context.event.event === 'No' ? context.cancel() : context),
      }),
    );
    void api.track('No');
    void api.track('Yes');

    expect((await batchOf(browser)).map(({ event }) => event)).to.deep.equal(['Yes']);
    expect(api.status().dropped).to.deep.equal({ plugin: 1, stopped: 1 });
  });

  it('that takes its time keeps events in order', async () => {
    const { browser, api } = await opened();
    await api.register(
      plugin({
        async track(context) {
          if (context.event.event === 'Slow') await settle();
          return context;
        },
      }),
    );
    void api.track('Slow');
    void api.track('Fast');
    await settle();
    await settle();

    expect((await batchOf(browser)).map(({ event }) => event)).to.deep.equal(['Slow', 'Fast']);
  });

  it('that is registered before start-up sees what was called before it', async () => {
    const browser = fakeBrowser();
    const { api, start } = clientOf(browser, browser.open());
    const { told, plugin: other } = destination();
    void api.track('Early');
    void api.register(other);
    await start();
    await settle();

    expect(told).to.deep.equal(['Early']);
    expect((await batchOf(browser)).map(({ event }) => event)).to.deep.equal(['Early']);
  });

  it('that is a destination has a copy of the final event, beside our own sending', async () => {
    const { browser, api } = await opened();
    api.configure({ beforeSend: (event) => ({ ...event, event: 'Changed' }) });
    const { told, plugin: other } = destination({
      name: 'vandal',
      track(context) {
        context.event.event = 'Vandalised';
        return context;
      },
    });
    const witness = destination();
    await api.register(other, witness.plugin);
    void api.track('Seen');

    expect((await batchOf(browser)).map(({ event }) => event)).to.deep.equal(['Changed']);
    expect(witness.told).to.deep.equal(['Changed']);
    expect(told).to.deep.equal([]);
  });

  it('that is a destination and does not load yet has its events later, 100 at most; ours are sent', async () => {
    const { browser, api } = await opened();
    let loaded: () => void = () => undefined;
    const { told, plugin: slow } = destination({
      load: () =>
        new Promise<void>((resolve) => {
          loaded = resolve;
        }),
    });
    await api.register(slow);
    for (let index = 0; index < 101; index++) {
      void api.track(`E${index}`);
      if (index === 60) await browser.clock.advance(10_000);
    }
    await settle();
    expect(told).to.deep.equal([]);
    expect(browser.network.events()).not.to.have.length(0);
    loaded();
    await settle();

    expect(told).to.have.length(100);
  });

  it('that does not load is named, and not used', async () => {
    const { browser, api } = await opened();
    const { told, plugin: broken } = destination({ load: () => Promise.reject(new Error('404')) });
    await api.register(broken);
    void api.track('Seen');

    expect(await batchOf(browser)).to.have.length(1);
    expect(told).to.deep.equal([]);
    expect(api.status().warnings).to.deep.equal(['plugin mine failed: Error: 404']);
  });

  it('is given only events whose category of consent is granted', async () => {
    const { browser, api } = await opened();
    const ads = destination({ name: 'Pixel', consent: 'ads' });
    const named = destination({ name: 'Pixel 2' });
    await api.register(ads.plugin, named.plugin);
    void api.track('Before');
    await settle();
    api.consent('granted', { ads: false, 'Pixel 2': true });
    void api.track('Refused');
    await settle();
    api.consent('granted', {});
    void api.track('All refused');
    await settle();
    api.consent('granted', { ads: true });
    void api.track('Granted');
    await settle();

    expect(ads.told).to.deep.equal(['Before', 'Granted']);
    expect(named.told).to.deep.equal(['Before', 'Refused']);
    expect(await batchOf(browser)).to.have.length(4);
  });

  it('is left out where integrations say so', async () => {
    const { api } = await opened();
    const { told, plugin: other } = destination();
    await api.register(other);
    void api.track('All', {}, { integrations: { All: true } });
    void api.track('None', {}, { integrations: { All: false } });
    void api.track('Not mine', {}, { integrations: { mine: false } });
    void api.track('Only mine', {}, { integrations: { All: false, mine: true } });
    await settle();

    expect(told).to.deep.equal(['All', 'Only mine']);
  });

  it('is unloaded and not asked again once it is deregistered', async () => {
    const { api } = await opened();
    let unloaded = 0;
    const { told, plugin: other } = destination({
      unload() {
        unloaded++;
      },
    });
    await api.register(other);
    void api.track('One');
    await settle();
    await api.deregister('mine');
    void api.track('Two');
    await settle();

    expect(told).to.deep.equal(['One']);
    expect(unloaded).to.equal(1);
  });
});

describe('beforeSend', () => {
  it('sees the final event, and may change it or stop it', async () => {
    const { browser, api } = await opened();
    api.configure({
      beforeSend(event) {
        if (event.event === 'No') return undefined;
        event.properties = { all: Object.keys(event.properties ?? {}) };
        return event;
      },
    });
    void api.track('No');
    void api.track('Yes', { plan: 'pro' });

    const batch = await batchOf(browser);
    expect(batch.map(({ event, properties }) => [event, properties])).to.deep.equal([
      ['Yes', { all: ['plan'] }],
    ]);
    expect(api.status().dropped).to.deep.equal({ stopped: 1 });
  });

  it('that throws loses the event, not the app: what it would have hidden is not sent', async () => {
    const { browser, api } = await opened();
    api.configure({
      beforeSend() {
        throw new Error('oops');
      },
    });
    expect(await api.track('Seen')).to.equal(undefined);

    expect(await batchOf(browser)).to.deep.equal([]);
    expect(api.status()).to.deep.include({ dropped: { failed: 1 }, warnings: ['Error: oops'] });
  });

  it('lets destinations forget who signed out, after the last event of that person', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser);
    const calls: unknown[][] = [];
    const posthog = {
      capture: (name: string) => calls.push(['capture', name]),
      reset: () => calls.push(['reset']),
    };
    await api.register(posthogBridge({ posthog }));

    void api.track('Signed Out');
    api.reset();
    void api.track('Seen by another');
    await settle();

    expect(calls).to.deep.equal([
      ['capture', 'Signed Out'],
      ['reset'],
      ['capture', 'Seen by another'],
    ]);
  });
});
