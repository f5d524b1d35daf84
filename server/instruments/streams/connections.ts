import { patchMethod } from '../../../common/patch-method';
import { type Undo, undoable } from '../../../common/undo';
import type { StreamConnection, StreamTarget } from './target';

/**
 * Calls `found` once with each Mongo connection: those of the collections that
 * there are, and any other when it is first used. None is made.
 *
 * An error `found` throws goes on for the collections that there are; later it
 * is given to `failed`.
 */
export function findConnections(
  { connection, collectionDriver, collections }: StreamTarget,
  found: (connection: StreamConnection) => void,
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
      patchMethod(connection, '_observeChanges', (observe) => {
        return function (this: unknown) {
          meetLate(this);
          // biome-ignore lint/complexity/noArguments: as above
          return Reflect.apply(observe, this, arguments);
        };
      }),
    );
  });
}
