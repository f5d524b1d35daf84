import { expect } from 'chai';
import { createTimings } from '../../../client/instruments/timings';
import { startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

const minute = 60_000;

describe('a tab that nobody looks at', () => {
  it('keeps no visit alive by what its connection does', async () => {
    const browser = fakeBrowser();
    browser.network.answerAll();
    const { timings, feature } = createTimings();
    const { api } = await startedClient(browser, {
      features: [{ name: 'timings', load: () => feature }],
    });
    void api.track('Opened');
    for (let minutes = 0; minutes < 40; minutes += 10) {
      timings.time('client.method.duration', { method: 'polled' }, 20);
      timings.call({ kind: 'method', name: 'polled', durationMs: 2_000, sends: 1 });
      await browser.clock.advance(10 * minute);
    }
    void api.track('Back again');
    await browser.clock.advance(minute);

    const visits = browser.network.requests
      .flatMap(({ json }) => json().batch)
      .filter(({ event }) => event === 'Opened' || event === 'Back again')
      .map(({ context }) => (context as { visit: { id: string } }).visit.id);
    expect(visits).to.have.length(2);
    expect(visits[0]).to.not.equal(visits[1]);
  });
});
