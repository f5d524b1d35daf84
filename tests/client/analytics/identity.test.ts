import { expect } from 'chai';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

const origin = 'https://app.example.com';

async function opened(options: Parameters<typeof startedClient>[1] = {}) {
  const browser = fakeBrowser();
  return { browser, ...(await startedClient(browser, options)) };
}

describe('who a person is', () => {
  it('keeps the anonymous id from page to page, in a cookie of the registrable domain for a year', async () => {
    const { browser, api } = await opened();
    const id = api.user().anonymousId();

    expect(browser.cookies.named('ajs_anonymous_id')).to.deep.include({
      value: id,
      domain: 'example.com',
      sameSite: 'Lax',
      maxAgeS: 31_536_000,
    });
    expect(browser.storageOf(origin).items.get('ajs_anonymous_id')).to.equal(JSON.stringify(id));
    const next = await startedClient(browser, { page: browser.open('https://www.example.com/') });
    expect(next.api.user().anonymousId()).to.equal(id);
  });

  for (const [host, domain] of [
    ['app.example.co.uk', 'example.co.uk'],
    ['todos.meteorapp.com', 'todos.meteorapp.com'],
    ['localhost', 'localhost'],
    ['192.168.1.20', '192.168.1.20'],
  ]) {
    it(`finds the domain of ${host}`, async () => {
      const browser = fakeBrowser();
      const page = browser.open(`http://${host}:3000/`);
      const { api } = await startedClient(browser, { page });
      const value = api.user().anonymousId();

      expect(browser.cookies.named('ajs_anonymous_id')).to.deep.include({ value, domain });
      expect(browser.cookies.named('ajs_test')).to.equal(undefined);
    });
  }

  it('knows the person at once after identify, and sends merged traits', async () => {
    const { api } = await opened();

    api.identify('u1', { plan: 'free' });
    expect(api.user().id()).to.equal('u1');
    api.identify({ seats: 3 });

    expect(api.user().traits()).to.deep.equal({ plan: 'free', seats: 3 });
    expect(api.user().id()).to.equal('u1');
  });

  it('draws a new anonymous id, and forgets the traits, when another user is identified', async () => {
    const { api } = await opened();
    const first = api.user().anonymousId();

    api.identify('u1', { plan: 'free' });
    expect(api.user().anonymousId()).to.equal(first);
    api.identify('u1', { seats: 1 });
    expect(api.user().anonymousId()).to.equal(first);
    api.identify('u2', { seats: 2 });

    expect(api.user().anonymousId()).not.to.equal(first);
    expect(api.user().traits()).to.deep.equal({ seats: 2 });
  });

  it('draws a new anonymous id on reset, and knows nobody', async () => {
    const { browser, api } = await opened();
    const first = api.user().anonymousId();
    api.identify('u1', { plan: 'free' });
    void api.group('g1', { name: 'Acme' });

    api.reset();

    expect(api.user().id()).to.equal(undefined);
    expect(api.user().traits()).to.deep.equal({});
    expect(api.group().id()).to.equal(undefined);
    expect(api.group().properties()).to.deep.equal({});
    expect(api.user().anonymousId()).not.to.equal(first);
    expect(browser.cookies.named('ajs_user_id')).to.equal(undefined);
  });

  it('draws a new anonymous id when storage was cleared', async () => {
    const { browser, api } = await opened();
    const first = api.user().anonymousId();

    browser.cookies.clear();
    browser.storageOf(origin).items.clear();

    expect(api.user().anonymousId()).not.to.equal(first);
  });

  it('heals a cookie from the copy, and the copy from the cookie', async () => {
    const { browser, api } = await opened();
    const id = api.user().anonymousId();
    api.identify('u1');

    browser.cookies.clear();
    const second = await startedClient(browser);
    expect(second.api.user().anonymousId()).to.equal(id);
    expect(browser.cookies.named('ajs_user_id')?.value).to.equal('u1');

    browser.storageOf(origin).items.clear();
    const third = await startedClient(browser);
    expect(third.api.user().id()).to.equal('u1');
    expect(browser.storageOf(origin).items.get('ajs_anonymous_id')).to.equal(JSON.stringify(id));
  });

  it('takes over the ids of analytics.js 1 and okgrow, which are JSON in cookies', async () => {
    const browser = fakeBrowser();
    const page = browser.open();
    page.window.document.cookie = `ajs_anonymous_id=${encodeURIComponent('"old"')}; domain=example.com`;
    page.window.document.cookie = `ajs_user_id=${encodeURIComponent('"17"')}; domain=example.com`;
    page.window.document.cookie = 'ajs_group_id=null; domain=example.com';
    page.window.localStorage.setItem('ajs_user_traits', '{"plan":"pro"}');

    const { api } = await startedClient(browser, { page });

    expect(api.user().anonymousId()).to.equal('old');
    expect(api.user().id()).to.equal('17');
    expect(api.user().traits()).to.deep.equal({ plan: 'pro' });
    expect(api.group().id()).to.equal(undefined);
  });

  it('takes a given anonymous id at once', async () => {
    const { api } = await opened();

    expect(api.setAnonymousId('mine')).to.equal('mine');
    expect(api.user().anonymousId()).to.equal('mine');
  });

  it('has what another tab did: a sign-in, and a reset', async () => {
    const { browser, api } = await opened();
    const other = await startedClient(browser);

    other.api.identify('u1');
    expect(api.user().id()).to.equal('u1');
    other.api.reset();
    expect(api.user().id()).to.equal(undefined);
    expect(api.user().anonymousId()).to.equal(other.api.user().anonymousId());
  });

  it('changes identity before an event that follows, and not in one that came before', async () => {
    const { browser, api } = await opened();

    void api.track('Before');
    api.identify('u1');
    void api.track('Signed In');
    api.reset();
    void api.track('After');
    await browser.clock.advance(5_000);

    const batch = browser.network.requests[0]?.json().batch ?? [];
    expect(batch.map(({ event, type, userId }) => [event ?? type, userId])).to.deep.equal([
      ['Before', undefined],
      ['identify', 'u1'],
      ['Signed In', 'u1'],
      ['After', undefined],
    ]);
    expect(batch[3]?.anonymousId).not.to.equal(batch[2]?.anonymousId);
  });

  it('groups the person, and says so in the events that follow', async () => {
    const { browser, api } = await opened();

    void api.group('g1', { name: 'Acme' });
    void api.track('Later');
    await browser.clock.advance(5_000);

    const [group, later] = browser.network.requests[0]?.json().batch ?? [];
    expect(group).to.deep.include({ type: 'group', groupId: 'g1', traits: { name: 'Acme' } });
    expect(later?.context).to.deep.include({ groupId: 'g1' });
    expect(api.group().traits()).to.deep.equal({ name: 'Acme' });
  });

  it('names the person so far in an alias', async () => {
    const { browser, api } = await opened();
    const anonymousId = api.user().anonymousId();

    void api.alias('u1');
    void api.alias('u2', 'old');
    await browser.clock.advance(5_000);

    const batch = browser.network.requests[0]?.json().batch ?? [];
    expect(batch.map(({ userId, previousId }) => [userId, previousId])).to.deep.equal([
      ['u1', anonymousId],
      ['u2', 'old'],
    ]);
    expect(api.user().id()).to.equal(undefined);
  });
});

describe('where ids are kept', () => {
  it('uses no cookies with storage local', async () => {
    const { browser, api } = await opened({ settings: { storage: 'local' } });
    const id = api.user().anonymousId();

    expect(browser.cookies.all()).to.deep.equal([]);
    expect(browser.storageOf(origin).items.get('ajs_anonymous_id')).to.equal(JSON.stringify(id));
  });

  it('writes nothing anywhere with storage memory, and reads nothing', async () => {
    const browser = fakeBrowser();
    await startedClient(browser).then(({ api }) => api.identify('u1'));
    const before = new Map(browser.storageOf(origin).items);

    const { api, page } = await startedClient(browser, { settings: { storage: 'memory' } });
    expect(api.user().id()).to.equal(undefined);
    api.identify('u2');
    void api.track('Task Added');
    page.hide();

    expect(browser.storageOf(origin).items).to.deep.equal(before);
    expect(browser.cookies.named('ajs_user_id')?.value).to.equal('u1');
    expect(api.user().id()).to.equal('u2');
  });

  it('keeps a person for the page where storage throws and cookies are refused', async () => {
    const browser = fakeBrowser();
    browser.cookies.refuse();
    const page = browser.open();
    page.forbidStorage();
    const { api } = await startedClient(browser, { page });

    api.identify('u1', { plan: 'free' });
    void api.track('Task Added');
    page.hide();

    expect(api.user().id()).to.equal('u1');
    expect(api.user().traits()).to.deep.equal({ plan: 'free' });
    expect(api.user().anonymousId()).to.equal(api.user().anonymousId());
    expect(browser.network.events()).to.deep.equal(['identify', 'Task Added']);
    expect(api.status().dropped).to.deep.equal({});
  });

  it('keeps what does not fit into a full storage in memory', async () => {
    const { browser, api } = await opened();
    browser.storageOf(origin).setQuota(0);

    api.identify('u1', { plan: 'free' });

    expect(api.user().traits()).to.deep.equal({ plan: 'free' });
    expect(browser.cookies.named('ajs_user_id')?.value).to.equal('u1');
  });

  it('makes ids where the page has no randomUUID, as on insecure origins', async () => {
    const browser = fakeBrowser();
    const page = browser.open('http://app.example.com/', { without: ['randomUUID'] });
    const { api } = await startedClient(browser, { page });

    expect(api.user().anonymousId()).to.match(/^[\da-f]{32}$/);
  });
});
