import type { MutationTarget } from '../../server/instruments/mutations/target';
import type { StreamTarget } from '../../server/instruments/streams/target';
import type { Host } from '../host/host';

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
