import { expect } from 'chai';
import { type ScenarioName, scenarioNames, scenarios } from '../../../examples/demo/scenarios';
import { describeInChromium } from '../support/chromium';
import { anOperator, type Operator } from './support/operator';
import { type ScenarioApp, startScenario } from './support/scenario-app';

/** What is to be done about each, in the words that an operator reads. */
const remedies: Readonly<Record<Exclude<ScenarioName, 'healthy'>, RegExp>> = {
  guilty: /simplify the selector|without/i,
  leak: /stop the observer when its subscription stops/i,
  duplicates: /so that all others share it/i,
  polling: /sort|limit/i,
};

const WINDOWS = 3;
const LOOKS = 4;
/** Two apps start at a time, which takes long where others are at work, too. */
const TIMEOUT_MS = 180_000;

describeInChromium('what an operator reads of an app', () => {
  const started = new Map<ScenarioName, Promise<ScenarioApp>>();
  const start = (name: ScenarioName) => {
    const app = started.get(name) ?? startScenario(name);
    app.catch(() => {}); // the test of the scenario tells
    started.set(name, app);
    return app;
  };

  after(async () => {
    await Promise.allSettled([...started.values()].map(async (app) => (await app).close()));
  });

  /**
   * Looks at the app until it is as expected, a few times at most, each time at what has come since:
   * where a process does not get the CPU it needs, single evaluations seem to take long. The next
   * app starts meanwhile.
   */
  async function lookAt(name: ScenarioName, check: (seen: Seen) => Promise<void>): Promise<void> {
    const app = await start(name);
    await app.flushed();
    const next = scenarioNames[scenarioNames.indexOf(name) + 1];
    if (next) start(next);
    const operator = await anOperator(app.url);
    for (let left = LOOKS; left > 0; left -= 1) {
      const from = Date.now();
      await app.flushed(WINDOWS);
      try {
        await check({ operator, range: `from=${from}&to=${Date.now()}` });
        break;
      } catch (error) {
        if (left === 1) throw error;
      }
    }
    expect(operator.troubles()).to.deep.equal([]);
    await operator.leave();
    started.delete(name);
    await app.close();
  }

  it('that is healthy: nobody is accused', async function () {
    this.timeout(TIMEOUT_MS);
    await lookAt('healthy', async ({ operator, range }) => {
      await operator.open(`?${range}`);
      const cards = await operator.page.getByRole('article').allTextContents();

      expect(cards.filter((card) => /^(Critical|Warning)/.test(card))).to.deep.equal([]);
      const said = await operator.read();
      expect(said).to.contain('What to do');
      if (cards.length === 0) expect(said).to.contain('Radiant found nothing wrong');
    });
  });

  for (const name of scenarioNames) {
    const { planted } = scenarios[name];
    if (!planted || name === 'healthy') continue;
    it(`that has ${planted.what}: its name first, and what to do`, async function () {
      this.timeout(TIMEOUT_MS);
      await lookAt(name, async ({ operator, range }) => {
        const first = operator.page.getByRole('article').first();
        for (const screen of ['', 'observers']) {
          await operator.open(`${screen}?${range}`);
          const heading = await first.getByRole('heading', { level: 3 }).textContent();
          expect(heading, await operator.read()).to.match(startingWith(planted.owner.name));
          expect(await first.textContent()).to.contain('What to do');
        }
        const cards = await operator.page.getByRole('article').allTextContents();
        const own = cards.filter((card) => card.includes(planted.owner.name));
        expect(own.join('\n')).to.match(remedies[name]);

        const ranked = operator.page.getByRole('region', { name: 'Observers: table' });
        const names = await ranked.getByRole('rowheader').allTextContents();
        const places = names.map((text) => text.includes(planted.owner.name)).indexOf(true);
        if (name === 'guilty') expect(places, names.join('\n')).to.equal(0);
        else expect(places, names.join('\n')).to.be.at.least(0);
      });
    });
  }
});

interface Seen {
  readonly operator: Operator;
  /** What the screens are to show. */
  readonly range: string;
}

function startingWith(name: string): RegExp {
  return new RegExp(`^${name.replaceAll('.', '\\.')} `);
}
