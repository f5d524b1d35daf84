import { expect } from 'chai';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { inPage, type Sent } from './in-page';

describe('a visit', () => {
  const visits = (sent: readonly Sent[]) => sent.map(({ context }) => context.visit);

  it('counts its events, over all tabs and reloads', async () => {
    const browser = fakeBrowser();
    const one = await startedClient(browser);
    const two = await startedClient(browser);
    void one.api.track('A');
    void two.api.track('B');
    one.die();
    const three = await startedClient(browser);
    void three.api.track('C');
    two.page.hide();
    three.page.hide();

    const found = browser.network.requests.flatMap(
      (request) => request.json().batch,
    ) as unknown as Sent[];
    expect(
      found.map(({ event, context }) => [event, context.visit?.sequence]).sort(),
    ).to.deep.equal([
      ['A', 1],
      ['B', 2],
      ['C', 3],
    ]);
    expect(new Set(visits(found).map((visit) => visit?.id)).size).to.equal(1);
  });

  for (const [ms, same] of [
    [30 * 60_000 - 1, true],
    [30 * 60_000, false],
  ] as const) {
    it(`is ${same ? 'the same' : 'another'} after ${ms} ms without an event`, async () => {
      const { browser, api, sent } = await inPage('https://app.example.com/');
      browser.network.answerAll();
      void api.track('A');
      await browser.clock.advance(ms);
      void api.track('B');

      const [first, second] = visits(sent());
      expect(second?.id === first?.id).to.equal(same);
      expect(second?.sequence).to.equal(same ? 2 : 1);
    });
  }

  it('ends with a reset', async () => {
    const { api, sent } = await inPage('https://app.example.com/');
    void api.track('A');
    api.reset();
    void api.track('B');

    const [first, second] = visits(sent());
    expect(second?.id).not.to.equal(first?.id);
    expect(second?.sequence).to.equal(1);
  });

  it('is neither begun nor prolonged by what is passive', async () => {
    const browser = fakeBrowser();
    browser.network.answerAll();
    let passive: (name: string) => void = () => undefined;
    const { api, page } = await startedClient(browser, {
      features: [
        {
          name: 'timer',
          load: () => ({
            name: 'timer',
            install(client) {
              passive = (name) => client.track(name, {}, { passive: true });
              return () => undefined;
            },
          }),
        },
      ],
    });
    passive('P1');
    void api.track('A');
    await browser.clock.advance(20 * 60_000);
    passive('P2');
    await browser.clock.advance(10 * 60_000);
    passive('P3');
    void api.track('B');
    page.hide();

    const found = browser.network.requests.flatMap(
      (request) => request.json().batch,
    ) as unknown as Sent[];
    expect(found.map(({ event, context }) => [event, context.visit?.sequence])).to.deep.equal([
      ['P1', undefined],
      ['A', 1],
      ['P2', 2],
      ['P3', undefined],
      ['B', 1],
    ]);
  });
});
