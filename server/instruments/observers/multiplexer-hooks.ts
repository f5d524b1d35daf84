import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';
import type { MultiplexerRecord } from './multiplexer-record';
import type { LiveMultiplexer } from './target';

export interface MultiplexerHooks {
  recordOf(multiplexer: object): MultiplexerRecord | undefined;
  /** From now on, what the multiplexer does is booked to `record`. */
  follow(multiplexer: LiveMultiplexer, record: MultiplexerRecord): void;
}

export interface MultiplexerEvents {
  handleRemoved(record: MultiplexerRecord, id: unknown): void;
  stopped(record: MultiplexerRecord): void;
}

type Methods = Record<'_applyCallback' | 'removeHandle' | '_stop', (...args: never[]) => unknown>;

const changeOf: Readonly<Record<string, 'added' | 'changed' | 'removed'>> = {
  added: 'added',
  addedBefore: 'added',
  changed: 'changed',
  movedBefore: 'changed',
  removed: 'removed',
};

/** Hooks the class of multiplexers when the first one is seen; there may be several classes. */
export function createMultiplexerHooks(
  { cpu, failed }: Recorder,
  defer: (undo: Undo) => void,
  events: MultiplexerEvents,
): MultiplexerHooks {
  const hooked = new WeakSet<object>();
  const records = new WeakMap<object, MultiplexerRecord>();

  function tell(event: (record: MultiplexerRecord) => void, multiplexer: object): void {
    try {
      const record = records.get(multiplexer);
      if (record) event(record);
    } catch (error) {
      failed(error);
    }
  }

  /** Where there is no `_stop` to tell, the last handle takes its multiplexer with it. */
  function removed(record: MultiplexerRecord, id: unknown, multiplexer: object): void {
    events.handleRemoved(record, id);
    const tellsItsEnd = typeof (multiplexer as Partial<Methods>)._stop === 'function';
    if (!tellsItsEnd && record.handles.size === 0) events.stopped(record);
  }

  function hookClass(prototype: Methods): void {
    if (hooked.has(prototype)) return;
    hooked.add(prototype);
    if (typeof prototype._applyCallback === 'function') defer(hookApply(prototype));
    if (typeof prototype.removeHandle === 'function') {
      defer(
        patchMethod(prototype, 'removeHandle', (removeHandle) => {
          return function (this: object, id: unknown) {
            tell((record) => removed(record, id, this), this);
            // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
            return Reflect.apply(removeHandle, this, arguments);
          };
        }),
      );
    }
    if (typeof prototype._stop === 'function') {
      defer(
        patchMethod(prototype, '_stop', (stop) => {
          return function (this: object) {
            tell(events.stopped, this);
            // biome-ignore lint/complexity/noArguments: as above
            return Reflect.apply(stop, this, arguments);
          };
        }),
      );
    }
  }

  function hookApply(prototype: Methods): Undo {
    return patchMethod(prototype, '_applyCallback', (apply) => {
      return function (this: LiveMultiplexer, name: string) {
        const record = records.get(this);
        // biome-ignore lint/complexity/noArguments: as above
        if (!record) return Reflect.apply(apply, this, arguments);
        noteChange(record, this, name);
        cpu.enter(record);
        try {
          // biome-ignore lint/complexity/noArguments: as above
          return Reflect.apply(apply, this, arguments);
        } finally {
          cpu.leave();
        }
      };
    });
  }

  return {
    recordOf: (multiplexer) => records.get(multiplexer),
    follow(multiplexer, record) {
      records.set(multiplexer, record);
      hookClass(Object.getPrototypeOf(multiplexer));
    },
  };
}

/** Initial documents, told before the multiplexer is ready, are no changes. */
function noteChange(record: MultiplexerRecord, multiplexer: LiveMultiplexer, name: string): void {
  const change = changeOf[name];
  if (change && multiplexer._ready?.() !== false) record.change(change);
}
