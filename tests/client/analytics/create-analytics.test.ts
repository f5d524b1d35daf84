import { expect } from 'chai';
import { clientOf, here, startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

describe('the analytics client', () => {
  it('makes an event of a call, and sends it after five seconds', async () => {
    const browser = fakeBrowser();
    const { api } = await startedClient(browser);

    void api.track('Task Added', { list: 'home' });
    await browser.clock.advance(4_999);
    expect(browser.network.requests).to.have.length(0);
    await browser.clock.advance(1);

    const [request] = browser.network.requests;
    expect(request?.url).to.equal('/_radiant/v1/b');
    const [event] = request?.json().batch ?? [];
    expect(event).to.deep.include({
      type: 'track',
      event: 'Task Added',
      properties: { list: 'home' },
      channel: 'client',
      timestamp: '2026-03-04T10:00:00.000Z',
    });
    expect(request?.json()).to.include({ writeKey: 'radiant', sentAt: '2026-03-04T10:00:05.000Z' });
  });

  it('holds what is called before start-up is over, with the identity of that moment', async () => {
    const browser = fakeBrowser();
    browser.network.answerAll();
    const { api, start } = clientOf(browser, browser.open());

    void api.track('Early');
    api.identify('u1');
    api.configure({ writeKey: 'other' });
    await browser.clock.advance(60_000);
    expect(browser.network.requests).to.have.length(0);
    expect(browser.cookies.all()).to.deep.equal([]);
    await start();
    await browser.clock.advance(5_000);

    const [request] = browser.network.requests;
    expect(request?.json().writeKey).to.equal('other');
    expect(request?.json().batch.map(({ userId }) => userId)).to.deep.equal([undefined, 'u1']);
    expect(browser.cookies.named('ajs_user_id')?.value).to.equal('u1');
    expect(api.status()).to.deep.include({ queued: 0, held: 0, started: true, dropped: {} });
  });

  for (const [settings, loads] of [
    [{}, 1],
    [{ consent: 'pending' }, 0],
    [false, 0],
  ] as const) {
    it(`${loads ? 'loads what sends while the app starts' : 'loads nothing to send with'}, with ${JSON.stringify(settings)}`, async () => {
      let loaded = 0;
      const delivery = () => {
        loaded++;
        return here.delivery();
      };
      const browser = fakeBrowser();
      const parts = { later: { ...here, delivery } };
      clientOf(browser, browser.open(), { settings, parts });
      await settle();

      expect(loaded).to.equal(loads);
      expect(browser.network.requests).to.deep.equal([]);
    });
  }

  it('starts all the same where that cannot be loaded at first', async () => {
    let attempts = 0;
    const delivery = async () => {
      if (++attempts === 1) throw new Error('no network');
      return here.delivery();
    };
    const browser = fakeBrowser();
    browser.network.answerAll();
    const { api } = await startedClient(browser, { parts: { later: { ...here, delivery } } });
    void api.track('Kept');
    await browser.clock.advance(6_000);

    expect(browser.network.events()).to.deep.equal(['Kept']);
  });
});
