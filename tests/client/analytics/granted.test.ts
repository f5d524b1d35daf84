import { expect } from 'chai';
import { aCollector, takeIn } from '../../server/collector/a-collector';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

describe('consent that is given in a browser with Global Privacy Control', () => {
  const aBrowser = () => {
    const browser = fakeBrowser();
    browser.network.answerAll();
    return browser;
  };

  async function sent(
    consent: Parameters<Awaited<ReturnType<typeof startedClient>>['api']['consent']>,
  ) {
    const browser = aBrowser();
    const { api } = await startedClient(browser);
    api.consent(...consent);
    void api.track('Task Added');
    await browser.clock.advance(5_000);
    return browser.network.requests[0]?.json().batch ?? [];
  }

  it('is told to the collector, which stores the event', async () => {
    for (const consent of [['granted'], ['granted', { analytics: true }]] as const) {
      const [event] = await sent([...consent]);
      const collector = aCollector();

      takeIn(collector, { ...event, writeKey: 'radiant' }, { gpc: true });

      expect(collector.events[0]?.context).to.deep.include({ gpc: true });
    }
  });

  it('is not told where nobody gave it', async () => {
    const [event] = await sent([]);
    const collector = aCollector();

    takeIn(collector, { ...event, writeKey: 'radiant' }, { gpc: true });

    expect(event?.context).not.to.have.property('consent');
    expect(collector.drops()).to.deep.equal({ gpc: 1 });
  });
});
