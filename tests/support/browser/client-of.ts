import type { Browser } from '../../../client/analytics/browser';
import * as checkSettings from '../../../client/analytics/check-settings';
import * as claimLeftovers from '../../../client/analytics/claim-leftovers';
import { createAnalytics } from '../../../client/analytics/create-analytics';
import * as delivery from '../../../client/analytics/delivery';
import * as erase from '../../../client/analytics/erase';
import type { FeatureEntry } from '../../../client/analytics/feature-host';
import type { Later } from '../../../client/analytics/later';
import * as moreCalls from '../../../client/analytics/more-calls';
import type { AnalyticsParts } from '../../../client/analytics/parts';
import * as plugins from '../../../client/analytics/plugins';
import { settle } from '../hand-clock';
import type { fakeBrowser } from './fake-browser';
import type { FakePage } from './fake-page';

export interface ClientOptions {
  readonly settings?: unknown;
  readonly features?: readonly FeatureEntry[];
  readonly late?: (() => Promise<readonly FeatureEntry[]>) | undefined;
  readonly parts?: Partial<AnalyticsParts>;
}

/** The analytics client in a page, not started yet; what it warned of and logged is kept. */
export function clientOf(
  browser: ReturnType<typeof fakeBrowser>,
  page: FakePage,
  { settings = {}, features = [], late, parts = {} }: ClientOptions = {},
) {
  const warnings: string[] = [];
  const logged: unknown[] = [];
  const { clock } = browser;
  /** A page that is gone runs nothing any longer. */
  let alive = true;
  const core = createAnalytics({
    browser: page.window as unknown as Browser,
    later: here,
    settings,
    meteor: {},
    config: {},
    now: clock.now,
    wallNow: clock.wallNow,
    after: (ms, run) => clock.timers.after(ms, () => alive && run()),
    warn: (line) => warnings.push(line),
    log: (...line) => logged.push(line),
    ...parts,
  });
  return {
    core,
    api: core.api,
    page,
    warnings,
    logged,
    async start() {
      await core.start(features, late);
      await settle();
    },
    die() {
      page.leave();
      alive = false;
    },
  };
}

/** The same, started. */
export async function startedClient(
  browser: ReturnType<typeof fakeBrowser>,
  options: ClientOptions & { readonly page?: FakePage } = {},
) {
  const client = clientOf(browser, options.page ?? browser.open(), options);
  await client.start();
  return client;
}

/** What the client loads when it is needed, without waiting for a disk. */
export const here: Later = {
  delivery: async () => delivery,
  plugins: async () => plugins,
  claimLeftovers: async () => claimLeftovers,
  checkSettings: async () => checkSettings,
  erase: async () => erase,
  moreCalls: async () => moreCalls,
};
