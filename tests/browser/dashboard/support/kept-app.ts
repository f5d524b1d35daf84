import { join } from 'node:path';
import type { Batch } from '../../../../common/batch';
import type { Reader } from '../../../../common/reader';
import { memorySink } from '../../../../server/sinks/memory';
import { createHost } from '../../../host/host';
import { builtDashboard } from '../../../support/built-dashboard';

const root = join(__dirname, '..', '..', '..', '..');

interface KeptOptions {
  /** Where the token is asked for, as in production; on this machine in development it is not. */
  readonly token?: string;
  /** The store's clock, in epoch milliseconds; the system's unless given. */
  readonly now?: () => number;
  /** `Meteor.settings.radiant`, besides. */
  readonly radiant?: Readonly<Record<string, unknown>>;
}

export interface KeptApp {
  /** Of the dashboard, without the slash at its end. */
  readonly url: string;
  /** Of the app. */
  readonly root: string;
  close(): Promise<void>;
}

interface Package {
  readonly Radiant: { start(options: object): void; stop(): Promise<void> };
}

/** An app whose store holds these batches and nothing else, in this process. */
export async function startKept(
  batches: readonly Batch[],
  options: KeptOptions = {},
): Promise<KeptApp> {
  const { now = Date.now } = options;
  const store = memorySink({ limitBytes: 64 * 2 ** 20, now });
  const { signal } = new AbortController();
  for (const batch of batches) await store.write(batch, signal);
  return startWithReader(store.reader, options);
}

/** An app whose dashboard shows what this reader tells. What the app does itself is not kept. */
export async function startWithReader(
  reader: Reader,
  { token, radiant = {} }: KeptOptions = {},
): Promise<KeptApp> {
  const host = createHost({
    version: '3.3.2',
    development: token === undefined,
    log: () => {},
    settings: { radiant: { ...radiant, ...(token ? { api: { token } } : {}) } },
  });
  await host.load(join(root, 'examples/demo/scenarios/healthy.ts'), {
    packages: { 'radiant:agent': join(root, 'server/main.ts') },
    assetFolders: { 'server/dashboard/static': await builtDashboard() },
  });
  const { Radiant } = host.Package['radiant:agent'] as unknown as Package;
  Radiant.start({ sinks: [{ name: 'kept', write: async () => {}, reader }], backend: 'kept' });
  const { url } = await host.listen();
  return {
    url: `${url}/_radiant`,
    root: url,
    async close() {
      await Radiant.stop();
      await host.close();
    },
  };
}
