import { patchMethod } from '../../../common/patch-method';
import { type Undo, undoable } from '../../../common/undo';
import { commands, cursorCommands } from './commands';
import type { CursorHooks } from './hook-cursors';
import type { Operations } from './operations';
import type { DatabaseConnection, DriverCollection, DriverCursor } from './target';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;
type Defer = (undo: Undo) => void;

/**
 * Times what the driver's collections ask, those of the databases it has been
 * told of: Meteor makes them of the same `Db` as the app's `rawCollection()`.
 * A client of the app's own, or of a sink's, has another.
 */
export function hookCollections(
  operations: Operations,
  cursors: CursorHooks,
  defer: Defer,
): (connection: DatabaseConnection) => void {
  const databases = new WeakSet<object>();
  const hooked = new WeakSet<object>();

  function isMeasured({ s }: DriverCollection): boolean {
    return s?.db !== undefined && databases.has(s.db) && !operations.isInside;
  }

  function command(run: AnyFunction, name: string): AnyFunction {
    const named = operations.named(name);
    return function (this: DriverCollection) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const args = arguments;
      if (!isMeasured(this)) return Reflect.apply(run, this, args);
      return operations.time(named(this.collectionName), run, this, args);
    };
  }

  function cursor(run: AnyFunction, name: string): AnyFunction {
    const named = operations.named(name);
    return function (this: DriverCollection, _selector: unknown, options: unknown) {
      // biome-ignore lint/complexity/noArguments: as above
      const made: DriverCursor = Reflect.apply(run, this, arguments);
      if (isMeasured(this) && !isTailable(options)) {
        cursors.handedOut(made, named(this.collectionName));
      }
      return made;
    };
  }

  function hookClass(prototype: Record<string, unknown>): void {
    if (hooked.has(prototype)) return;
    const hook = (names: Readonly<Record<string, string>>, hooks: typeof command, step: Defer) => {
      for (const [name, asked] of Object.entries(names)) {
        if (name in prototype) step(patchMethod(prototype, name, (run) => hooks(run, asked)));
      }
    };
    defer(
      undoable((step) => {
        hook(commands, command, step);
        hook(cursorCommands, cursor, step);
      }),
    );
    hooked.add(prototype);
  }

  return (connection) => {
    const { db } = connection;
    const collection = connection.rawCollection('any');
    if (typeof db !== 'object' || collection.s?.db !== db) {
      throw new Error("it does not show which database the driver's collections are of");
    }
    hookClass(Object.getPrototypeOf(collection));
    databases.add(db);
  };
}

function isTailable(options: unknown): boolean {
  return (options as { readonly tailable?: unknown } | null | undefined)?.tailable === true;
}
