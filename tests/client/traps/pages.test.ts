import { expect } from 'chai';
import { fakeBrowser } from '../../support/browser/fake-browser';
import { names, pageOf, startedPage } from './an-app';

const noAccounts = { accounts: false };

async function aPage(url?: string, settings: object = {}, options: object = {}) {
  const browser = fakeBrowser();
  const page = browser.open(url, options);
  return startedPage({ browser, page, settings: { ...noAccounts, ...settings } });
}

describe('traps of okgrow:analytics: pages', () => {
  for (const without of [[], ['navigation']]) {
    const how = without.length > 0 ? 'by history alone' : 'by the Navigation API';

    it(`the title of a page is its own, though it is set late; 250 ms are enough (#47, #167), ${how}`, async () => {
      const { window, browser, sent } = await aPage(undefined, {}, { title: 'Home', without });
      window.history.pushState({}, '', '/tasks');
      await browser.clock.advance(100);
      window.document.title = 'Tasks';
      await browser.clock.advance(300);
      window.history.pushState({}, '', '/same-title');
      await browser.clock.advance(300);

      expect(names(await sent())).to.deep.equal(['Home', 'Tasks', 'Tasks']);
    });

    it(`the history keeps the state that the app gave it, and the referrer is the page before, ${how}`, async () => {
      const { window, sent } = await aPage('https://app.example.com/a', {}, { without });
      const state = { scroll: 7 };
      window.history.pushState(state, '', '/b');
      expect(window.history.state).to.equal(state);

      const [, second] = await sent();
      expect(window.history.state).to.equal(state);
      expect(second?.properties).to.include({
        path: '/b',
        referrer: 'https://app.example.com/a',
      });
    });

    it(`a hash is no page, nor is the same path; what replaces a page is one (auto#16), ${how}`, async () => {
      const { window, browser, sent } = await aPage('https://app.example.com/a', {}, { without });
      window.location.href = '#section';
      window.history.pushState({}, '', '/a#other');
      window.history.pushState({}, '', '/a');
      window.history.replaceState({}, '', '/a');
      await browser.clock.advance(300);
      window.history.replaceState({}, '', '/b?tab=1');
      await browser.clock.advance(300);

      const paths = (await sent()).map(
        ({ properties }) => `${properties?.path}${properties?.search}`,
      );
      expect(paths).to.deep.equal(['/a', '/b?tab=1']);
    });
  }

  it('window.onload stays the app’s, and a late start still tells of the first page (#58, #69, #123)', async () => {
    const browser = fakeBrowser();
    const page = await pageOf({ browser, settings: noAccounts });
    const onload = () => {};
    Object.assign(page.window, { onload });
    void page.api.track('Before Start');
    await browser.clock.advance(60_000);
    await page.start();

    expect((page.window as { onload?: unknown }).onload).to.equal(onload);
    expect(names(await page.sent()).sort()).to.deep.equal(['A page', 'Before Start']);
  });

  it('pages may be left out, and beforeSend may drop any event (#21, #40, #42)', async () => {
    const { window, browser, sent } = await aPage('https://app.example.com/admin/users', {
      pages: { exclude: ['/admin*'] },
      beforeSend: (event: { event?: string }) => (event.event === 'Secret' ? undefined : event),
    });
    window.history.pushState({}, '', '/admin/other');
    await browser.clock.advance(300);
    window.history.pushState({}, '', '/tasks');
    await browser.clock.advance(300);

    expect((await sent()).map(({ properties }) => properties?.path)).to.deep.equal(['/tasks']);
  });

  it('what redirects at once is not told of (#42)', async () => {
    const { window, browser, sent } = await aPage('https://app.example.com/a');
    window.history.pushState({}, '', '/gate');
    window.history.replaceState({}, '', '/login');
    await browser.clock.advance(300);

    expect((await sent()).map(({ properties }) => properties?.path)).to.deep.equal([
      '/a',
      '/login',
    ]);
  });
});
