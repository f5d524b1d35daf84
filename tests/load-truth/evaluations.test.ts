import { expect } from 'chai';
import type { ObserversReport } from '../../common/load-report';
import type { Agent } from '../../server/agent';
import { reportObservers } from '../../server/load-report';
import { createHost } from '../host/host';
import type { HostVersion } from '../host/meteor/versions';
import { type Database, type Store, stores } from '../host/mongo/stores';
import { hostVersions } from '../support/host-versions';
import { startAgentOn } from './start-agent-on';

type Driver = 'oplog' | 'changeStreams';

interface Handle {
  stop(): Promise<void>;
}

interface Docs {
  find(selector: unknown, options?: object): { observeChanges(callbacks: object): Promise<Handle> };
  insertAsync(doc: object): Promise<string>;
  updateAsync(selector: object, change: object, options?: object): Promise<number>;
  removeAsync(selector: object): Promise<number>;
}

const releases: ReadonlyArray<readonly [HostVersion, Driver]> = [
  ...hostVersions.map((version) => [version, 'oplog'] as const),
  ['3.5', 'changeStreams'],
];
const DEADLINE_MS = 10_000;
const quiet = { added() {}, changed() {}, removed() {} };

for (const store of stores) {
  for (const [version, driver] of releases) {
    describe(`evaluations on Meteor ${version}, ${driver}, ${store.name}`, function () {
      this.timeout(2 * DEADLINE_MS);
      let app: App;

      beforeEach(async () => {
        app = await startApp(store, version, driver);
      });
      afterEach(() => app.end());

      it('are mutations × live drivers, exactly', async () => {
        const { docs, others, report } = app;
        const handles = await openAll([
          ...Array.from({ length: 7 }, (_, list) => docs.find({ list })),
          docs.find({ list: 3 }), // joins a multiplexer, and is no driver of its own
          // Change streams follow no limit.
          docs.find({ n: { $gt: 4 } }, driver === 'oplog' ? { sort: { n: 1 }, limit: 2 } : {}),
          others.find({}),
        ]);

        const mutations = (await write(docs, 20)) + (await write(docs, 10));
        const elsewhere = await write(others, 5);

        const expected = mutations * 8 + elsewhere * 1;
        const { coverage } = await report((counted) => counted >= expected);
        expect(coverage).to.deep.include({ evaluations: expected, expected, ratio: 1 });
        for (const handle of handles) await handle.stop();
      });

      it('end with their driver', async () => {
        const { docs, report } = app;
        const [first, second] = await openAll([docs.find({ list: 1 }), docs.find({ list: 2 })]);
        const both = await write(docs, 4);
        await report((counted) => counted >= 2 * both);
        await first?.stop();

        const alone = await write(docs, 4);

        const expected = 2 * both + alone;
        const { coverage } = await report((counted) => counted >= expected);
        expect(coverage).to.deep.include({ evaluations: expected, expected });
        await second?.stop();
      });
    });
  }
}

interface App {
  readonly docs: Docs;
  readonly others: Docs;
  /** Resolves when enough was counted, and no more comes. */
  report(isEnough: (evaluations: number) => boolean): Promise<ObserversReport>;
  end(): Promise<void>;
}

async function startApp(store: Store, version: HostVersion, driver: Driver): Promise<App> {
  const database: Database = await store.open(['docs', 'others']);
  const host = createHost({
    ...{ version, driver, log: () => {} },
    ...{ without: ['accounts-base'], env: database.env },
  });
  const agent = startAgentOn(host);
  const since = Date.now();
  return {
    docs: new host.Mongo.Collection('docs') as unknown as Docs,
    others: new host.Mongo.Collection('others') as unknown as Docs,
    report: (isEnough) => settledReport(agent, since, isEnough),
    async end() {
      await agent.stop();
      await host.close();
      await database.drop();
    },
  };
}

function openAll(cursors: ReadonlyArray<ReturnType<Docs['find']>>): Promise<Handle[]> {
  return cursors.reduce<Promise<Handle[]>>(async (opened, cursor) => {
    // One after the other: equal queries that are opened at once do not share.
    const before = await opened;
    return [...before, await cursor.observeChanges(quiet)];
  }, Promise.resolve([]));
}

/** Inserts, updates and removes; returns how many mutations that was. */
async function write(docs: Docs, count: number): Promise<number> {
  for (let n = 0; n < count; n += 1) await docs.insertAsync({ list: n % 9, n });
  const updated = await docs.updateAsync({ n: { $gte: 2 } }, { $inc: { n: 1 } }, { multi: true });
  const removed = await docs.removeAsync({});
  return count + updated + removed;
}

async function settledReport(
  agent: Agent,
  since: number,
  isEnough: (evaluations: number) => boolean,
): Promise<ObserversReport> {
  const deadline = Date.now() + DEADLINE_MS;
  let before = -1;
  for (;;) {
    await agent.flush();
    const reader = agent.reader();
    if (!reader) throw new Error('nothing can be read');
    const report = await reportObservers(reader, { from: since - 1_000, to: Date.now() + 1_000 });
    const { evaluations } = report.coverage;
    if ((isEnough(evaluations) && evaluations === before) || Date.now() > deadline) return report;
    before = evaluations;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
