import type { AnalyticsSettings } from '../../../client/analytics/settings';
import { features } from '../../../client/features';
import type { FoundMeteor } from '../../../client/meteor';
import { openTab, type Tab } from '../../host/client/fixture';
import { createHost, type Host } from '../../host/host';
import { clientOf } from '../../support/browser/client-of';
import { fakeBrowser } from '../../support/browser/fake-browser';
import type { FakePage } from '../../support/browser/fake-page';
import { settle } from '../../support/hand-clock';

export interface Sent {
  readonly type: string;
  readonly event?: string;
  readonly name?: string;
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly traits?: object;
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly context: Readonly<Record<string, unknown>>;
}

/** What the traps are not about. */
const quiet = { ddp: false, vitals: false, errors: false };

/** A server with accounts, and what a page of the app finds of Meteor. */
export async function anApp() {
  const host: Host = createHost({ version: '3.5', latencyMs: 0, log: () => {} });
  const { url } = await host.listen();
  const userId = String(
    await host.Accounts?.createUserAsync({
      username: 'ann',
      email: 'ann@example.com',
      password: 'pw',
    }),
  );
  const tabs: Tab[] = [];
  return {
    host,
    userId,
    /** A tab that keeps the login of the one before, where its storage is given. */
    tab(localStorage?: Tab['environment']['localStorage']) {
      const tab = openTab('3.5', url, localStorage ? { localStorage } : {});
      tabs.push(tab);
      return tab;
    },
    async close() {
      for (const tab of tabs) tab.close();
      await host.close();
    },
  };
}

/** A page as main.ts puts it together: the client, with the features that the app and its settings have. */
export async function pageOf({
  tab,
  settings = {},
  browser = fakeBrowser(),
  page = browser.open(),
}: {
  readonly tab?: Tab;
  readonly settings?: AnalyticsSettings;
  readonly browser?: ReturnType<typeof fakeBrowser>;
  readonly page?: FakePage;
}) {
  browser.network.answerAll();
  const given = { ...quiet, ...settings };
  const found: FoundMeteor = {
    meteor: tab?.Meteor ?? {},
    packages: tab?.Package ?? {
      tracker: { Tracker: { nonreactive: (run: () => unknown) => run() } },
    },
    settings: given,
    okgrowSettings: undefined,
    config: {},
    startup: () => {},
  };
  const client = clientOf(browser, page, { settings: given });
  return {
    ...client,
    browser,
    window: page.window,
    async start() {
      const { window } = globalThis as { window?: unknown };
      Object.assign(globalThis, { window: page.window });
      const { entries, late } = features(found, client.core.settings);
      const started = client.core.start(entries, late);
      // What is asked of the window is asked while features are installed.
      await started;
      Object.assign(globalThis, { window });
      // As in main.ts, this comes by `import()` where the browser does not tell of its history.
      await import('../../../client/analytics/watch-history');
      await new Promise((resolve) => setTimeout(resolve, 10));
      await settle();
    },
    /** All that was sent, by any page of the browser. */
    async sent(): Promise<Sent[]> {
      await browser.clock.advance(300);
      await client.api.flush();
      await browser.clock.advance(6_000);
      return browser.network.requests.flatMap(({ json }) => json().batch as unknown as Sent[]);
    },
  };
}

/** The same, started. */
export async function startedPage(options: Parameters<typeof pageOf>[0]) {
  const page = await pageOf(options);
  await page.start();
  return page;
}

/** Names of events, and types of those that have none. */
export const names = (events: readonly Sent[]) =>
  events.map(({ type, event, name }) => event ?? name ?? type);
