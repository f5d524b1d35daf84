import { expect } from 'chai';
import { describeInChromium } from './support/chromium';
import { expectOnceAndInOrder } from './support/expect-once';
import { flush } from './support/page-api';
import type { TestedApp } from './support/tested-app';
import { theApp } from './support/the-app';
import { theirs } from './support/theirs';
import { openList } from './support/todos';
import { aVisitor, type Visitor } from './support/visitor';

describeInChromium('the pages of a visit', () => {
  let app: TestedApp;
  let visitor: Visitor;

  before(async () => {
    app = await theApp();
  });

  beforeEach(async () => {
    visitor = await aVisitor(app);
  });

  afterEach(() => visitor.leave());

  it('are told once each, with their own title and the page before', async () => {
    const page = await visitor.open();
    await openList(page, 'List 2');
    const list = new URL(page.url()).pathname;
    await page.evaluate(() => {
      location.hash = '#part';
    });
    await page.getByRole('link', { name: 'Reports' }).click();
    await page.getByRole('button', { name: 'Export' }).waitFor();
    await page.evaluate(() => history.go(-2));
    await page.locator('#tasks').waitFor();
    // The title is waited for at most a quarter of a second.
    await new Promise((resolve) => setTimeout(resolve, 500));
    await flush(page);
    const events = await theirs(app, visitor);

    const told = events.filter(({ type }) => type === 'page');
    expect(told.map(({ context }) => [context.page?.path, context.page?.title])).to.deep.equal([
      ['/', 'Lists · Todos'],
      [list, 'Tasks · Todos'],
      ['/reports', 'Reports · Todos'],
      [list, 'Tasks · Todos'],
    ]);
    expect(told.map(({ context }) => context.page?.referrer)).to.deep.equal([
      '',
      `${app.url}/`,
      `${app.url}${list}`,
      `${app.url}/reports`,
    ]);
    expectOnceAndInOrder(events, visitor);
    expect(visitor.errors).to.deep.equal([]);
  });
});
