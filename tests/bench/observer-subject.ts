import { createHost, type Host } from '../host/host';
import { benchAgent } from './bench-agent';

/** An app with two observers over the database in memory, bare or with Radiant. */
export interface ObserverSubject {
  readonly things: Things;
  /** Looks for what never comes. */
  readonly idle: Handle;
  /** Has one document, and one handle. */
  readonly busy: Handle;
  end(): Promise<void>;
}

interface Things {
  find(selector: object): { observeChanges(callbacks: object): Promise<Handle> };
  insertAsync(doc: object): Promise<string>;
}

interface Handle {
  readonly _multiplexer: Multiplexer;
  stop(): Promise<void>;
}

interface Multiplexer {
  readonly _observeDriver: OplogDriver & ChangeStreamDriver;
  changed(id: string, fields: object): void;
  onFlush(callback: () => void): unknown;
}

interface OplogDriver {
  _handleOplogEntrySteadyOrFetching(op: object): void;
}

interface ChangeStreamDriver {
  _onChange(change: object): void;
}

/** What an observer calls that is there to be measured. */
export const ignoring = { added() {}, changed() {}, removed() {} };

export interface ObserverSubjectOptions {
  readonly version: Host['version'];
  readonly driver: 'oplog' | 'changeStreams';
  readonly withRadiant: boolean;
}

export async function observerSubject({
  version,
  driver,
  withRadiant,
}: ObserverSubjectOptions): Promise<ObserverSubject> {
  const without = ['accounts-base', 'ddp-rate-limiter'] as const;
  const host = createHost({ version, driver, without, latencyMs: 0, log: () => {} });
  const agent = withRadiant ? startOn(host) : undefined;
  const things = new host.Mongo.Collection('things') as unknown as Things;
  await things.insertAsync({ _id: 'a', kind: 'busy', n: -1 });
  const idle = await things.find({ kind: 'idle' }).observeChanges(ignoring);
  const busy = await things.find({ kind: 'busy' }).observeChanges(ignoring);
  return {
    things,
    idle,
    busy,
    async end() {
      await idle.stop();
      await busy.stop();
      await agent?.stop();
      await host.close();
    },
  };
}

function startOn({ MongoInternals, Package }: Host) {
  const { minimongo } = Package as { readonly minimongo?: { readonly LocalCollection?: unknown } };
  const others = { streams: false, mutations: false, sessions: false };
  return benchAgent(
    {
      ...{ server: {}, ddpCommon: {}, mongoInternals: MongoInternals },
      localCollection: minimongo?.LocalCollection,
    },
    { instruments: { ...others, methods: false, publications: false } },
  );
}
