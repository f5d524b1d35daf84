import { expect } from 'chai';
import { memorySink } from '../../../server/sinks/memory';
import { aBatch } from '../../support/a-batch';
import { toldBatch } from '../../support/history/told-batch';
import { describeInChromium } from '../support/chromium';
import { readAsOwn, untilFiring } from './support/alerting';
import { type KeptApp, startWithReader } from './support/kept-app';
import { anOperator, type Operator } from './support/operator';
import { screens } from './support/screens';

const hostile = '<img src=x onerror="window.pwned=1">';

const alerts = {
  ...{ defaults: false, everyMs: 1_000 },
  rules: [
    {
      ...{ name: hostile, summary: hostile, metric: 'method.duration', stat: 'p95', by: ['name'] },
      ...{ condition: 'above', threshold: 0, windowMs: 300_000, forMs: 0 },
    },
  ],
};

describeInChromium('the dashboard, of an app whose names are hostile', () => {
  let app: KeptApp;
  let operator: Operator;

  before(async () => {
    const now = Math.floor(Date.now() / 10_000) * 10_000;
    const resource = {
      service: hostile,
      environment: hostile,
      release: hostile,
      instance: hostile,
    };
    const batches = [60_000, 50_000, 40_000].map((ago) =>
      toldBatch({ names: [hostile, '\'"javascript:alert(1)'], from: now - ago, resource }),
    );
    const store = memorySink({ now: Date.now });
    const { signal } = new AbortController();
    for (const batch of [...batches, aBatch({ from: now - 30_000 })]) {
      await store.write(batch, signal);
    }
    app = await startWithReader(readAsOwn(store.reader), { radiant: { alerts } });
    operator = await anOperator(app.url);
    await untilFiring(app);
  });

  after(async () => {
    await operator?.leave();
    await app?.close();
  });

  for (const { name, title } of screens) {
    it(`shows them as text: ${title}`, async () => {
      await operator.open(`${name}?range=15m`);
      const { page } = operator;
      expect(await operator.read()).to.contain(hostile);
      // What is picked shows more: a trace, the stack of an error, where a cost comes from.
      const row = page.getByRole('main').getByRole('rowheader').first();
      const pick = row.getByRole('button').or(row.getByRole('link')).first();
      if ((await pick.count()) > 0) await pick.click();
      await operator.settled();
      for (const folded of await page.locator('summary').all()) await folded.click();

      expect(operator.troubles()).to.deep.equal([]);
      expect(await page.evaluate(() => 'pwned' in globalThis)).to.equal(false);
      expect(await page.locator('img[src="x"]').count()).to.equal(0);
      expect(await page.locator('a[href^="javascript:"]').count()).to.equal(0);
    });
  }
});
