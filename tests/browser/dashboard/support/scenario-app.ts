import { startBots } from '../../../../examples/demo/bots';
import { nextFlush } from '../../../../examples/demo/flush';
import { createQuery, type Query } from '../../../../examples/demo/query';
import { type ScenarioName, scenarios } from '../../../../examples/demo/scenarios';
import { startApp } from '../../../../examples/demo/start-app';
import { builtDashboard } from '../../../support/built-dashboard';

const FLUSH_INTERVAL_MS = 800;
const FLUSH_DEADLINE_MS = 30_000;

export interface ScenarioApp {
  /** Of the dashboard, without the slash at its end. */
  readonly url: string;
  readonly query: Query;
  /** Resolves when what was recorded before can be read, and so many windows after it. */
  flushed(windows?: number): Promise<void>;
  close(): Promise<void>;
}

/** The example app with a scenario, in a process of its own, and bots that use it. */
export async function startScenario(
  scenario: ScenarioName,
  { bots: count = 4 }: { readonly bots?: number } = {},
): Promise<ScenarioApp> {
  const dashboard = await builtDashboard();
  const app = await startApp({
    ...{ version: '3.3.2', driver: 'oplog', scenario, port: 0, development: true },
    dashboard,
    settings: { radiant: { flushIntervalMs: FLUSH_INTERVAL_MS, service: 'todos' } },
  });
  const query = createQuery({ url: app.url });
  const bots = await startBots(app.url, count, { scenario: scenarios[scenario] });
  bots.failed.catch(() => {}); // what a test awaits tells

  return {
    url: `${app.url}/_radiant`,
    query,
    async flushed(windows = 1) {
      for (let window = 0; window < windows; window += 1) {
        await Promise.race([
          nextFlush(query, { deadlineMs: FLUSH_DEADLINE_MS }),
          app.crashed,
          bots.failed,
        ]);
      }
    },
    async close() {
      await bots.stop().catch(() => {});
      await bots.close();
      await app.stop();
    },
  };
}
