import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import { toldBatch } from '../../support/history/told-batch';
import { describeInChromium } from '../support/chromium';
import { type KeptApp, startKept } from './support/kept-app';
import { anOperator, type Operator } from './support/operator';

const names = ['tasks.add', 'lists.all', 'reports.build'];

describeInChromium('the manners of the dashboard', () => {
  let app: KeptApp;
  let operator: Operator;

  before(async () => {
    const now = Math.floor(Date.now() / 10_000) * 10_000;
    const windows = Array.from({ length: 12 }, (_, at) => now - (at + 2) * 10_000).reverse();
    app = await startKept(
      windows.flatMap((from) =>
        ['1.4.0', '1.5.0'].map((release) =>
          toldBatch({ names, from, resource: { release, instance: `of ${release}` } }),
        ),
      ),
    );
  });

  beforeEach(async () => {
    operator = await anOperator(app.url);
  });

  afterEach(async () => {
    const troubles = operator.troubles();
    await operator.leave();
    expect(troubles).to.deep.equal([]);
  });

  after(() => app?.close());

  const param = (name: string) => new URL(operator.page.url()).searchParams.get(name);
  const rows = () => operator.page.getByRole('region', { name: 'Methods: table' });
  const rowNames = () => rows().getByRole('rowheader').allTextContents();
  const chart = (name: RegExp) => operator.page.getByRole('img', { name });

  it('keep range and filters in the address, on the way through the screens and back', async () => {
    const { page, open, settled, asked } = operator;
    await open('methods');
    asked();
    await page.getByRole('combobox', { name: 'Range' }).selectOption('15m');
    await page.getByRole('combobox', { name: 'Release' }).selectOption('1.4.0');
    await settled();

    expect([param('range'), param('release')]).to.deep.equal(['15m', '1.4.0']);
    expect(asked().filter((url) => url.includes('resource.release=1.4.0'))).not.to.deep.equal([]);

    await page.getByRole('navigation').getByRole('link', { name: 'Errors' }).click();
    await page.getByRole('heading', { level: 1, name: 'Errors' }).waitFor();
    expect([param('range'), param('release')]).to.deep.equal(['15m', '1.4.0']);

    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'Methods' }).waitFor();
    await page.goBack();
    await settled();
    expect([param('range'), param('release')]).to.deep.equal(['15m', null]);
    expect(await page.getByRole('combobox', { name: 'Release' }).inputValue()).to.equal('');
  });

  it('zoom in where the mouse is dragged over a chart, and out by going back', async () => {
    const { page, open, settled, dragOver } = operator;
    await open('methods?range=15m');
    await dragOver(/^Calls that ended well/, 0.5, 0.9);
    await settled();

    const width = Number(param('to')) - Number(param('from'));
    expect(width).to.be.within(3 * 60_000, 9 * 60_000);
    expect(param('range')).to.equal(null);
    expect(await page.getByRole('checkbox', { name: 'Live' }).isDisabled()).to.equal(true);

    await page.goBack();
    expect(param('range')).to.equal('15m');
  });

  it('follow the clock in live mode, and stand still without', async () => {
    const { page, open, asked, settled } = operator;
    await page.clock.install();
    await page.clock.resume();
    await open('methods?range=15m');
    await page.clock.runFor(1_000);
    await settled();
    asked();
    await page.clock.runFor(25_000);
    expect(asked()).to.deep.equal([]);

    await page.getByRole('checkbox', { name: 'Live' }).check();
    await page.clock.runFor(25_000);
    await settled();

    const ends = asked().map((url) => new URL(url, app.root).searchParams.get('to'));
    expect(new Set(ends).size).to.be.at.least(2);
    expect(param('live')).to.equal('1');
  });

  it('let a row that is picked filter all charts, and its name stand in the address', async () => {
    const { page, open, asked, settled } = operator;
    await open('methods?range=15m');
    asked();
    await rows().getByRole('button', { name: 'tasks.add', exact: true }).first().click();
    await settled();

    const after = asked();
    expect(param('name')).to.equal('tasks.add');
    expect(after.join('\n')).to.contain('tasks.add');
    await page.getByRole('heading', { level: 2, name: /^tasks\.add/ }).waitFor();
    expect(await rows().getByRole('button', { pressed: true }).textContent()).to.equal('tasks.add');
    const only = chart(/^Calls that ended well/);
    const all = await only.getAttribute('aria-label');

    await page.getByRole('button', { name: 'Show all' }).click();
    await settled();
    expect(param('name')).to.equal(null);
    expect(await only.getAttribute('aria-label')).not.to.equal(all);
  });

  it('sort by a column, either way, also after a reload', async () => {
    const { page, open, settled } = operator;
    await open('methods?range=15m');
    const column = () => rows().getByRole('columnheader', { name: /^Method/ });
    await column().getByRole('button').first().click();
    const up = await rowNames();

    expect(up).to.deep.equal([...up].sort());
    expect(await column().getAttribute('aria-sort')).to.equal('ascending');
    await column().getByRole('button').first().click();
    await page.reload();
    await settled();

    expect(await rowNames()).to.deep.equal([...up].reverse());
    expect(await column().getAttribute('aria-sort')).to.equal('descending');
  });

  it('give what a table and a chart show away as files', async () => {
    const { page, open } = operator;
    await open('methods?range=15m&sort=name.asc');
    const table = page.getByRole('region', { name: 'Methods', exact: true });

    const [csv] = await Promise.all([
      page.waitForEvent('download'),
      table.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const [head = '', ...lines] = (await readFile(await csv.path(), 'utf8')).split('\r\n');
    expect(csv.suggestedFilename()).to.equal('methods.csv');
    expect(head).to.match(/^name,/);
    expect(lines.map((line) => line.split(',')[0])).to.deep.equal(await rowNames());

    const [json] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'JSON' }).last().click(),
    ]);
    const objects = JSON.parse(await readFile(await json.path(), 'utf8'));
    expect(objects[0]).to.have.property('time');
  });

  it('work by keyboard alone: past the menu, to a row, and pick it', async () => {
    const { page, open, settled } = operator;
    await open('methods?range=15m');
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');

    await page.keyboard.press('Tab');
    expect(await focused()).to.equal('Skip to content');
    await page.keyboard.press('Enter');
    for (let left = 80; left > 0 && !names.includes(await focused()); left -= 1) {
      await page.keyboard.press('Tab');
    }
    const name = await focused();
    expect(names).to.include(name);
    await page.keyboard.press('Enter');
    await settled();

    expect(param('name')).to.equal(name);
    expect(await focused(), 'the focus stays where it was').to.equal(name);
  });

  it('show the same to whoever is given the address', async () => {
    const { page, open } = operator;
    await open('methods?range=15m&name=lists.all&sort=name.desc&release=1.5.0');

    expect(await rows().getByRole('button', { pressed: true }).textContent()).to.equal('lists.all');
    expect((await rowNames())[0]).to.equal('tasks.add');
    expect(await page.getByRole('combobox', { name: 'Release' }).inputValue()).to.equal('1.5.0');
    const { to, from } = { to: Date.now() - 60_000, from: Date.now() - 180_000 };
    await open(`methods?from=${from}&to=${to}`);
    expect(await page.getByRole('combobox', { name: 'Range' }).inputValue()).to.equal('');
  });

  it('keep a theme that was chosen, and say when there is no such screen', async () => {
    const { page, open } = operator;
    await open();
    const button = page.getByRole('button', { name: /^Theme/ });
    await button.click();
    await button.click();
    await open('nowhere');

    expect(await page.locator('html').getAttribute('data-theme')).to.equal('dark');
    expect(await operator.read()).to.contain('No such screen');
    await page.getByRole('link', { name: 'Go to the overview' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
  });

  it('say what a number means where one looks at it, and shut up at Escape', async () => {
    const { page, open } = operator;
    await open('?range=15m');
    const word = page.getByRole('button', { name: 'Event loop delay, p99' });
    await word.hover();
    const help = page.getByRole('tooltip', { name: /How late the event loop ran a timer/ });

    expect(await help.first().isVisible()).to.equal(true);
    await page.keyboard.press('Escape');
    expect(await help.first().isVisible()).to.equal(false);
  });
});
