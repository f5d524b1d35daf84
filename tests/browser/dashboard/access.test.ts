import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { toldBatch } from '../../support/history/told-batch';
import { describeInChromium, theLightBrowser } from '../support/chromium';
import { type KeptApp, startKept } from './support/kept-app';

const token = 'a-token-of-this-test-alone';
const hoursMs = 3_600_000;

describeInChromium('the way into the dashboard', () => {
  let app: KeptApp;
  let context: BrowserContext;
  let page: Page;

  before(async () => {
    const from = Math.floor(Date.now() / 10_000) * 10_000 - 60_000;
    app = await startKept([toldBatch({ names: ['tasks.secret'], from })], { token });
  });

  beforeEach(async () => {
    context = await (await theLightBrowser()).newContext();
    page = await context.newPage();
    page.setDefaultTimeout(10_000);
  });

  afterEach(() => context.close());
  after(() => app?.close());

  const signIn = async (typed: string) => {
    await page.getByLabel('Token').fill(typed);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };
  const title = (name: string) => page.getByRole('heading', { level: 1, name });

  it('asks for the token, and then shows what was asked for', async () => {
    const answer = await page.goto(`${app.url}/methods?range=6h`);
    expect(answer?.status()).to.equal(401);
    expect(await answer?.text()).not.to.contain('tasks.secret');

    await signIn(token);
    await title('Methods').waitFor();

    expect(page.url()).to.equal(`${app.url}/methods?range=6h`);
    expect(await page.evaluate(() => document.cookie)).to.equal('');
  });

  it('keeps a cookie that scripts cannot read, other sites cannot use, and that ends', async () => {
    await page.goto(`${app.url}/`);
    await signIn(token);
    await title('Overview').waitFor();

    const [cookie, ...others] = await context.cookies();
    expect(others).to.deep.equal([]);
    expect(cookie).to.include({ httpOnly: true, sameSite: 'Strict', path: '/_radiant' });
    expect(cookie?.value).not.to.contain(token);
    const endsInMs = (cookie?.expires ?? 0) * 1_000 - Date.now();
    expect(endsInMs).to.be.within(11 * hoursMs, 12 * hoursMs);
  });

  it('says that a token is wrong, and lets the right one be typed', async () => {
    await page.goto(`${app.url}/errors`);
    await signIn('guessed');

    expect(await page.getByRole('alert').textContent()).to.equal('This is not the token.');
    expect(await context.cookies()).to.deep.equal([]);

    await signIn(token);
    await title('Errors').waitFor();
  });

  it('ends with the session, and says so', async () => {
    await page.goto(`${app.url}/?range=15m`);
    await signIn(token);
    await title('Overview').waitFor();
    await page.waitForLoadState('networkidle'); // or what is still asked would end the session
    await context.clearCookies();

    await page.getByRole('combobox', { name: 'Range' }).selectOption('7d');
    await title('You are signed out').waitFor();
    await page.getByRole('button', { name: 'Sign in again' }).click();
    await signIn(token);
    await title('Overview').waitFor();

    expect(new URL(page.url()).searchParams.get('range')).to.equal('7d');
  });

  it('is shut again by signing out', async () => {
    await page.goto(`${app.url}/`);
    await signIn(token);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();

    expect(await context.cookies()).to.deep.equal([]);
    expect((await page.goto(`${app.url}/methods`))?.status()).to.equal(401);
  });
});
