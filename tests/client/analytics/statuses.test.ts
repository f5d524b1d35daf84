import { expect } from 'chai';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

async function withOne(parts: Parameters<typeof startedClient>[1] = {}) {
  const browser = fakeBrowser();
  const client = await startedClient(browser, parts);
  void client.api.track('Seen');
  await browser.clock.advance(5_000);
  const { requests } = browser.network;
  return { browser, client, requests };
}

describe('the answer to a batch', () => {
  for (const status of [200, 204]) {
    it(`${status}: is taken, and sent once`, async () => {
      const { browser, client, requests } = await withOne();
      requests[0]?.answer(status);
      await browser.clock.advance(600_000);

      expect(requests).to.have.length(1);
      expect(client.api.status()).to.deep.include({ queued: 0, dropped: {} });
    });
  }

  for (const status of [408, 410, 429, 460, 500, 502, 503, 504, 599]) {
    it(`${status}: is sent again, the same event with the same id`, async () => {
      const { browser, client, requests } = await withOne();
      requests[0]?.answer(status);
      await browser.clock.advance(499);
      expect(requests).to.have.length(1);
      await browser.clock.advance(51);
      requests[1]?.answer(200);
      await browser.clock.advance(600_000);

      expect(requests).to.have.length(2);
      expect(requests[1]?.json().batch).to.deep.equal(requests[0]?.json().batch);
      expect(client.api.status()).to.deep.include({ queued: 0, dropped: {} });
    });
  }

  for (const status of [400, 401, 403, 404, 409, 411, 418, 422, 501, 505, 511]) {
    it(`${status}: is dropped and counted, and what follows is sent`, async () => {
      const { browser, client, requests } = await withOne();
      requests[0]?.answer(status);
      await browser.clock.advance(600_000);
      void client.api.track('Next');
      await browser.clock.advance(5_000);

      expect(requests.map((request) => request.events())).to.deep.equal([['Seen'], ['Next']]);
      expect(client.api.status().dropped).to.deep.equal({ refused: 1 });
    });
  }

  it('413: a batch is halved until it fits, and a single event is dropped', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    browser.network.answerAll((request) =>
      request.answer(
        request.events().some((name) => name === 'Big') || request.events().length > 5 ? 413 : 200,
      ),
    );

    for (let index = 0; index < 20; index++)
      void client.api.track(index === 7 ? 'Big' : `E${index}`);
    await settle();
    await settle();

    const taken = browser.network.requests.filter(
      (request) => request.events().length <= 5 && !request.events().includes('Big'),
    );
    expect(taken.flatMap((request) => request.events())).to.have.length(19);
    expect(client.api.status()).to.deep.include({ queued: 0, dropped: { 'too-large': 1 } });
  });

  it('waits twice as long after each failure, at most a minute, and gives up at the tenth', async () => {
    const { browser, client, requests } = await withOne();
    const delays: number[] = [];
    for (let tries = 1; tries <= 10; tries++) {
      const before = browser.clock.now();
      requests[tries - 1]?.answer(503);
      await settle();
      for (let ms = 0; ms < 70_000 && requests.length === tries; ms += 10) {
        await browser.clock.advance(10);
      }
      if (requests.length > tries) delays.push(browser.clock.now() - before);
    }

    expect(requests).to.have.length(10);
    delays.forEach((delay, index) => {
      const base = Math.min(500 * 2 ** index, 60_000);
      expect(delay, `after failure ${index + 1}`).to.be.within(
        base,
        Math.min(base * 1.1, 60_000) + 20,
      );
    });
    expect(client.api.status()).to.deep.include({ queued: 0, dropped: { 'gave-up': 1 } });
  }).timeout(60_000);

  for (const [header, seconds] of [
    ['7', 7],
    ['300', 300],
    ['301', 300],
    ['86400', 300],
  ] as const) {
    it(`429 with Retry-After ${header}: waits ${seconds} s`, async () => {
      const { browser, requests } = await withOne();
      requests[0]?.answer(429, { headers: { 'Retry-After': header } });
      await browser.clock.advance(seconds * 1000 - 1);
      expect(requests).to.have.length(1);
      await browser.clock.advance(1);
      expect(requests).to.have.length(2);
    });
  }

  for (const header of ['soon', '0', '-5']) {
    it(`429 with Retry-After ${header}: waits as without`, async () => {
      const { browser, requests } = await withOne();
      requests[0]?.answer(429, { headers: { 'Retry-After': header } });
      await browser.clock.advance(499);
      expect(requests).to.have.length(1);
      await browser.clock.advance(60);
      expect(requests).to.have.length(2);
    });
  }

  it('gives an event up when it has been tried for 12 hours', async () => {
    const { browser, client, requests } = await withOne();
    browser.network.answerAll('fail');
    await browser.clock.advance(12 * 3_600_000 - 60_000);
    expect(client.api.status()).to.deep.include({ queued: 1, dropped: {} });
    await browser.clock.advance(180_000);

    expect(client.api.status()).to.deep.include({ queued: 0, dropped: { 'gave-up': 1 } });
    expect(requests.length).to.be.greaterThan(700);
  }).timeout(60_000);

  it('none at all: tries three times quickly, then once a minute, and says it is blocked', async () => {
    const { browser, client, requests } = await withOne();
    browser.network.answerAll('fail');
    await browser.clock.advance(5_000);
    expect(requests).to.have.length(4);
    expect(client.api.status().blocked).to.equal(true);
    await browser.clock.advance(54_000);
    expect(requests).to.have.length(4);
    await browser.clock.advance(7_000);
    expect(requests).to.have.length(5);

    browser.network.answerAll(200);
    await browser.clock.advance(60_000);
    expect(client.api.status()).to.deep.include({ queued: 0, blocked: false, dropped: {} });
  });

  it('none at all: after three retries takes the other way, where there is one', async () => {
    const batches: Array<readonly string[]> = [];
    const { browser, client } = await withOne({
      parts: {
        fallback: async (texts) => {
          batches.push(texts);
          return 200;
        },
      },
    });
    browser.network.answerAll('fail');
    await browser.clock.advance(5_000);

    expect(batches.map((texts) => texts.map((text) => JSON.parse(text).event))).to.deep.equal([
      ['Seen'],
    ]);
    expect(client.api.status()).to.deep.include({ queued: 0, dropped: {} });
  });

  it('none at all, and the other way fails too: is sent again later', async () => {
    const { browser, client } = await withOne({
      parts: { fallback: () => Promise.reject(new Error('signed out')) },
    });
    browser.network.answerAll('fail');
    await browser.clock.advance(5_000);
    expect(client.api.status().queued).to.equal(1);
    browser.network.answerAll(200);
    await browser.clock.advance(60_000);

    expect(client.api.status().queued).to.equal(0);
  });

  it('is not asked for while it waits, however many events come', async () => {
    const { browser, client, requests } = await withOne();
    requests[0]?.answer(429, { headers: { 'Retry-After': '60' } });
    await settle();
    for (let index = 0; index < 40; index++) void client.api.track('More');
    client.page.hide();
    client.page.show();
    await browser.clock.advance(59_000);
    expect(requests).to.have.length(1);
    await browser.clock.advance(1_000);
    expect(requests[1]?.events()).to.have.length(41);
  });

  it('harms nothing when fetch itself throws, as a blocker may have it', async () => {
    const browser = fakeBrowser();
    const page = browser.open();
    page.window.fetch = () => {
      throw new Error('blocked');
    };
    const client = await startedClient(browser, { page });
    void client.api.track('Seen');
    await browser.clock.advance(5_000);

    expect(client.api.status()).to.deep.include({ queued: 1, dropped: {} });
    expect(client.warnings).to.deep.equal([]);
  });
});
