import type { Recorder } from '../../../common/recorder';
import type { MutationOp } from '../../../common/sample';
import type { Undo } from '../../../common/undo';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;

/** One call of a writing function of Meteor's connection. */
export interface MeteorWrite {
  readonly collection: string;
  readonly op: MutationOp;
  readonly startedAt: number;
  /** Whether the driver has been called for it. */
  hasReachedDriver: boolean;
}

/** Tells the driver's hooks which write of Meteor they are called for. */
export interface MeteorWrites {
  /** Calls `run` for a write that begins; the driver is called in its synchronous part. */
  begin(
    collection: string,
    op: MutationOp,
    run: AnyFunction,
    self: unknown,
    args: IArguments,
  ): unknown;
  /** The write in whose synchronous part we are, unless the driver was called for it before. */
  takeCurrent(): MeteorWrite | undefined;
  /** A write to `collection` that has begun earlier, and not come to the driver. */
  takeLate(collection: string): MeteorWrite | undefined;
  readonly hasLate: boolean;
  undo: Undo;
}

const maxLate = 100;
const maxLateMs = 10_000;
const tooManyLost = 10;

/**
 * `lost` is told when ten writes have not come to the driver within ten
 * seconds, and none ever came: then Meteor writes in a way that is not known.
 * (A write alone proves nothing: Meteor refuses some before it asks the driver.)
 */
export function createMeteorWrites(recorder: Recorder, lost: () => void): MeteorWrites {
  const { now } = recorder;
  let current: MeteorWrite | undefined;
  let late: MeteorWrite[] = [];
  let everReached = false;
  let expired = 0;

  function reached(write: MeteorWrite): MeteorWrite {
    write.hasReachedDriver = true;
    everReached = true;
    return write;
  }

  function expire(): void {
    const since = now() - maxLateMs;
    const left = late.filter(({ startedAt }) => startedAt > since);
    expired = everReached ? 0 : expired + late.length - left.length;
    late = left;
    if (expired < tooManyLost) return;
    expired = 0;
    lost();
  }

  const stopCollecting = recorder.onCollect(expire);

  return {
    begin(collection, op, run, self, args) {
      const outer = current;
      const write = { collection, op, startedAt: now(), hasReachedDriver: false };
      current = write;
      try {
        return Reflect.apply(run, self, args);
      } finally {
        current = outer;
        if (!write.hasReachedDriver && late.length < maxLate) late.push(write);
      }
    },
    takeCurrent() {
      return current && !current.hasReachedDriver ? reached(current) : undefined;
    },
    takeLate(collection) {
      const at = late.findIndex((write) => write.collection === collection);
      const [write] = at < 0 ? [] : late.splice(at, 1);
      return write && reached(write);
    },
    get hasLate() {
      return late.length > 0;
    },
    undo() {
      stopCollecting();
      late = [];
    },
  };
}
