import { expect } from 'chai';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

const origin = 'https://app.example.com';
const leftovers = (browser: ReturnType<typeof fakeBrowser>) =>
  [...browser.storageOf(origin).items].filter(([key]) => key.startsWith('radiant_q_'));

describe('a page that may end', () => {
  it('sends what is queued when it is hidden, and no copy stays once that is answered', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    void api.track('Seen');

    page.hide();
    expect(browser.network.requests[0]).to.include({ via: 'fetch', keepalive: true });
    expect(leftovers(browser)).to.have.length(1);
    browser.network.requests[0]?.answer();
    await settle();

    expect(leftovers(browser)).to.deep.equal([]);
    page.leave();
    expect(browser.network.requests).to.have.length(1);
  });

  it('sends nothing twice at pagehide and the hiding that follows', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    void api.track('Seen');
    page.leave();

    expect(browser.network.events()).to.deep.equal(['Seen']);
  });

  it('sends 56 kB of keepalive at most, with what is in flight, and keeps the rest', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    for (let index = 0; index < 9; index++)
      void api.track(`E${index}`, { text: 'x'.repeat(9_000) });

    page.leave();

    const bytes = browser.network.requests.map(({ body }) => Buffer.byteLength(body));
    expect(bytes.reduce((sum, size) => sum + size)).to.be.within(45_000, 56_000);
    expect(browser.network.requests.every(({ keepalive }) => keepalive)).to.equal(true);
    const [copy] = leftovers(browser);
    expect(JSON.parse(String(copy?.[1]).replace(/^\d+ /, ''))).to.have.length(9);
  });

  it('counts an open request into the 56 kB', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    for (let index = 0; index < 4; index++)
      void api.track(`A${index}`, { text: 'x'.repeat(9_000) });
    await browser.clock.advance(5_000);
    for (let index = 0; index < 3; index++)
      void api.track(`B${index}`, { text: 'x'.repeat(9_000) });

    page.leave();

    expect(browser.network.events()).to.deep.equal(['A0', 'A1', 'A2', 'A3', 'B0']);
  });

  it('takes sendBeacon where fetch knows no keepalive, and sends it again when it comes back', async () => {
    const browser = fakeBrowser();
    const page = browser.open(origin, { without: ['keepalive'] });
    const { api } = await startedClient(browser, { page });
    void api.track('Seen');

    page.hide();
    expect(browser.network.requests[0]).to.include({ via: 'beacon' });
    void api.track('Hidden');
    expect(browser.network.requests[1]?.events()).to.deep.equal(['Hidden']);
    page.show();
    await settle();
    browser.network.answerAll();
    await settle();

    expect(browser.network.requests[2]?.events()).to.deep.equal(['Seen', 'Hidden']);
    expect(leftovers(browser)).to.deep.equal([]);
    expect(api.status().queued).to.equal(0);
  });

  it('keeps what a beacon has no room for', async () => {
    const browser = fakeBrowser();
    const page = browser.open(origin, { without: ['keepalive', 'beacon'] });
    const { api } = await startedClient(browser, { page });
    void api.track('Seen');
    page.leave();

    expect(browser.network.requests).to.have.length(0);
    expect(leftovers(browser)).to.have.length(1);
  });

  it('takes fetchLater at the end, where there is one', async () => {
    const browser = fakeBrowser();
    const page = browser.open(origin, { fetchLater: true });
    const { api } = await startedClient(browser, { page });
    void api.track('Seen');
    page.leave();

    expect(browser.network.requests.map(({ via }) => via)).to.deep.equal(['later']);
    expect(leftovers(browser)).to.have.length(1);
  });

  it('keeps the copy when fetchLater has no room, and harms nothing', async () => {
    const browser = fakeBrowser();
    const page = browser.open(origin, { fetchLater: true });
    page.window.fetchLater = () => {
      throw new DOMException('Quota exceeded.', 'QuotaExceededError');
    };
    const { api, warnings } = await startedClient(browser, { page });
    void api.track('Seen');
    page.leave();
    await settle();

    expect(leftovers(browser)).to.have.length(1);
    expect(warnings).to.deep.equal([]);
  });

  it('sends nothing at the end while it has to wait, but keeps it', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    void api.track('Seen');
    await browser.clock.advance(5_000);
    browser.network.requests[0]?.answer(503);
    await settle();
    page.leave();

    expect(browser.network.requests).to.have.length(1);
    expect(leftovers(browser)).to.have.length(1);
  });

  it('comes back from the cache, has its answer, and clears its copy', async () => {
    const browser = fakeBrowser();
    const { api, page } = await startedClient(browser);
    void api.track('Seen');
    page.leave({ persisted: true });
    browser.network.requests[0]?.fail();
    page.comeBack();
    await settle();
    browser.network.answerAll();
    await browser.clock.advance(1_000);

    expect(browser.network.requests).to.have.length(2);
    expect(browser.network.requests[1]?.json().batch).to.deep.equal(
      browser.network.requests[0]?.json().batch,
    );
    expect(leftovers(browser)).to.deep.equal([]);
  });

  it('gives features their last word before it sends', async () => {
    const browser = fakeBrowser();
    const { page } = await startedClient(browser, {
      features: [
        {
          name: 'last',
          load: () => ({
            name: 'last',
            install: (client) => client.onLeave(() => client.track('Last Word')),
          }),
        },
      ],
    });
    page.leave();

    expect(browser.network.events().slice(0, 1)).to.deep.equal(['Last Word']);
  });
});

describe('what a page has left', () => {
  async function left(options: Parameters<typeof startedClient>[1] = {}) {
    const browser = fakeBrowser();
    const client = await startedClient(browser, options);
    void client.api.track('Left');
    client.die();
    return browser;
  }

  it('is sent by the next page, once its lease of five seconds is over, with the same id', async () => {
    const browser = await left();
    browser.network.requests[0]?.fail();
    await startedClient(browser);
    await browser.clock.advance(4_900);
    expect(browser.network.requests).to.have.length(1);
    browser.network.answerAll();
    await browser.clock.advance(200);

    expect(browser.network.requests.map(({ json }) => json().batch[0]?.messageId)).to.have.length(
      2,
    );
    expect(browser.network.requests[1]?.json().batch).to.deep.equal(
      browser.network.requests[0]?.json().batch,
    );
    expect(leftovers(browser)).to.deep.equal([]);
  });

  for (const without of [[], ['locks']]) {
    it(`is sent by one of many pages that open at once${without.length ? ', without locks too' : ''}`, async () => {
      const browser = await left();
      browser.network.requests[0]?.fail();
      await browser.clock.advance(60_000);
      browser.network.answerAll();
      await Promise.all(
        Array.from({ length: 5 }, () =>
          startedClient(browser, { page: browser.open(origin, { without }) }),
        ),
      );
      await browser.clock.advance(10_000);

      expect(browser.network.events()).to.deep.equal(['Left', 'Left']);
      expect(leftovers(browser)).to.deep.equal([]);
      expect([...browser.storageOf(origin).items.keys()]).not.to.include('radiant_lock');
    });
  }

  it('is not sent by a page that was not gone after all, once another took it', async () => {
    const browser = fakeBrowser();
    const first = await startedClient(browser);
    void first.api.track('Seen');
    first.page.hide();
    browser.network.requests[0]?.answer(503, { headers: { 'Retry-After': '30' } });
    await browser.clock.advance(10_000);
    browser.network.answerAll();
    await startedClient(browser);
    await browser.clock.advance(60_000);
    first.page.show();
    await browser.clock.advance(60_000);

    expect(browser.network.events()).to.deep.equal(['Seen', 'Seen']);
    expect(first.api.status()).to.deep.include({ queued: 0, dropped: {} });
  });

  it('comes before what the new page has', async () => {
    const browser = await left();
    browser.network.requests[0]?.fail();
    await browser.clock.advance(60_000);
    browser.network.answerAll();
    const next = await startedClient(browser);
    void next.api.track('New');
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.deep.equal(['Left', 'Left', 'New']);
  });

  it('is thrown away when it cannot be read', async () => {
    const browser = fakeBrowser();
    const { items } = browser.storageOf(origin);
    items.set('radiant_q_1', '0 [{"a":');
    items.set('radiant_q_2', 'x');
    items.set('radiant_q_3', '0 {"a":1}');
    const { warnings } = await startedClient(browser);
    await browser.clock.advance(10_000);

    expect(leftovers(browser)).to.deep.equal([]);
    expect(browser.network.requests).to.have.length(0);
    expect(warnings).to.deep.equal([]);
  });
});
