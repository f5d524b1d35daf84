import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { watchSettled } from '../../../common/settle';
import type { Undo } from '../../../common/undo';
import type { DriverKind } from './driver-kinds';
import { EarlyRecord, type MultiplexerRecord, type WorkRecord } from './multiplexer-record';
import type { LiveDriver } from './target';

/** Hooks the classes of drivers, each when a live driver of it is first seen. */
export interface DriverHooks {
  /** From now on, what the driver does is booked to `record`. */
  follow(driver: LiveDriver, kind: DriverKind, record: MultiplexerRecord): void;
}

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;
type Methods = Record<string, (...args: unknown[]) => unknown>;

export function createDriverHooks(recorder: Recorder, defer: (undo: Undo) => void): DriverHooks {
  const { cpu, now } = recorder;
  const hooked = new WeakSet<object>();
  const records = new WeakMap<object, WorkRecord>();

  /** Drivers work before their observer is open: then the record is one that will be taken over. */
  function recordOf(evaluator: object): WorkRecord {
    const known = records.get(evaluator);
    if (known) return known;
    const early = new EarlyRecord();
    records.set(evaluator, early);
    return early;
  }

  /** Runs one step of a driver on its record's time; what it passes on makes it useful. */
  function work(record: WorkRecord, step: AnyFunction, self: object, args: IArguments) {
    const isOutermost = !record.isWorking;
    if (isOutermost) {
      record.isWorking = true;
      record.passedOn = false;
    }
    cpu.enter(record.into);
    try {
      return Reflect.apply(step, self, args); // may throw on purpose, to switch its own state
    } finally {
      cpu.leave();
      if (isOutermost) {
        record.isWorking = false;
        if (record.passedOn) record.into.useful++;
      }
    }
  }

  function evaluates(step: AnyFunction): AnyFunction {
    return function (this: object) {
      const record = recordOf(this);
      record.into.evaluations++;
      if (record.collection) recorder.covered(record.collection, record.driver).evaluations++;
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      return work(record, step, this, arguments);
    };
  }

  function followsUp(step: AnyFunction): AnyFunction {
    return function (this: object) {
      // biome-ignore lint/complexity/noArguments: as above
      return work(recordOf(this), step, this, arguments);
    };
  }

  function polls(poll: AnyFunction): AnyFunction {
    return function (this: object) {
      const record = recordOf(this);
      const startedAt = now();
      const isInitialQuery = !(this as LiveDriver)._results;
      // biome-ignore lint/complexity/noArguments: as above
      return watchSettled(Reflect.apply(poll, this, arguments), (failed) => {
        const { into } = record;
        into.polls++;
        const docs = failed || isInitialQuery ? 0 : sizeOf((this as LiveDriver)._results);
        into.polledDocs += docs;
        into.evaluations += docs;
        record.forOwners((cell) => cell.pollTook(now() - startedAt));
      });
    };
  }

  function fetches(fetch: AnyFunction): AnyFunction {
    return function (this: object) {
      recordOf(this).into.fetches += sizeOf((this as LiveDriver)._needToFetch);
      // biome-ignore lint/complexity/noArguments: as above
      return Reflect.apply(fetch, this, arguments);
    };
  }

  function hookClass(prototype: object, kind: DriverKind): void {
    if (hooked.has(prototype)) return;
    hooked.add(prototype);
    const hook = (names: readonly string[], make: (step: AnyFunction) => AnyFunction) => {
      for (const name of names) {
        if (typeof (prototype as Methods)[name] !== 'function') continue;
        defer(patchMethod(prototype as Methods, name, make));
      }
    };
    hook(kind.evaluations, evaluates);
    hook(kind.followUps, followsUp);
    hook(kind.polls, polls);
    hook(kind.fetches, fetches);
  }

  return {
    follow(driver, kind, record) {
      const evaluator = kind.evaluator?.(driver) ?? driver;
      const early = records.get(evaluator);
      if (early === record) return;
      if (early instanceof EarlyRecord) record.takeOver(early);
      records.set(evaluator, record);
      hookClass(Object.getPrototypeOf(evaluator), kind);
    },
  };
}

/** How many there are in an array, a Map, or one of Meteor's maps, whose size is a function. */
function sizeOf(collection: unknown): number {
  if (typeof collection !== 'object' || collection === null) return 0;
  const { length, size } = collection as { length?: unknown; size?: unknown };
  const count =
    typeof size === 'function' ? (size as () => unknown).call(collection) : (size ?? length);
  return typeof count === 'number' ? count : 0;
}
