import { expect } from 'chai';
import { describeInChromium } from '../support/chromium';
import { anOperator, type Operator } from './support/operator';
import { type ScenarioApp, startScenario } from './support/scenario-app';
import { screens } from './support/screens';

const MOST_REQUESTS = 12;

describeInChromium('the dashboard of a busy app', () => {
  let app: ScenarioApp;
  let operator: Operator;

  before(async () => {
    app = await startScenario('healthy');
    await app.flushed(2);
    operator = await anOperator(app.url);
  });

  after(async () => {
    await operator?.leave();
    await app?.close();
  });

  it('goes through every screen with the menu, each with something to read', async () => {
    await operator.open('?range=15m');
    for (const { name, title } of screens) {
      operator.asked();
      await operator.page.getByRole('navigation').getByRole('link', { name: title }).click();
      await operator.page.getByRole('heading', { level: 1, name: title }).waitFor();
      await operator.settled();

      const { pathname, search } = new URL(operator.page.url());
      const said = await operator.read();
      expect(pathname, title).to.equal(`/_radiant/${name}`);
      expect(search, title).to.contain('range=15m');
      expect(said.length, `${title}: ${said}`).to.be.greaterThan(60);
      expect(await operator.page.title()).to.equal(`${title} · Radiant`);
      expect(operator.troubles(), title).to.deep.equal([]);
      expect(operator.asked().length, title).to.be.at.most(MOST_REQUESTS);
    }
  });
});
