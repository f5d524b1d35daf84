import { expect } from 'chai';
import { memorySink } from '../../../server/sinks/memory';
import { toldBatch } from '../../support/history/told-batch';
import { describeInChromium } from '../support/chromium';
import { readAsOwn, untilFiring } from './support/alerting';
import { axeOn } from './support/axe';
import { type KeptApp, startWithReader } from './support/kept-app';
import { anOperator, type Operator } from './support/operator';

const { signal } = new AbortController();
const method = 'tasks.<b>add</b>';

const aRule = {
  ...{ metric: 'method.duration', stat: 'p95', by: ['name'], threshold: 0 },
  ...{ condition: 'above', windowMs: 300_000 },
};

const alerts = {
  ...{ defaults: false, everyMs: 1_000 },
  rules: [
    {
      ...aRule,
      name: 'SlowAtOnce',
      forMs: 0,
      severity: 'critical',
      summary: 'Look at its traces.',
    },
    { ...aRule, name: 'SlowForLong', forMs: 3_600_000 },
    { ...aRule, name: 'NeverSlow', forMs: 0, threshold: 3_600_000 },
    { ...aRule, name: 'InStaging', forMs: 0, environment: 'staging' },
  ],
};

describeInChromium('alerts on the dashboard', () => {
  let app: KeptApp;
  let operator: Operator;

  before(async () => {
    const now = Math.floor(Date.now() / 10_000) * 10_000;
    const store = memorySink({ now: Date.now });
    for (const ago of [60_000, 50_000, 40_000]) {
      await store.write(toldBatch({ names: [method], from: now - ago }), signal);
    }
    app = await startWithReader(readAsOwn(store.reader), { radiant: { alerts } });
    operator = await anOperator(app.url);
    await untilFiring(app);
    await operator.open('alerts?range=15m');
  });

  after(async () => {
    await operator?.leave();
    await app?.close();
  });

  const part = (title: string) => operator.page.getByRole('region', { name: title, exact: true });

  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
  const said = (title: string) => part(title).innerText();

  it('say what fires, how much against which limit, and what to do', async () => {
    const card = part('Firing').getByRole('article', { name: `SlowAtOnce: ${method}` });

    const [text = ''] = await card.allInnerTexts();
    expect(text).to.contain('Critical').and.contain('Look at its traces.');
    expect(text).to.match(/Limit\s+above 0 ms/);
    expect(text).to.match(/Told\s+nobody/);
  });

  it('say what is about to, when, and how every rule is', async () => {
    expect(await said('Pending')).to.match(/Fires in\s+(1 h|60 min|59)/);
    const rules = await part('Rules').getByRole('listitem').allInnerTexts();
    expect(rules.map((text) => text.split('\n')[0])).to.deep.equal([
      ...['SlowAtOnce firing', 'SlowForLong pending', 'NeverSlow quiet'],
      'InStaging for staging only',
    ]);
    expect(rules[2]).to.contain('p95 of method.duration by name above 1 h, over 5 min');
  });

  it('say who evaluates, and that nobody is told', async () => {
    expect(await said('Who evaluates')).to.match(/Every 1 s; the last of \d+ rounds?/);
    expect(await said('Notifications')).to.contain('Nobody is told.');
  });

  it('can be read by everybody, in both themes and on a telephone', async () => {
    const { page } = operator;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      expect((await axeOn(page)).grave, colorScheme).to.deep.equal([]);
    }
    await page.setViewportSize({ width: 360, height: 740 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).to.equal(360);
    await page.setViewportSize({ width: 1400, height: 900 });
    expect(operator.troubles()).to.deep.equal([]);
  });

  it('are marked in the menu of every screen, and lead to what they are about', async () => {
    const { page } = operator;
    await part('Firing').getByRole('link', { name: 'The method' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Methods' }).waitFor();
    await operator.settled();

    expect(new URL(page.url()).searchParams.get('name')).to.equal(method);
    const menu = page.getByRole('navigation', { name: 'Screens' });
    await menu.getByRole('link', { name: 'Alerts 1 firing' }).waitFor();
    expect(operator.troubles()).to.deep.equal([]);
  });
});
