import { expect } from 'chai';
import { startBots } from '../../examples/demo/bots';
import { nextFlush } from '../../examples/demo/flush';
import {
  type FindingFigures,
  type LoadFigures,
  readLoadFigures,
} from '../../examples/demo/load-figures';
import { createQuery, type Query } from '../../examples/demo/query';
import {
  type Planted,
  type ScenarioName,
  scenarioNames,
  scenarios,
} from '../../examples/demo/scenarios';
import { startApp } from '../../examples/demo/start-app';
import { describeLocally } from '../e2e/target';

const FLUSH_INTERVAL_MS = 1_500;
const INTERVALS = 2;
const BOTS = 6;

/** `RADIANT_E2E_SOAK=1` keeps 200 bots at it for a minute. */
const soak = process.env.RADIANT_E2E_SOAK
  ? { bots: 200, seconds: 60, pauseMs: { min: 500, max: 1_500 } }
  : { bots: 40, seconds: 12, pauseMs: { min: 100, max: 400 } };

describeLocally('the load of the observers, over HTTP', () => {
  for (const name of scenarioNames) {
    const { planted } = scenarios[name];
    if (!planted) continue;
    it(`names ${planted.what}, within two flush intervals`, async () => {
      const found = await running(name, { bots: BOTS }, async (query) => {
        // The one that is under way does not count: it has the start of the app and of the bots.
        await nextFlush(query, { deadlineMs: 4 * FLUSH_INTERVAL_MS });
        const from = Date.now();
        for (let interval = 0; interval < INTERVALS; interval += 1) {
          await nextFlush(query, { deadlineMs: 4 * FLUSH_INTERVAL_MS });
        }
        return readLoadFigures(query, { from });
      });

      const [first] = found.findings.filter(({ kind }) => kind === planted.finding);
      expect(first?.subject, summary(found)).to.deep.include({
        owner: planted.owner,
        collection: planted.collection,
      });
      expect(found.findings.some((finding) => accusesOther(finding, planted))).to.equal(false);
      const { owner, collection, shape } = planted;
      const isPlanted = (at: LoadFigures['observers'][number]) =>
        at.owner.name === owner.name && at.shape === shape && at.collection === collection;
      const place = found.observers.findIndex(isPlanted);
      if (planted.finding === 'guilty') expect(place, summary(found)).to.equal(0);
      else expect(place, summary(found)).to.be.at.least(0);
    });
  }

  it('accuses nobody while a healthy app is busy', async function () {
    this.timeout((soak.seconds + 240) * 1_000);

    const windows = await running('healthy', soak, async (query) => {
      const seen: LoadFigures[] = [];
      const endAt = Date.now() + soak.seconds * 1_000;
      while (Date.now() < endAt) {
        await nextFlush(query, { deadlineMs: 10 * FLUSH_INTERVAL_MS });
        seen.push(await readLoadFigures(query, { from: Date.now() - 60_000 }));
      }
      return seen;
    });

    const accused = windows.flatMap(({ findings }) => findings.filter(accuses));
    expect(accused.map(({ sentence }) => sentence)).to.deep.equal([]);
    expect(windows.at(-1)?.observers.length).to.be.at.least(5);
  });
});

interface Using {
  readonly bots: number;
  readonly pauseMs?: { readonly min: number; readonly max: number };
}

/** Runs the example app with a scenario, and `act` while bots use it. */
async function running<Result>(
  scenario: ScenarioName,
  { bots: count, pauseMs }: Using,
  act: (query: Query) => Promise<Result>,
): Promise<Result> {
  const app = await startApp({
    ...{ version: '3.3.2', driver: 'oplog', scenario, port: 0, development: true },
    settings: { radiant: { flushIntervalMs: FLUSH_INTERVAL_MS } },
  });
  try {
    const bots = await startBots(app.url, count, {
      scenario: scenarios[scenario],
      ...(pauseMs ? { pauseMs } : {}),
    });
    const result = await Promise.race([
      act(createQuery({ url: app.url })),
      app.crashed,
      bots.failed,
    ]);
    await bots.stop();
    await bots.close();
    return result;
  } finally {
    await app.stop();
  }
}

const accusations = new Set(['guilty', 'leak', 'duplicates', 'orphans', 'incomplete', 'uncounted']);

/** An information is none: among hundreds of clients a few do open equal queries at once. */
function accuses({ kind, severity }: FindingFigures): boolean {
  return accusations.has(kind) && severity !== 'info';
}

/** Whether somebody is accused who did nothing. */
function accusesOther(finding: FindingFigures, { owner }: Planted): boolean {
  return accuses(finding) && finding.subject.owner?.name !== owner.name;
}

function summary({ observers, findings }: LoadFigures): string {
  const said = findings.map(({ sentence }) => sentence);
  const ranked = observers
    .slice(0, 4)
    .map(({ owner, shape, cpuMs, share }) => `${owner.name} ${shape} ${cpuMs} ms ${share}`);
  return [...said, ...ranked].join('\n');
}
