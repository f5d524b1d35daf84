import { startClickhouse } from '../../tests/support/clickhouse-front';

/** A place where the demo keeps figures and reads them back. */
export interface Backend {
  /** What belongs into `Meteor.settings.radiant`. */
  readonly settings: Readonly<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** Something that a backend needs and that is not here; the message says what to do. */
export class BackendError extends Error {
  override readonly name = 'BackendError';
}

const nothing = async () => undefined;

export const backends = {
  memory: async () => ({ settings: { backend: 'memory' }, stop: nothing }),

  async mongo() {
    if (!process.env.MONGO_URL) {
      throw new BackendError('--backend mongo takes the address of a replica set in MONGO_URL');
    }
    return { settings: { backend: 'mongo' }, stop: nothing };
  },

  /** ClickHouse at CLICKHOUSE_URL; else its engine inside of this process. */
  async clickhouse() {
    const url = process.env.CLICKHOUSE_URL;
    const front = url ? undefined : await startClickhouse();
    const settings = { backend: 'clickhouse', clickhouse: { url: url ?? front?.url } };
    return { settings, stop: async () => front?.close() };
  },
} as const satisfies Record<string, () => Promise<Backend>>;

export type BackendName = keyof typeof backends;

export const backendNames = Object.keys(backends) as BackendName[];
