import { expect } from 'chai';
import { type ClientOptions, startedClient } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';

async function kitOf(options: ClientOptions = {}) {
  const browser = fakeBrowser();
  browser.network.answerAll();
  const { api } = await startedClient(browser, {
    parts: { meteor: { isAppTest: true } },
    ...options,
  });
  return { api, browser, kit: await api.testKit() };
}

describe('Analytics under meteor test', () => {
  it('sends nothing, and hands nothing on, but records all', async () => {
    const { api, browser, kit } = await kitOf();
    const handed: unknown[] = [];
    await api.register({
      name: 'tool',
      type: 'destination',
      isLoaded: () => true,
      load: async () => undefined,
      track: (context) => {
        handed.push(context.event);
        return context;
      },
    });
    void api.track('Task Added', { listId: 'l1' });
    await kit.expectEvent('Task Added');
    await browser.clock.advance(60_000);

    expect(browser.network.requests).to.have.length(0);
    expect(handed).to.have.length(0);
  });

  it('sends when it is asked to', async () => {
    const { api, browser } = await kitOf({ settings: { transport: 'http' } });
    void api.track('Task Added');
    await browser.clock.advance(5_000);

    expect(browser.network.events()).to.deep.equal(['Task Added']);
  });

  it('is what transport: memory makes of any app', async () => {
    const { api, browser, kit } = await kitOf({ settings: { transport: 'memory' }, parts: {} });
    void api.track('Task Added');
    await kit.expectEvent('Task Added');
    await browser.clock.advance(60_000);

    expect(browser.network.requests).to.have.length(0);
  });
});

describe('the test kit', () => {
  it('finds an event by its name and some of its properties, the newest first', async () => {
    const { api, kit } = await kitOf();
    void api.track('Task Added', { listId: 'l1', tags: ['a', 'b'], by: { way: 'enter', at: 1 } });
    void api.track('Task Added', { listId: 'l2' });
    void api.page('Home', { tab: 'all' });
    void api.identify('u1');
    await kit.flush();

    expect((await kit.expectEvent('Task Added')).properties).to.include({ listId: 'l2' });
    await kit.expectEvent('Task Added', { listId: 'l1', tags: ['a', 'b'], by: { way: 'enter' } });
    await kit.expectEvent('Home', { tab: 'all' });
    expect((await kit.expectEvent('identify')).userId).to.equal('u1');
    expect(kit.events().map(({ type }) => type)).to.deep.equal([
      'track',
      'track',
      'page',
      'identify',
    ]);
    expect(kit.events('Task Added')).to.have.length(2);
  });

  it('waits for an event that is still to come', async () => {
    const { api, kit } = await kitOf();
    const coming = kit.expectEvent('Task Added', { done: true });
    void api.track('Task Added', { done: false });
    void api.track('Task Added', { done: true });

    expect((await coming).properties).to.deep.include({ done: true });
  });

  it('says what came when the event did not', async () => {
    const { api, kit } = await kitOf();
    void api.track('Task Added', { tags: ['a', 'b'] });

    const error = await kit
      .expectEvent('Task Added', { tags: ['a'] }, { timeoutMs: 1 })
      .catch(String);
    expect(error).to.equal(
      'Error: Task Added {"tags":["a"]} was not tracked; there came: Task Added {"tags":["a","b"]} (consent granted, 0 held, dropped {})',
    );
  });

  it('sees nothing of who did not agree, and all once they do', async () => {
    const { api, kit } = await kitOf({ settings: { consent: 'pending' } });
    void api.track('Task Added');
    await kit.flush();
    expect(kit.events()).to.have.length(0);

    api.consent('granted');
    await kit.flush();
    expect(kit.events('Task Added')).to.have.length(1);
  });

  it('sees what beforeSend leaves', async () => {
    const { api, kit } = await kitOf({
      settings: {
        beforeSend: (event: { event?: string }) => (event.event === 'Secret' ? undefined : event),
      },
    });
    void api.track('Secret');
    void api.track('Open');
    await kit.flush();

    expect(kit.events().map(({ event }) => event)).to.deep.equal(['Open']);
  });

  it('forgets what it saw when it is cleared, and sees no more when it is stopped', async () => {
    const { api, kit } = await kitOf();
    void api.track('One');
    await kit.flush();
    kit.clear();
    expect(kit.events()).to.have.length(0);

    await kit.stop();
    void api.track('Two');
    await kit.flush();
    expect(kit.events()).to.have.length(0);
  });

  it('sets the clock that events go by, and sets it back', async () => {
    const { api, kit } = await kitOf({
      parts: { meteor: { isTest: true }, wallNow: () => Date.now() },
    });
    const before = Date.now();
    kit.setClock(Date.parse('2030-01-01T00:00:00Z'));
    void api.track('New Year');
    kit.setClock();

    expect((await kit.expectEvent('New Year')).timestamp).to.equal('2030-01-01T00:00:00.000Z');
    expect(Date.now()).to.be.within(before, before + 60_000);
  });
});
