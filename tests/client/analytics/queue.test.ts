import { expect } from 'chai';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

type Client = Awaited<ReturnType<typeof startedClient>>;

/** Tracks so many events, as fast as the guard against loops lets them through. */
async function trackMany(
  { api }: Client,
  browser: ReturnType<typeof fakeBrowser>,
  count: number,
  properties: Record<string, unknown> = {},
) {
  for (let index = 0; index < count; index++) {
    void api.track(`Event ${index}`, properties);
    if (index % 10 === 9) await browser.clock.advance(1_000);
  }
  await settle();
}

/** A client that cannot send yet, with so many events queued. */
async function offlineWith(count: number, properties: Record<string, unknown> = {}) {
  const browser = fakeBrowser();
  const client = await startedClient(browser);
  client.page.goOffline();
  await trackMany(client, browser, count, properties);
  return { browser, client };
}

describe('the queue', () => {
  it('is sent when there are 20 events, and not with 19', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);

    for (let index = 0; index < 19; index++) void client.api.track('Seen');
    await settle();
    expect(browser.network.requests).to.have.length(0);
    void client.api.track('Seen');
    await settle();

    expect(browser.network.events()).to.have.length(20);
  });

  it('is sent at once while the page is hidden', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    client.page.hide();

    void client.api.track('Seen');

    expect(browser.network.events()).to.deep.equal(['Seen']);
    expect(browser.network.requests[0]).to.include({ via: 'fetch', keepalive: true });
  });

  it('needs no permission from another origin: plain text, and no header of ours', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser, { settings: { host: 'https://c.example.org' } });
    void client.api.track('Seen');
    await browser.clock.advance(5_000);

    expect(browser.network.requests[0]).to.deep.include({
      url: 'https://c.example.org/v1/b',
      headers: {},
    });
    expect(browser.network.requests[0]?.body).to.be.a('string');
  });

  it('holds 500 events; the oldest go, and are counted', async () => {
    const { browser, client } = await offlineWith(500);
    expect(client.api.status()).to.deep.include({ queued: 500, dropped: {} });

    void client.api.track('One more');
    await settle();
    expect(client.api.status()).to.deep.include({ queued: 500, dropped: { 'buffer-full': 1 } });
    browser.network.answerAll();
    client.page.goOnline();
    await browser.clock.advance(1_000);

    expect(browser.network.events()).to.have.length(500);
    expect(browser.network.events()[0]).to.equal('Event 1');
  });

  it('is sent in batches of 250', async () => {
    const { browser, client } = await offlineWith(300);
    browser.network.answerAll();
    client.page.goOnline();
    await browser.clock.advance(1_000);

    expect(browser.network.requests.map((request) => request.events().length)).to.deep.equal([
      250, 50,
    ]);
  });

  it('is sent in batches of 450 kB, counted in UTF-8', async () => {
    const { browser, client } = await offlineWith(40, { text: 'ü'.repeat(8_000) });
    browser.network.answerAll();
    client.page.goOnline();
    await browser.clock.advance(1_000);

    const bytes = browser.network.requests.map(({ body }) => Buffer.byteLength(body));
    expect(bytes).to.have.length(2);
    expect(bytes[0]).to.be.within(430_000, 450_000);
    expect(browser.network.events()).to.have.length(40);
  });

  it('drops an event over 32 kB of UTF-8, and no other', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    void client.api.track('Seen', { text: '' });
    await browser.clock.advance(5_000);
    const empty = JSON.stringify(browser.network.requests[0]?.json().batch[0]);
    browser.network.answerAll();
    const room = 32_000 - Buffer.byteLength(empty);

    void client.api.track('Seen', {
      text: `${'ü'.repeat((room - (room % 2)) / 2)}${'x'.repeat(room % 2)}`,
    });
    void client.api.track('Seen', { text: 'x'.repeat(room + 1) });
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.have.length(2);
    expect(client.api.status().dropped).to.deep.equal({ 'too-large': 1 });
  });

  it('counts what waited for consent as no part of a loop', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser, { settings: { consent: 'pending' } });
    browser.network.answerAll();
    for (let index = 0; index < 100; index++) void client.api.track('Waits');
    client.api.consent('granted');
    await settle();

    for (let index = 0; index < 100; index++) void client.api.track('Seen');
    expect(client.api.status().dropped).to.deep.equal({});
    void client.api.track('Loop');
    expect(client.api.status().dropped).to.deep.equal({ runaway: 1 });
  });

  it('lets 100 events through at once, and ten a second after that', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    browser.network.answerAll();

    for (let index = 0; index < 101; index++) void client.api.track('Loop');
    await browser.clock.advance(1_000);
    expect(client.api.status().dropped).to.deep.equal({ runaway: 1 });
    expect(client.warnings).to.deep.equal(['more than 10 events a second; the rest is dropped']);
    for (let index = 0; index < 11; index++) void client.api.track('Loop');
    await browser.clock.advance(5_000);

    expect(client.api.status().dropped).to.deep.equal({ runaway: 2 });
    expect(browser.network.events()).to.have.length(110);
  });

  it('waits while the browser is offline, and goes out when it is online', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    browser.network.answerAll();
    client.page.goOffline();

    void client.api.track('Seen');
    await browser.clock.advance(60_000);
    expect(browser.network.requests).to.have.length(0);
    client.page.goOnline();
    await settle();

    expect(browser.network.events()).to.deep.equal(['Seen']);
  });

  it('is sent by flush, which resolves when it was answered', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    browser.network.answerAll();
    void client.api.track('Seen');

    await client.api.flush();

    expect(browser.network.events()).to.deep.equal(['Seen']);
    expect(client.api.status().queued).to.equal(0);
  });

  it('has one request open at a time, and sends what came meanwhile after it', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    void client.api.track('First');
    await browser.clock.advance(5_000);
    void client.api.track('Second');
    await browser.clock.advance(5_000);
    expect(browser.network.requests).to.have.length(1);

    browser.network.requests[0]?.answer();
    await settle();

    expect(browser.network.events()).to.deep.equal(['First', 'Second']);
  });

  it('records all of a person or nothing, by the anonymous id', async () => {
    const counts: number[] = [];
    for (let index = 0; index < 24; index++) {
      const browser = fakeBrowser();
      const client = await startedClient(browser, { settings: { sampling: 0.5 } });
      client.api.setAnonymousId(`person-${index}`);
      void client.api.track('One');
      void client.api.track('Two');
      client.page.hide();
      counts.push(browser.network.events().length);
    }
    expect(counts).to.include.members([0, 2]).and.not.include(1);
  });

  for (const [sampling, count] of [
    [0, 0],
    [1, 1],
  ]) {
    it(`records ${count ? 'everybody' : 'nobody'} with sampling ${sampling}`, async () => {
      const browser = fakeBrowser();
      const client = await startedClient(browser, { settings: { sampling } });
      void client.api.track('One');
      client.page.hide();
      expect(browser.network.events()).to.have.length(Number(count));
    });
  }
});
