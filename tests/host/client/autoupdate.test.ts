import { expect } from 'chai';
import { createHost, type Host } from '../host';
import { until } from '../mongo/fixture';
import type { ClientProgram } from '../program/program';
import { openTab, type Tab, type TabOptions } from './fixture';
import { createMemoryStorage } from './local-storage';

describe('a hot code push', () => {
  let host: Host;
  let url: string;
  const tabs: Tab[] = [];

  beforeEach(async () => {
    host = createHost({ version: '3.3.2', latencyMs: 0, log: () => {} });
    host.Meteor.methods({
      async wait(ms: number) {
        await new Promise((resolve) => setTimeout(resolve, ms));
      },
    });
    host.serveClient(aProgram('1'));
    ({ url } = await host.listen());
  });

  afterEach(async () => {
    for (const tab of tabs.splice(0)) tab.close();
    await host.close();
  });

  async function open(options: TabOptions = {}): Promise<Tab & { reloads(): number }> {
    let reloads = 0;
    const onReload = () => {
      reloads += 1;
    };
    const tab = openTab('3.3.2', url, { onReload, config: await configOf(url), ...options });
    tabs.push(tab);
    await until(() => tab.DDP._allSubscriptionsReady());
    return { ...tab, reloads: () => reloads };
  }

  const newer = ({ Package }: Tab) =>
    (
      Package.autoupdate as { Autoupdate: { newClientAvailable(): boolean } } | undefined
    )?.Autoupdate.newClientAvailable();

  it('is no news to a client that is the newest', async () => {
    const tab = await open();

    expect([newer(tab), tab.reloads()]).to.deep.equal([false, 0]);
  });

  it('is told, and reloads the page', async () => {
    const tab = await open();
    const told: unknown[] = [];
    tab.Tracker.autorun(() => told.push(newer(tab)));

    host.serveClient(aProgram('2'));
    await until(() => tab.reloads() === 1);

    expect(told).to.deep.equal([false, true]);
  });

  it('waits for calls that are on their way', async () => {
    const tab = await open();
    const call = tab.Meteor.callAsync('wait', 100).then(() => tab.reloads());

    host.serveClient(aProgram('2'));
    const before = await call;
    await until(() => tab.reloads() === 1);

    expect(before).to.equal(0);
  });

  it('waits for whoever is not ready, and hands data on to the next page', async () => {
    const sessionStorage = createMemoryStorage();
    const tab = await open({ sessionStorage });
    let retry: (() => void) | undefined;
    tab.Reload?._onMigrate('draft', (again) => {
      const wasAsked = retry !== undefined;
      retry = again;
      return wasAsked ? [true, { text: 'half' }] : [false];
    });

    host.serveClient(aProgram('2'));
    await until(() => retry !== undefined);
    const before = tab.reloads();
    retry?.();
    await until(() => tab.reloads() === 1);
    const next = await open({ sessionStorage });

    expect(before).to.equal(0);
    expect(next.Reload?._migrationData('draft')).to.deep.equal({ text: 'half' });
  });

  it('waits for nobody where the page is left to log in', async () => {
    const tab = await open();
    tab.Reload?._onMigrate('draft', () => [false]);

    tab.Reload?._reload({ immediateMigration: true });
    await until(() => tab.reloads() === 1);
  });
});

function aProgram(version: string): ClientProgram {
  const versions = { version, versionRefreshable: 'css', versionNonRefreshable: version };
  return { head: '', body: '', files: {}, version: versions };
}

async function configOf(url: string): Promise<Record<string, unknown>> {
  const page = await (await fetch(url)).text();
  const [, encoded = ''] = /decodeURIComponent\("(.*?)"\)/.exec(page) ?? [];
  return JSON.parse(decodeURIComponent(encoded));
}
