import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { getMore } from './commands';
import type { Operation, Operations } from './operations';
import { createReadings, type Reading } from './reading';
import type { DriverCursor } from './target';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;

/** Times what the driver's cursors ask, once it has been told of them. */
export interface CursorHooks {
  /** The app, or Meteor, gets this cursor. */
  handedOut(cursor: DriverCursor, operation: Operation): void;
}

/**
 * A cursor asks the database when `next`, `tryNext` or `hasNext` is called and
 * it has no document left; all other ways to read it call these. Only that time
 * counts: what the app does between two documents does not. `watch` gives no
 * cursor that is timed, and one that is tailable waits for others: neither does.
 *
 * The classes are found on live cursors. `degraded` is told of one that is unknown.
 */
export function hookCursors(
  operations: Operations,
  recorder: Recorder,
  defer: (undo: Undo) => void,
  degraded: (reason: string) => void,
): CursorHooks {
  const readings = createReadings(operations, recorder);
  defer(readings.undo);
  const known = new WeakMap<object, Reading>();
  /** Classes of cursors, and whether cursors of them can be timed. */
  const classes = new WeakMap<object, boolean>();
  const hooked = new WeakSet<object>();
  const more = operations.named(getMore);

  function ask(cursor: DriverCursor, reading: Reading, run: AnyFunction, args: IArguments) {
    if (cursor.id === undefined) readings.rewound(reading);
    const { operation, hasAsked } = reading;
    const asked = hasAsked ? more(operation.collection) : operation;
    return operations.time(asked, run, cursor, args, {
      began: () => readings.asked(reading),
      ended: (_asked, durationMs, failed) =>
        readings.answered(reading, durationMs, failed, hasNothingMore(cursor)),
    });
  }

  const hooks: Readonly<Record<string, (run: AnyFunction) => AnyFunction>> = {
    next: asking,
    tryNext: asking,
    hasNext: asking,

    close: (run) =>
      function (this: DriverCursor) {
        const reading = known.get(this);
        if (reading) readings.closed(reading);
        // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
        return Reflect.apply(run, this, arguments);
      },

    addCursorFlag: (run) =>
      function (this: DriverCursor, flag: unknown, isSet: unknown) {
        if (flag === 'tailable' && isSet === true) known.delete(this);
        // biome-ignore lint/complexity/noArguments: as above
        return Reflect.apply(run, this, arguments);
      },

    clone: (run) =>
      function (this: DriverCursor) {
        // biome-ignore lint/complexity/noArguments: as above
        const clone: DriverCursor = Reflect.apply(run, this, arguments);
        const reading = known.get(this);
        if (reading) handedOut(clone, reading.operation);
        return clone;
      },

    count: (run) => asOne(run, 'count'),
    explain: (run) => asOne(run, 'explain'),
  };

  /** A question of its own, which reads no document. */
  function asOne(run: AnyFunction, command: string): AnyFunction {
    const named = operations.named(command);
    return function (this: DriverCursor) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const args = arguments;
      const reading = operations.isInside ? undefined : known.get(this);
      if (!reading) return Reflect.apply(run, this, args);
      return operations.time(named(reading.operation.collection), run, this, args);
    };
  }

  function asking(run: AnyFunction): AnyFunction {
    return function (this: DriverCursor) {
      // biome-ignore lint/complexity/noArguments: as above
      const args = arguments;
      // Most calls only take the next document of a batch.
      if (this.bufferedCount() > 0 || operations.isInside) return Reflect.apply(run, this, args);
      const reading = known.get(this);
      if (!reading || hasNothingMore(this)) return Reflect.apply(run, this, args);
      return ask(this, reading, run, args);
    };
  }

  function hookClass(cursor: DriverCursor): boolean {
    const prototype: unknown = Object.getPrototypeOf(cursor);
    if (typeof prototype !== 'object' || prototype === null) return false;
    const before = classes.get(prototype);
    if (before !== undefined) return before;
    const canBeTimed = canBeRead(cursor);
    classes.set(prototype, canBeTimed);
    if (canBeTimed) defer(undoable((deferOne) => hookChain(prototype, deferOne)));
    else degraded('cursors of a class that is not known are not measured');
    return canBeTimed;
  }

  function hookChain(first: object, deferOne: (undo: Undo) => void): void {
    let prototype: object | null = first;
    while (prototype && prototype !== Object.prototype && !hooked.has(prototype)) {
      hooked.add(prototype);
      for (const [name, hook] of Object.entries(hooks)) {
        if (!Object.hasOwn(prototype, name)) continue;
        deferOne(patchMethod(prototype as Record<string, unknown>, name, hook));
      }
      prototype = Object.getPrototypeOf(prototype);
    }
  }

  function handedOut(cursor: DriverCursor, operation: Operation): void {
    if (hookClass(cursor)) known.set(cursor, readings.open(operation));
  }

  return { handedOut };
}

function hasNothingMore({ id, closed }: DriverCursor): boolean {
  return closed || id?.isZero() === true;
}

function canBeRead(cursor: DriverCursor): boolean {
  const { next, bufferedCount } = cursor as DriverCursor & { readonly next?: unknown };
  return typeof next === 'function' && typeof bufferedCount === 'function' && 'id' in cursor;
}
