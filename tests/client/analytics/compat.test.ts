import { expect } from 'chai';
import { applyOkgrow } from '../../../client/analytics/compat';
import type { AnalyticsPlugin } from '../../../common/analytics/plugin';
import { clientOf } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { settle } from '../../support/hand-clock';

function withOkgrow(block: unknown, { globals = {} as object, settings = {} as object } = {}) {
  const browser = fakeBrowser();
  browser.network.answerAll();
  const client = clientOf(browser, browser.open(), { settings });
  const notices: string[] = [];
  const bridges: unknown[] = [];
  const loadBridge = async (name: string, options: object): Promise<AnalyticsPlugin> => {
    bridges.push([name, options]);
    return {
      name,
      type: 'destination',
      isLoaded: () => true,
      load: async () => undefined,
    };
  };
  applyOkgrow(client.core, block, { globals, loadBridge, notice: (line) => notices.push(line) });
  return { ...client, browser, notices, bridges };
}

describe('the client with settings of okgrow:analytics', () => {
  it('says in one line what is used and what is not, and in its status too', () => {
    const { api, notices } = withOkgrow({ autorun: false, HubSpot: { portalId: 1 } });

    expect(notices).to.have.length(1);
    expect(api.status().compat).to.deep.equal({
      mapped: ['autorun'],
      refused: ['HubSpot (forward through Segment, or register a plugin)'],
    });
  });

  it('says nothing where there are none', () => {
    const { api, notices } = withOkgrow(undefined);
    expect(notices).to.deep.equal([]);
    expect(api.status()).to.not.have.property('compat');
  });

  it('has no automatic pages with autorun: false, unless the app asks for them', () => {
    expect(withOkgrow({ autorun: false }).core.settings.pages).to.equal(false);
    expect(withOkgrow({ autorun: true }).core.settings.pages).to.equal(undefined);
    const asked = withOkgrow({ autorun: false }, { settings: { pages: true } });
    expect(asked.core.settings.pages).to.equal(true);
  });

  it('hands events to the tools that okgrow would have loaded', () => {
    const { bridges } = withOkgrow({
      'Google Analytics': { trackingId: 'G-1', sendUserId: true },
      Mixpanel: { token: 't' },
      Intercom: { appId: 'a' },
    });
    const options = { userId: true };
    expect(bridges).to.deep.equal([
      ['gtag', options],
      ['mixpanel', options],
      ['intercom', options],
    ]);
  });

  for (const [loaded, expected] of [
    [true, { ga4: false }],
    [false, undefined],
  ] as const) {
    it(`tells the server ${loaded ? 'not to forward what gtag has had' : 'to forward to Google where gtag is not loaded'}`, async () => {
      const globals = loaded ? { gtag() {} } : {};
      const block = { 'Google Analytics': { trackingId: 'G-1' } };
      const { api, start, browser } = withOkgrow(block, { globals });
      await start();
      await settle();
      void api.track('X');
      await settle();
      await browser.clock.advance(6_000);

      const [event] = browser.network.requests.flatMap(({ json }) => json().batch);
      expect(event?.integrations).to.deep.equal(expected);
    });
  }

  it('goes on where a bridge cannot be loaded', async () => {
    const browser = fakeBrowser();
    const client = clientOf(browser, browser.open());
    const notices: string[] = [];
    applyOkgrow(
      client.core,
      { Mixpanel: { token: 't' } },
      {
        globals: {},
        loadBridge: () => Promise.reject(new Error('not found')),
        notice: (line) => notices.push(line),
      },
    );
    await client.start();
    expect(notices[1]).to.match(/not found/);
    expect(client.api.status().started).to.equal(true);
  });
});
