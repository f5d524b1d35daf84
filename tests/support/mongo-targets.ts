import type { DatabaseTarget } from '../../server/instruments/database/target';
import type { MutationTarget } from '../../server/instruments/mutations/target';
import type { StreamTarget } from '../../server/instruments/streams/target';
import { createHost, type Host } from '../host/host';
import { atLeast, type HostVersion } from '../host/meteor/versions';
import type { ObserveDriverName } from '../host/mongo/mongo-environment';
import { inMemory, type Store } from '../host/mongo/stores';

/** A document of the tests' collections. */
export interface Doc {
  readonly _id?: string;
  readonly [field: string]: unknown;
}

/** The part of a `Mongo.Collection` that the tests of Mongo's instruments use. */
export interface TestCollection {
  find(
    selector?: unknown,
    options?: object,
  ): { observeChanges(callbacks: object): Promise<{ stop(): unknown }> };
  insertAsync(doc: Doc): Promise<string>;
  updateAsync(selector: unknown, change: object, options?: object): Promise<number>;
  upsertAsync(selector: unknown, change: object, options?: object): Promise<unknown>;
  removeAsync(selector: unknown): Promise<number>;
  // biome-ignore lint/suspicious/noConfusingVoidType: whatever the driver's functions give
  rawCollection(): Record<string, (...args: unknown[]) => Promise<unknown> | void>;
}

/** The drivers of a release; that of a package like redis-oplog once, on the release it is made for. */
export function driversOf(version: HostVersion): readonly ObserveDriverName[] {
  const all: readonly ObserveDriverName[] = ['oplog', 'polling'];
  if (version === '3.3.2') return [...all, 'redis'];
  return atLeast(version, '3.5') ? [...all, 'changeStreams'] : all;
}

/** A host with a database of its own. */
export async function aMongoHost(
  version: HostVersion,
  driver: ObserveDriverName,
  store: Store = inMemory,
): Promise<Host> {
  const database = await store.open([]);
  const host = createHost({
    version,
    driver,
    without: ['accounts-base'],
    latencyMs: 0,
    log: () => undefined,
    env: {
      METEOR_POLLING_THROTTLE_MS: '5',
      METEOR_POLLING_INTERVAL_MS: '100000',
      ...database.env,
    },
  });
  const { close } = host;
  return {
    ...host,
    async close() {
      await close();
      await database.drop();
    },
  };
}

export function testCollection(host: Host, name = 'things'): TestCollection {
  return new host.Mongo.Collection(name) as unknown as TestCollection;
}

/** What the agent finds of the host's Mongo layer, for the streams instrument. */
export function streamTarget(host: Host): StreamTarget {
  const { Connection, RemoteCollectionDriver } = host.MongoInternals;
  return {
    connection: Connection.prototype,
    collectionDriver: RemoteCollectionDriver.prototype,
    collections: host.Mongo._collections as never,
  };
}

/** The same for the mutations instrument. */
export function mutationTarget(host: Host): MutationTarget {
  return {
    connection: host.MongoInternals.Connection.prototype as never,
    collection: host.Mongo.Collection.prototype as never,
    collections: host.Mongo._collections as never,
  };
}

/** Waits, on real time, for what happens behind a real driver. */
export async function eventually(check: () => boolean, withinMs = 3_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (!check()) {
    if (Date.now() > deadline) throw new Error(`it did not happen within ${withinMs} ms: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** The same for the database instrument. */
export function databaseTarget(host: Host): DatabaseTarget {
  const { Connection, RemoteCollectionDriver, NpmModules } = host.MongoInternals;
  return {
    connection: Connection.prototype,
    collectionDriver: RemoteCollectionDriver.prototype,
    collections: host.Mongo._collections as never,
    session: NpmModules.mongodb.module.ClientSession.prototype as never,
  };
}
