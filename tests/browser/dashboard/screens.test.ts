import { expect } from 'chai';
import { aBatch } from '../../support/a-batch';
import { toldBatch } from '../../support/history/told-batch';
import { describeInChromium } from '../support/chromium';
import { axeOn } from './support/axe';
import { type KeptApp, startKept } from './support/kept-app';
import { anOperator, type Operator } from './support/operator';
import { screens } from './support/screens';

const MOST_REQUESTS = 12;
const names = [
  'tasks.add',
  'lists.all',
  'a.method.whose.name.is.longer.than.any.column.has.room.for.and.does.not.break',
];

const windows = () => {
  const now = Math.floor(Date.now() / 10_000) * 10_000;
  return [120_000, 110_000, 100_000, 60_000, 50_000].map((ago) => now - ago);
};

/** Its screens are nearly those of one that does nothing. */
const neverReported = 'of an app that never reported';

const histories = {
  'with something of everything': () => windows().map((from) => toldBatch({ names, from })),
  'of an app that does nothing': () => windows().map((from) => aBatch({ from })),
  [neverReported]: () => [],
} as const;

for (const [what, history] of Object.entries(histories)) {
  describeInChromium(`every screen ${what}`, () => {
    let app: KeptApp;
    let operator: Operator;

    before(async () => {
      app = await startKept(history());
      operator = await anOperator(app.url);
      await operator.open('?range=15m');
    });

    after(async () => {
      await operator?.leave();
      await app?.close();
    });

    for (const { name, title } of screens) {
      it(`${title}: has something to read, for everybody and on a telephone`, async () => {
        const { page } = operator;
        operator.asked();
        await page.setViewportSize({ width: 1400, height: 900 });
        await page
          .getByRole('navigation', { name: 'Screens' })
          .getByRole('link', { name: title, exact: true })
          .click();
        await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
        await operator.settled();

        const { pathname, search } = new URL(page.url());
        const said = await operator.read();
        expect([pathname, search]).to.deep.equal([`/_radiant/${name}`, '?range=15m']);
        expect(await page.title()).to.equal(`${title} · Radiant`);
        expect(said.replaceAll(/\s+/g, ' ').length, said).to.be.greaterThan(70);
        expect(said).not.to.match(/not built yet|undefined|NaN|\[object|Invalid Date|Infinity/);
        expect(operator.asked().length, 'requests').to.be.at.most(MOST_REQUESTS);
        expect(operator.troubles()).to.deep.equal([]);

        if (what !== neverReported) await expectAccessible(operator, title);
        await page.setViewportSize({ width: 360, height: 740 });
        expect(await overflow(operator), 'wider than the screen').to.deep.equal([]);
      });
    }
  });
}

async function expectAccessible({ page }: Operator, title: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const { grave, other } = await axeOn(page);
    for (const text of other)
      process.stdout.write(`      axe, ${title}, ${colorScheme}: ${text}\n`);
    expect(grave, `axe, ${colorScheme}`).to.deep.equal([]);
  }
}

/** What reaches beyond the page, where the page scrolls sideways. */
function overflow({ page }: Operator): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    // What is inside of something that scrolls by itself is no matter.
    const inScrollers = new Set(
      [...document.querySelectorAll('body *')]
        .filter((one) => getComputedStyle(one).overflowX !== 'visible')
        .flatMap((one) => [...one.querySelectorAll('*')]),
    );
    return [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > clientWidth + 1)
      .filter((one) => !inScrollers.has(one))
      .slice(0, 5)
      .map((one) => `${one.tagName} ${one.className} ${one.textContent?.slice(0, 40)}`);
  });
}
