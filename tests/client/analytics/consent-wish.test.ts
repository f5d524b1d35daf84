import { expect } from 'chai';
import { clientOf } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

const origin = 'https://app.example.com';

describe('what the browser asks for', () => {
  const asks = (navigator: Record<string, unknown>, settings: unknown = {}) => {
    const browser = fakeBrowser();
    const page = browser.open(origin, { navigator });
    return { browser, client: clientOf(browser, page, { settings }) };
  };

  for (const [name, navigator, settings, expected] of [
    ['GPC', { globalPrivacyControl: true }, {}, 'denied'],
    [
      'GPC that is not respected',
      { globalPrivacyControl: true },
      { respect: { gpc: false } },
      'granted',
    ],
    [
      'GPC with first-party events',
      { globalPrivacyControl: true },
      { respect: { gpc: 'no-forwarding' } },
      'granted',
    ],
    ['no GPC', { globalPrivacyControl: false }, {}, 'granted'],
    ['DNT', { doNotTrack: '1' }, {}, 'denied'],
    ['DNT that is not respected', { doNotTrack: '1' }, { respect: { dnt: false } }, 'granted'],
    [
      'DNT where GPC alone is not respected',
      { doNotTrack: '1' },
      { respect: { gpc: false } },
      'denied',
    ],
    ['no wish', { doNotTrack: '0' }, {}, 'granted'],
    ['no wish, where the app waits', { doNotTrack: null }, { consent: 'pending' }, 'pending'],
    ['GPC, where the app waits', { globalPrivacyControl: true }, { consent: 'pending' }, 'denied'],
  ] as const) {
    it(`${name}: starts as ${expected}`, async () => {
      const { browser, client } = asks(navigator, settings);
      void client.api.track('Seen');
      await client.start();
      await browser.clock.advance(5_000);

      expect(client.api.consent()).to.equal(expected);
      expect(browser.network.requests).to.have.length(expected === 'granted' ? 1 : 0);
    });
  }

  it('keeps no id and feeds no destination with GPC and first-party events', async () => {
    const { browser, client } = asks(
      { globalPrivacyControl: true },
      { respect: { gpc: 'no-forwarding' } },
    );
    const told: unknown[] = [];
    void client.api.register({
      name: 'other',
      type: 'destination',
      isLoaded: () => true,
      load: async () => {},
      track(context) {
        told.push(context);
        return context;
      },
    });
    await client.start();
    void client.api.track('Seen');
    await browser.clock.advance(5_000);
    client.page.leave();

    expect(browser.network.events()).to.include('Seen');
    expect(told).to.deep.equal([]);
    expect(browser.cookies.all()).to.deep.equal([]);
    expect([...browser.storageOf(origin).items.keys()]).to.deep.equal([]);
  });

  it('is overruled by what the person tells the app', async () => {
    const { browser, client } = asks({ globalPrivacyControl: true });
    await client.start();
    client.api.consent('granted');
    void client.api.track('Seen');
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.deep.equal(['Seen']);
  });

  it('is weighed when start-up is over, so that configure can say what is respected', async () => {
    const { browser, client } = asks({ globalPrivacyControl: true });
    void client.api.track('Early');
    client.api.configure({ respect: { gpc: false } });
    await client.start();
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.deep.equal(['Early']);
  });
});
