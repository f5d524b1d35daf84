import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';
import { EarlyRecord, type MultiplexerRecord, type WorkRecord } from './multiplexer-record';
import { createQueuedWork } from './queued-work';
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

type Methods = Record<
  '_applyCallback' | '_sendAdds' | 'removeHandle' | '_stop',
  (...args: never[]) => unknown
>;

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
  /** Of multiplexers at their initial documents: their observers are not open yet. */
  const early = new WeakMap<object, EarlyRecord>();
  const queued = createQueuedWork(cpu, defer);

  function recordOf(multiplexer: object): WorkRecord {
    const known = records.get(multiplexer) ?? early.get(multiplexer);
    if (known) return known;
    const fresh = new EarlyRecord();
    early.set(multiplexer, fresh);
    return fresh;
  }

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
    if (typeof prototype._sendAdds === 'function') defer(hookSendAdds(prototype));
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
        const record = recordOf(this);
        noteChange(record, this, name);
        const before = queued.assign(() => recordOf(this).into);
        cpu.enter(record.into);
        try {
          // biome-ignore lint/complexity/noArguments: as above
          return Reflect.apply(apply, this, arguments);
        } finally {
          cpu.leave();
          queued.assign(before);
        }
      };
    });
  }

  /** Tells one handle the documents that are there; asynchronous, but does it all at first. */
  function hookSendAdds(prototype: Methods): Undo {
    return patchMethod(prototype, '_sendAdds', (sendAdds) => {
      return function (this: LiveMultiplexer) {
        cpu.enter(recordOf(this).into);
        try {
          // biome-ignore lint/complexity/noArguments: as above
          return Reflect.apply(sendAdds, this, arguments);
        } finally {
          cpu.leave();
        }
      };
    });
  }

  return {
    recordOf: (multiplexer) => records.get(multiplexer),
    follow(multiplexer, record) {
      const before = early.get(multiplexer);
      if (before) record.takeOver(before);
      early.delete(multiplexer);
      records.set(multiplexer, record);
      hookClass(Object.getPrototypeOf(multiplexer));
      queued.follow(multiplexer._queue);
    },
  };
}

/** Initial documents, told before the multiplexer is ready, are no changes. */
function noteChange(record: WorkRecord, multiplexer: LiveMultiplexer, name: string): void {
  const change = changeOf[name];
  if (change && multiplexer._ready?.() !== false) record.change(change);
}
