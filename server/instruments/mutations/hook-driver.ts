import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import type { MutationOp } from '../../../common/sample';
import { type Undo, undoable } from '../../../common/undo';
import { type DriverWrite, docsOf, driverWrites, optionsOf } from './driver-writes';
import type { MeteorWrite, MeteorWrites } from './meteor-writes';
import { ownerOf } from './owner';
import type { DriverCollection } from './target';
import { type Answered, watchAwaited, watchHandedOut } from './watch-answer';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;

/** Hooks the driver's class for collections, and records the writes that are Meteor's or the app's. */
export interface DriverHooks {
  /** Makes sure that the class of this collection is hooked. */
  ensure(collection: DriverCollection): void;
  /** The app gets this collection: what it writes with it is recorded. */
  handedOut(collection: DriverCollection): void;
}

/** What a call of the driver belongs to. */
interface Writing {
  readonly collection: string;
  readonly op: MutationOp;
  readonly startedAt: number;
  readonly isFirst: boolean;
  /** Whether Meteor awaits the answer. */
  readonly isAwaited: boolean;
}

/**
 * Any other collection of the driver, such as Meteor reads from, or a client of
 * the app's own or of a sink writes to, is let through.
 */
export function hookDriver(
  writes: MeteorWrites,
  recorder: Recorder,
  defer: (undo: Undo) => void,
): DriverHooks {
  const { context, now } = recorder;
  const hooked = new WeakSet<object>();
  /** Collections by what is written with them: the app's, or a write of Meteor's in several steps. */
  const known = new WeakMap<object, 'app' | MeteorWrite>();
  /** Whether a recorded function of the driver is running: what it calls belongs to it. */
  let isInside = false;

  function writingOf(
    self: DriverCollection,
    write: DriverWrite,
    args: IArguments,
  ): Writing | undefined {
    const current = writes.takeCurrent();
    if (current) return firstStep(self, current, true);
    const owner = known.get(self);
    if (owner === 'app') return appWriting(self, write, args);
    if (owner) return { ...owner, isFirst: false, isAwaited: true };
    if (!writes.hasLate) return undefined;
    const late = writes.takeLate(self.collectionName);
    return late && firstStep(self, late, false); // most likely it is Meteor's
  }

  function firstStep(self: object, write: MeteorWrite, isAwaited: boolean): Writing {
    const { collection, op, startedAt } = write;
    if (op === 'upsert') known.set(self, write);
    return { collection, op, startedAt, isFirst: true, isAwaited };
  }

  function appWriting(self: DriverCollection, write: DriverWrite, args: IArguments): Writing {
    const op = write.op(optionsOf(write, args));
    return {
      collection: self.collectionName,
      op,
      startedAt: now(),
      isFirst: true,
      isAwaited: false,
    };
  }

  function answered(writing: Writing, write: DriverWrite, args: IArguments): Answered {
    const { collection, op, startedAt, isFirst } = writing;
    const owner = ownerOf(context.current());
    const options = optionsOf(write, args);
    const record = (docs: number, failed: boolean) => {
      const durationMs = isFirst ? now() - startedAt : undefined;
      recorder.record({
        kind: 'mutation',
        ...{ collection, op, owner, isFirst, docs, failed, durationMs },
      });
    };
    return {
      ok(result) {
        try {
          record(docsOf(write, result, options), false);
        } catch (error) {
          recorder.failed(error);
        }
      },
      failed: () => record(0, true),
    };
  }

  /** A callback takes the answer, which is not seen. */
  function recordUnanswered({ collection, op, isFirst }: Writing): void {
    const owner = ownerOf(context.current());
    recorder.record({
      kind: 'mutation',
      ...{ collection, op, owner, isFirst, docs: 0, failed: false, durationMs: undefined },
    });
  }

  function runInside(run: AnyFunction, self: unknown, args: IArguments): unknown {
    isInside = true;
    try {
      return Reflect.apply(run, self, args);
    } finally {
      isInside = false;
    }
  }

  function recorded(run: AnyFunction, write: DriverWrite): AnyFunction {
    return function (this: DriverCollection) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const args = arguments;
      const writing = isInside ? undefined : writingOf(this, write, args);
      if (!writing) return Reflect.apply(run, this, args);
      const answer = runInside(run, this, args);
      if (!(answer instanceof Promise)) {
        recordUnanswered(writing);
        return answer;
      }
      const watch = writing.isAwaited ? watchAwaited : watchHandedOut;
      return watch(answer, answered(writing, write, args));
    };
  }

  function ensure(collection: DriverCollection): void {
    const prototype = Object.getPrototypeOf(collection) as Record<string, unknown>;
    if (hooked.has(prototype)) return;
    hooked.add(prototype);
    defer(
      undoable((deferOne) => {
        for (const [name, write] of Object.entries(driverWrites)) {
          if (!(name in prototype)) continue;
          deferOne(patchMethod(prototype, name, (run) => recorded(run, write)));
        }
      }),
    );
  }

  return {
    ensure,
    handedOut(collection) {
      ensure(collection);
      known.set(collection, 'app');
    },
  };
}
