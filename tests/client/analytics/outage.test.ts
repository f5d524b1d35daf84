import { expect } from 'chai';
import fc from 'fast-check';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

type Network = ReturnType<typeof fakeBrowser>['network'];

/** A collector that takes each id once, however often it comes. */
function collector() {
  const stored = new Map<string, number>();
  const took = (request: Network['requests'][number]) => {
    for (const { event, messageId } of request.json().batch) {
      stored.set(`${event} ${messageId}`, (stored.get(`${event} ${messageId}`) ?? 0) + 1);
    }
  };
  return { names: () => [...stored.keys()].map((key) => key.split(' ')[0]).sort(), took };
}

describe('a collector that is in trouble', () => {
  it('is down, then 503, then 200, with a reload in between: all arrive, each once', async () => {
    const browser = fakeBrowser();
    const { names, took } = collector();
    const first = await startedClient(browser);
    browser.network.answerAll('fail');
    void first.api.track('A');
    await browser.clock.advance(10_000);
    void first.api.track('B');
    first.die();

    browser.network.answerAll(503);
    const second = await startedClient(browser);
    void second.api.track('C');
    await browser.clock.advance(20_000);
    second.die();

    browser.network.answerAll((request) => {
      took(request);
      request.answer(200);
    });
    const third = await startedClient(browser);
    void third.api.track('D');
    await browser.clock.advance(60_000);

    expect(names()).to.deep.equal(['A', 'B', 'C', 'D']);
    expect(third.api.status()).to.deep.include({ queued: 0, dropped: {} });
  });

  it('stores what it took although its answer was lost, and has it once', async () => {
    const browser = fakeBrowser();
    const { names, took } = collector();
    const client = await startedClient(browser);
    let answers = false;
    browser.network.answerAll((request) => {
      took(request);
      if (answers) request.answer();
      else request.fail();
    });
    void client.api.track('A');
    await browser.clock.advance(10_000);
    answers = true;
    await browser.clock.advance(60_000);

    expect(names()).to.deep.equal(['A']);
  });

  it('is slow: nothing is sent a second time while it is waited for', async () => {
    const browser = fakeBrowser();
    const client = await startedClient(browser);
    void client.api.track('A');
    await browser.clock.advance(120_000);
    expect(browser.network.requests).to.have.length(1);
    browser.network.answerAll();
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.deep.equal(['A']);
    expect(client.api.status().queued).to.equal(0);
  });

  it('and whatever happens, in any order, all arrive, and each once', async () => {
    const step = fc.constantFrom(
      'track',
      'track',
      'wait',
      'fail',
      '503',
      '200',
      'reload',
      'hide',
      'offline',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const browser = fakeBrowser();
        const { names, took } = collector();
        const tracked: string[] = [];
        let client = await startedClient(browser);
        const acts: Record<string, () => unknown> = {
          track: () => {
            tracked.push(`E${tracked.length}`);
            return client.api.track(String(tracked.at(-1)));
          },
          wait: () => browser.clock.advance(6_000),
          fail: () => browser.network.answerAll('fail'),
          503: () => browser.network.answerAll(503),
          200: () =>
            browser.network.answerAll((request) => {
              took(request);
              request.answer();
            }),
          reload: async () => {
            client.die();
            client = await startedClient(browser);
          },
          hide: () => client.page.hide(),
          offline: () => client.page.goOffline(),
        };
        for (const name of steps) await acts[name]?.();
        await acts['200']?.();
        client.page.goOnline();
        await acts.reload?.();
        await browser.clock.advance(120_000);
        await settle();

        expect(names()).to.deep.equal([...tracked].sort());
      }),
      { numRuns: 40 },
    );
  }).timeout(60_000);
});
