import { expect } from 'chai';
import { here, startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

const origin = 'https://app.example.com';
const stored = (browser: ReturnType<typeof fakeBrowser>) => [
  ...browser.cookies.all().map(({ name }) => name),
  ...browser.storageOf(origin).items.keys(),
];

describe('consent that is pending', () => {
  it('stores nothing and sends nothing, whatever the page does', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser, { settings: { consent: 'pending' } });
    api.identify('u1', { plan: 'free' });
    void api.group('g1');
    for (let index = 0; index < 30; index++) void api.track('Seen');
    await browser.clock.advance(60_000);
    page.leave();

    expect(stored(browser)).to.deep.equal([]);
    expect(browser.network.requests).to.have.length(0);
  });

  it('holds 100 events; the oldest go, and are counted', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: { consent: 'pending' } });
    for (let index = 0; index < 100; index++) void api.track(`E${index}`);
    expect(api.status()).to.deep.include({ held: 100, dropped: {} });
    await browser.clock.advance(1_000);
    void api.track('E100');
    expect(api.status()).to.deep.include({ held: 100, dropped: { 'buffer-full': 1 } });

    api.consent('granted');
    browser.network.answerAll();
    await browser.clock.advance(5_000);
    expect(browser.network.events()[0]).to.equal('E1');
    expect(browser.network.events()).to.have.length(100);
  });

  it('keeps its anonymous id when it is granted', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: { consent: 'pending' } });
    const id = api.user().anonymousId();
    void api.track('Before');

    expect(api.consent('granted')).to.equal('granted');
    await browser.clock.advance(5_000);

    expect(api.user().anonymousId()).to.equal(id);
    expect(browser.network.requests[0]?.json().batch[0]?.anonymousId).to.equal(id);
    expect(browser.cookies.named('ajs_anonymous_id')?.value).to.equal(id);
  });

  it('tells of what was held the consent that its call came with', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: { consent: 'pending' } });
    const consent = { categoryPreferences: { analytics: false } };
    void api.track('Before', {}, { context: { consent } });

    api.consent('granted', { analytics: true });
    await browser.clock.advance(5_000);

    expect(browser.network.requests[0]?.json().batch[0]?.context).to.deep.include({ consent });
  });

  it('tells of what was held what the person agreed to, once they did', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: { consent: 'pending' } });
    void api.track('Before');
    const preferences = { analytics: true, advertising: false };

    api.consent('granted', preferences);
    await browser.clock.advance(5_000);

    const [sent] = browser.network.requests[0]?.json().batch ?? [];
    expect(sent?.event).to.equal('Before');
    expect(sent?.context).to.deep.include({
      consent: { categoryPreferences: preferences, granted: true },
    });
  });

  it('is what a slip of the pen in the settings means', async () => {
    const browser = fakeBrowser();
    const { api, warnings } = await startedClient(browser, { settings: { consent: 'Granted' } });
    void api.track('Seen');
    await browser.clock.advance(60_000);

    expect(browser.network.requests).to.have.length(0);
    expect(stored(browser)).to.deep.equal([]);
    expect(api.consent()).to.equal('pending');
    expect(warnings).to.deep.equal([
      'analytics.consent is "Granted"; accepted: granted, denied, pending',
    ]);
  });

  it('holds sending again when it is asked for later, and forgets nothing', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    void api.track('One');
    api.consent('pending');
    void api.track('Two');
    page.hide();
    await browser.clock.advance(60_000);
    expect(browser.network.requests).to.have.length(0);
    page.show();
    api.consent('granted');
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.deep.equal(['One', 'Two']);
  });
});

describe('consent that is denied', () => {
  it('empties the queues and removes every key of ours, from every domain', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    page.window.document.cookie = 'ajs_user=old';
    page.window.document.cookie = 'theirs=1';
    page.window.localStorage.setItem('theirs', '1');
    api.identify('u1', { plan: 'free' });
    void api.group('g1', { name: 'Acme' });
    void api.track('Seen');
    page.goOffline();
    page.hide();
    expect(stored(browser).length).to.be.greaterThan(8);

    api.consent('denied');
    await settle();

    expect(stored(browser)).to.deep.equal(['theirs', 'theirs']);
    expect(api.status()).to.deep.include({ queued: 0, held: 0, consent: 'denied' });
    page.goOnline();
    page.show();
    void api.track('Later');
    await browser.clock.advance(60_000);
    page.leave();
    expect(browser.network.requests).to.have.length(0);
    expect(stored(browser)).to.deep.equal(['theirs', 'theirs']);
  });

  it('has another anonymous id when it is granted later, and knows who is signed in', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser);
    const before = api.user().anonymousId();
    api.identify('u1');
    api.consent('denied');
    await settle();
    const denied = api.user().anonymousId();
    expect(api.consent()).to.equal('denied');
    expect(api.user().anonymousId()).to.equal(denied);
    api.consent('granted');

    expect(api.user().id()).to.equal('u1');
    expect(api.user().anonymousId()).not.to.equal(before);
  });

  it('drops what was held', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: { consent: 'pending' } });
    void api.track('Seen');
    api.consent('denied');
    api.consent('granted');
    await browser.clock.advance(5_000);

    expect(browser.network.requests).to.have.length(0);
  });

  it('is what false in the settings means', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: false });
    void api.track('Seen');
    await browser.clock.advance(60_000);

    expect(api.consent('granted')).to.equal('denied');
    expect(browser.network.requests).to.have.length(0);
    expect(stored(browser)).to.deep.equal([]);
  });

  it('leaves what Segment’s library stored alone where false in the settings means it', async () => {
    const browser = fakeBrowser();
    const page = browser.open(origin);
    page.window.document.cookie = 'ajs_anonymous_id=theirs;path=/';

    await startedClient(browser, { page, settings: false });
    await browser.clock.advance(1_000);

    expect(browser.cookies.named('ajs_anonymous_id')?.value).to.equal('theirs');
  });

  it('takes back nothing of who agreed again at once', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser);
    void api.track('Seen');
    api.consent('denied');
    api.consent('granted');
    void api.track('Seen again');
    await browser.clock.advance(5_000);

    const id = api.user().anonymousId();
    expect(browser.cookies.named('ajs_anonymous_id')?.value).to.equal(id);
  });
});

describe('settings and files that are not what they should be', () => {
  it('do not break a call', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser, { settings: { respect: null } });
    void api.track('Seen');
    await browser.clock.advance(5_000);

    expect(api.consent()).to.equal('granted');
    expect(browser.network.events()).to.deep.equal(['Seen']);
  });

  it('leave no rejection to the app where a part cannot be loaded', async () => {
    const rejected: unknown[] = [];
    const keep = (reason: unknown) => rejected.push(reason);
    const missing = () => Promise.reject(new Error('no such file'));
    const later = { ...here, erase: missing, checkSettings: missing, claimLeftovers: missing };
    const browser = fakeBrowser();
    browser.storageOf(origin).items.set('radiant_q_other', '0 []');
    process.on('unhandledRejection', keep);
    try {
      const { api } = await startedClient(browser, {
        settings: { debug: false },
        parts: { later },
      });
      api.consent('denied');
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    } finally {
      process.off('unhandledRejection', keep);
    }

    expect(rejected).to.deep.equal([]);
  });
});

describe('categories of consent', () => {
  it('go with every event from then on', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser);
    void api.track('Before');
    api.consent('granted', { analytics: true, ads: false });
    void api.track('After');
    await browser.clock.advance(5_000);

    const contexts = browser.network.requests[0]?.json().batch.map(({ context }) => context);
    expect(contexts?.[0]).not.to.have.property('consent');
    expect(contexts?.[1]).to.have.deep.nested.property('consent.categoryPreferences', {
      analytics: true,
      ads: false,
    });
  });
});
