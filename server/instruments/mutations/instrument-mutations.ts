import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import type { MutationOp } from '../../../common/sample';
import { type Undo, undoable } from '../../../common/undo';
import { hookDriver } from './hook-driver';
import { createMeteorWrites } from './meteor-writes';
import type {
  DriverCollection,
  KnownCollection,
  MutationTarget,
  WritingConnection,
  WritingFunctions,
} from './target';

/** Meteor's writing functions, and what each does; upserts are updates with an option. */
const meteorFunctions: Readonly<Record<keyof WritingFunctions, (options: unknown) => MutationOp>> =
  {
    insertAsync: () => 'insert',
    updateAsync: (options) =>
      (options as { upsert?: unknown } | null | undefined)?.upsert ? 'upsert' : 'update',
    removeAsync: () => 'remove',
  };
const functionNames = Object.keys(meteorFunctions) as readonly (keyof WritingFunctions)[];

/**
 * Records every write of this process to a Meteor collection: by its functions,
 * and with the driver's collection that `rawCollection()` gives. A write is
 * recorded where Meteor calls the driver; the hooks on Meteor's own functions
 * only tell whose call that is. `degraded` is told what cannot be recorded.
 */
export function instrumentMutations(
  target: MutationTarget,
  recorder: Recorder,
  degraded: (reason: string) => void = () => undefined,
): Undo {
  return undoable((defer) => {
    const writes = createMeteorWrites(recorder, () =>
      degraded("writes by Meteor's functions do not come to the driver in a known way"),
    );
    defer(writes.undo);
    const driver = hookDriver(writes, recorder, defer);
    const met = new WeakSet<object>();

    function meet(connection: WritingConnection, name: string): void {
      if (met.has(connection)) return;
      met.add(connection);
      driver.ensure(connection.rawCollection(name));
    }

    function attempt(step: () => void): void {
      try {
        step();
      } catch (error) {
        degraded(`some writes are not measured: ${error instanceof Error ? error.message : error}`);
      }
    }

    for (const name of functionNames) {
      const opOf = meteorFunctions[name];
      defer(
        patchMethod(target.connection, name, (run) => {
          return function (
            this: WritingConnection,
            collection: unknown,
            _selector: unknown,
            _modifier: unknown,
            options: unknown,
          ) {
            const known = typeof collection === 'string' ? collection : OTHER;
            if (!met.has(this)) attempt(() => meet(this, known));
            // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
            return writes.begin(known, opOf(options), run, this, arguments);
          };
        }),
      );
    }

    /** Its functions are bound to what Meteor's were before the hooks. */
    function hookBound({ _name: name, _collection: bound, _driver }: KnownCollection): void {
      if (typeof name !== 'string' || !bound || !_driver?.mongo) return;
      meet(_driver.mongo, name);
      for (const key of functionNames) {
        if (!Object.hasOwn(bound, key)) continue;
        const opOf = meteorFunctions[key];
        defer(
          patchMethod(bound as WritingFunctions, key, (run) => {
            return function (
              this: unknown,
              _selector: unknown,
              _modifier: unknown,
              options: unknown,
            ) {
              // biome-ignore lint/complexity/noArguments: as above
              return writes.begin(name, opOf(options), run, this, arguments);
            };
          }),
        );
      }
    }
    for (const collection of target.collections?.values() ?? []) hookBound(collection);

    defer(
      patchMethod(target.collection, 'rawCollection', (run) => {
        return function (this: unknown) {
          // biome-ignore lint/complexity/noArguments: as above
          const collection: DriverCollection = Reflect.apply(run, this, arguments);
          attempt(() => driver.handedOut(collection));
          return collection;
        };
      }),
    );
  });
}
