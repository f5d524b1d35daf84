import { patchMethod } from './patch-method';
import { type Undo, undoable } from './undo';

/** The part of Meteor's Mongo layer in which connections are met. */
export interface ConnectionSource<Used extends string> {
  /** `MongoInternals.Connection.prototype`. */
  readonly connection: Readonly<Record<Used, (...args: never[]) => unknown>>;
  /** `MongoInternals.RemoteCollectionDriver.prototype`. */
  readonly collectionDriver: { open(...args: never[]): unknown };
  /** `Mongo._collections`, from Meteor 3.0.2: what was made before the hooks. */
  readonly collections?: ReadonlyMap<unknown, ConnectedCollection> | undefined;
}

/** Collections that live in memory only have a driver without a connection. */
export interface ConnectedCollection {
  readonly _driver?: { readonly mongo?: object } | undefined;
}

/**
 * Calls `found` once with each Mongo connection: those of the collections that
 * there are, and any other when a collection is made on it, or its function
 * `used` is called. None is made.
 *
 * An error `found` throws goes on for the collections that there are; later it
 * is given to `failed`.
 */
export function findConnections<Used extends string>(
  { connection, collectionDriver, collections }: ConnectionSource<Used>,
  used: Used,
  found: (connection: object) => void,
  failed: (error: unknown) => void,
): Undo {
  const seen = new WeakSet<object>();

  function meet(candidate: unknown): void {
    if (typeof candidate !== 'object' || candidate === null || seen.has(candidate)) return;
    seen.add(candidate);
    found(candidate);
  }

  function meetLate(candidate: unknown): void {
    try {
      meet(candidate);
    } catch (error) {
      failed(error);
    }
  }

  return undoable((defer) => {
    for (const { _driver } of collections?.values() ?? []) meet(_driver?.mongo);
    defer(
      patchMethod(collectionDriver, 'open', (open) => {
        return function (this: { readonly mongo?: unknown }) {
          meetLate(this.mongo);
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          return Reflect.apply(open, this, arguments);
        };
      }),
    );
    defer(
      patchMethod(connection, used, (run) => {
        return function (this: unknown) {
          meetLate(this);
          // biome-ignore lint/complexity/noArguments: as above
          return Reflect.apply(run, this, arguments);
        };
      }),
    );
  });
}
