import { expect } from 'chai';
import { clientOf, startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

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
});
