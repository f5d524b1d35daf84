import { expect } from 'chai';
import { version } from '../../../common/version';
import { settle } from '../../support/hand-clock';
import { inPage } from './in-page';

describe('the envelope of an event', () => {
  it('says what Segment wants of it', async () => {
    const { api, sent } = await inPage('https://app.example.com/');
    void api.track('Seen', { plan: 'pro' }, { integrations: { Amplitude: false } });

    const [event] = sent();
    expect(event?.messageId).to.be.a('string').with.lengthOf.below(100);
    expect(event).to.deep.include({
      type: 'track',
      event: 'Seen',
      properties: { plan: 'pro' },
      channel: 'client',
      integrations: { Amplitude: false },
      timestamp: '2026-03-04T10:00:00.000Z',
      anonymousId: api.user().anonymousId(),
    });
    expect(event).not.to.have.any.keys('userId', 'groupId', 'traits', 'name');
  });

  it('has a message id of its own each time', async () => {
    const { api, sent } = await inPage('https://app.example.com/');
    for (let index = 0; index < 50; index++) void api.track('Seen');

    expect(new Set(sent().map(({ messageId }) => messageId)).size).to.equal(50);
  });

  it('tells the page, the browser and the library', async () => {
    const { api, sent } = await inPage(
      'https://app.example.com/docs?x=1#part',
      {
        title: 'Docs',
        referrer: 'https://www.google.com/',
        navigator: { userAgentData: { mobile: false } },
      },
      {
        parts: {
          meteor: { gitCommitHash: 'c0ffee' },
          config: {
            meteorRelease: 'METEOR@3.3.2',
            autoupdate: { versions: { 'web.browser': { versionNonRefreshable: 'abc' } } },
          },
        },
      },
    );
    void api.track('Seen');

    const [event] = sent();
    const { visit, ...context } = event?.context ?? {};
    expect(visit).to.include({ startedAt: Date.parse('2026-03-04T10:00:00Z'), sequence: 1 });
    expect(context).to.deep.equal({
      app: { version: 'abc', build: 'c0ffee', release: 'METEOR@3.3.2', arch: 'web.browser' },
      library: { name: 'radiant', version },
      locale: 'en-GB',
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      userAgent: 'Mozilla/5.0 (X11; Linux x86_64) Fake/1.0',
      userAgentData: { mobile: false },
      screen: { width: 1920, height: 1080, density: 2 },
      network: { effectiveType: '4g' },
      page: {
        path: '/docs',
        referrer: 'https://www.google.com/',
        search: '?x=1',
        title: 'Docs',
        url: 'https://app.example.com/docs?x=1',
      },
      referrer: { url: 'https://www.google.com/' },
    });
  });

  it('says that the browser is driven by a program', async () => {
    const { api, sent } = await inPage('https://app.example.com/', {
      navigator: { webdriver: true },
    });
    void api.track('Seen');

    expect(sent()[0]?.context.bot).to.equal(true);
  });

  for (const [canonical, path, url] of [
    ['https://example.com/docs', '/docs', 'https://example.com/docs?x=1'],
    ['https://example.com/docs?y=2', '/docs', 'https://example.com/docs?y=2'],
    ['https://example.com', '/', 'https://example.com/?x=1'],
    ['/docs', '/docs', 'https://app.example.com/docs?x=1'],
    ['http://', '/d/1', 'https://app.example.com/d/1?x=1'],
  ] as const) {
    it(`takes path and url from the canonical link ${canonical}`, async () => {
      const { api, sent } = await inPage('https://app.example.com/d/1?x=1', { canonical });
      void api.track('Seen');

      expect(sent()[0]?.context.page).to.include({ path, url, search: '?x=1' });
    });
  }

  it('has the campaign of the address, on that page alone', async () => {
    const { api, sent, page } = await inPage(
      'https://app.example.com/?utm_source=news&utm_campaign=spring+sale&utm_medium=e%20mail&x=1',
    );
    void api.track('Here');
    page.window.history.pushState(null, '', '/next');
    void api.track('There');

    const [here, there] = sent();
    expect(here?.context.campaign).to.deep.equal({
      source: 'news',
      name: 'spring sale',
      medium: 'e mail',
    });
    expect(there?.context).not.to.have.property('campaign');
    expect(there?.context.page).to.include({ path: '/next' });
  });

  it('has the page on which it was called, whenever it is sent', async () => {
    const { api, sent, page } = await inPage(
      'https://app.example.com/d/1?utm_source=news',
      { title: 'One', canonical: '/docs' },
      { settings: { consent: 'pending' } },
    );
    void api.page({}, { context: { page: { title: 'Mine' } } });
    page.window.history.pushState(null, '', '/next');
    api.consent('granted');
    await settle();

    const [event] = sent();
    const shown = {
      path: '/docs',
      referrer: '',
      search: '?utm_source=news',
      title: 'Mine',
      url: 'https://app.example.com/docs?utm_source=news',
    };
    expect(event?.context.page).to.deep.equal(shown);
    expect(event?.properties).to.deep.equal(shown);
    expect(event?.context.campaign).to.deep.equal({ source: 'news' });
    expect(event).not.to.have.property('seen');
  });

  it('gives page events the page as properties, and lets the app change them', async () => {
    const { api, sent } = await inPage('https://app.example.com/docs?x=1', { title: 'Docs' });
    void api.page('Help', 'Intro', { title: 'Mine', plan: 'pro' });

    expect(sent()[0]).to.deep.include({
      type: 'page',
      category: 'Help',
      name: 'Intro',
      properties: {
        path: '/docs',
        referrer: '',
        search: '?x=1',
        title: 'Mine',
        url: 'https://app.example.com/docs?x=1',
        plan: 'pro',
        category: 'Help',
        name: 'Intro',
      },
    });
  });

  it('masks tokens and addresses in URLs and properties, and never has the hash', async () => {
    const { api, sent } = await inPage(
      'https://app.example.com/reset-password/s3cret?token=s3cret&a=1#/verify-email/s3cret',
      { referrer: 'https://app.example.com/?email=s3cret' },
    );
    void api.page({ password: 's3cret', deep: { loginToken: 's3cret' }, url: '/x?code=s3cret' });

    const [event] = sent();
    expect(JSON.stringify(event)).not.to.contain('s3cret');
    expect(event?.context.page).to.include({
      path: '/reset-password/***',
      search: '?token=***&a=1',
    });
    expect(event?.properties).to.deep.include({
      password: '***',
      deep: { loginToken: '***' },
      url: '/x?code=***',
    });
  });

  it('keeps what the app says of the person', async () => {
    const { api, sent } = await inPage('https://app.example.com/');
    api.identify('u1', { email: 'a@example.com' });
    void api.track('Seen');

    const [identify, track] = sent();
    expect(identify).to.deep.include({ userId: 'u1', traits: { email: 'a@example.com' } });
    expect(track?.context.traits).to.deep.equal({ email: 'a@example.com' });
  });

  it('takes time, ids and context from the options of the call', async () => {
    const { api, sent } = await inPage('https://app.example.com/');
    void api.track(
      'Seen',
      {},
      {
        timestamp: new Date('2026-01-01T00:00:00Z'),
        userId: 'u9',
        anonymousId: 'a9',
        context: { page: { title: 'Mine' }, device: { type: 'kiosk' } },
      },
    );

    expect(sent()[0]).to.deep.include({
      timestamp: '2026-01-01T00:00:00.000Z',
      userId: 'u9',
      anonymousId: 'a9',
    });
    expect(sent()[0]?.context).to.deep.include({ device: { type: 'kiosk' } });
    expect(sent()[0]?.context.page).to.include({ title: 'Mine', path: '/' });
  });

  it('is a copy: what the app changes later is not in it', async () => {
    const { api, sent } = await inPage(
      'https://app.example.com/',
      {},
      { settings: { consent: 'pending' } },
    );
    const properties = { list: ['a'] };
    void api.track('Seen', properties);
    properties.list.push('b');
    api.consent('granted');
    await settle();

    expect(sent()[0]?.properties).to.deep.equal({ list: ['a'] });
  });

  it('drops what is no JSON, warns, and throws nothing into the app', async () => {
    const { api, warnings, sent } = await inPage('https://app.example.com/');
    const circle: Record<string, unknown> = {};
    circle.self = circle;

    expect(await api.track('Seen', circle)).to.equal(undefined);
    expect(await api.track('Seen', {}, { timestamp: 'never' })).to.equal(undefined);
    expect(await api.track('')).to.equal(undefined);
    expect(await api.group({})).to.equal(undefined);
    expect(sent()).to.deep.equal([]);
    expect(api.status().dropped).to.deep.equal({ failed: 2 });
    expect(warnings).to.have.length(4);
    expect(warnings[2]).to.equal('track() needs a name or an id; it came with [""]');
  });
});
