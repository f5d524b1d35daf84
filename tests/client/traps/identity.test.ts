import { expect } from 'chai';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { names, startedPage } from './an-app';

const nothing = { pages: false, accounts: false };

describe('traps of other clients: identity, consent, limits', () => {
  it('setAnonymousId holds for the very next event (jitsu#1060)', async () => {
    const { api, sent } = await startedPage({ settings: nothing });
    api.setAnonymousId('a-known-one');
    void api.track('Task Added');

    expect((await sent())[0]).to.include({ anonymousId: 'a-known-one' });
  });

  it('consent that is granted keeps the anonymous id of what was held', async () => {
    const { api, sent } = await startedPage({ settings: { ...nothing, consent: 'pending' } });
    void api.track('Before');
    const id = api.user().anonymousId();
    api.consent('granted');
    void api.track('After');

    const events = await sent();
    expect(names(events)).to.deep.equal(['Before', 'After']);
    expect(events.map(({ anonymousId }) => anonymousId)).to.deep.equal([id, id]);
  });

  it('limits are of UTF-8 bytes, not of characters', async () => {
    const { api, sent } = await startedPage({ settings: nothing });
    void api.track('Fits', { text: 'e'.repeat(17_000) });
    void api.track('Too Large', { text: 'é'.repeat(17_000) });

    expect(names(await sent())).to.deep.equal(['Fits']);
    expect(api.status().dropped).to.deep.equal({ 'too-large': 1 });
  });

  it('an app that is blocked goes on: calls do not throw, and promises settle (#32, #120, #200, #207)', async () => {
    const browser = fakeBrowser();
    const { api } = await startedPage({ browser, settings: nothing });
    browser.network.answerAll('fail');
    const called = api.track('Task Added');
    await browser.clock.advance(120_000);

    await called;
    await api.ready();
    expect(api.status()).to.include({ blocked: true, queued: 1 });
  });

  it('what is sent goes to the app itself, by names that no list blocks; a foreign host is named', async () => {
    const words = /analytic|track|segment|stat|metric|collect|beacon|pixel|event/i;
    const own = await startedPage({ settings: nothing });
    void own.api.track('Task Added');
    await own.sent();
    const [request] = own.browser.network.requests;

    expect(request?.url).to.equal('/_radiant/v1/b');
    expect(request?.url).not.to.match(words);
    expect(own.warnings).to.deep.equal([]);

    const foreign = await startedPage({
      settings: { ...nothing, host: 'https://in.example.org/_radiant' },
    });
    expect(foreign.warnings.join()).to.contain('connect-src https://in.example.org');
  });
});
