import { OTHER } from '../../../common/metrics';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import type { StreamLog } from './stream-log';
import type { OplogEntry, OplogHandle, OplogTrigger } from './target';

/** Records every entry that one connection's oplog hands to its observers, and those it skips. */
export function hookOplog(
  connection: object,
  handle: OplogHandle,
  log: StreamLog,
  recorder: Recorder,
): Undo {
  function delivered({ collection, op, id, dropCollection }: OplogTrigger): void {
    if (typeof collection !== 'string') return; // the whole database was dropped
    log.delivered('oplog', collection, op?.wall);
    if (!dropCollection) log.mutated(collection, id, 'oplog', connection);
  }

  return undoable((defer) => {
    defer(
      patchMethod(handle._crossbar, 'fire', (fire) => {
        return function (this: unknown, trigger: OplogTrigger) {
          try {
            delivered(trigger);
          } catch (error) {
            recorder.failed(error);
          }
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          return Reflect.apply(fire, this, arguments);
        };
      }),
    );
    defer(hookSkips(handle, recorder));
  });
}

/**
 * When Meteor is too far behind, it takes the last entry out of the queue,
 * empties the queue, and tells. What was in it is noted on the way.
 */
function hookSkips(handle: OplogHandle, { record }: Recorder): Undo {
  const { _entryQueue: queue } = handle;
  if (typeof queue.toArray !== 'function') throw new TypeError('toArray is not a function');
  let popped: unknown;
  let cleared: readonly unknown[] = [];

  function tell(): void {
    const counts = new Map<string, number>();
    for (const entry of [...cleared, popped]) {
      if (!isEntry(entry)) continue;
      const collection = collectionOf(entry, handle._dbName);
      counts.set(collection, (counts.get(collection) ?? 0) + 1);
    }
    forget();
    for (const [collection, value] of counts) {
      record({ kind: 'metric', metric: 'oplog.skipped', dims: { collection }, value });
    }
  }

  function forget(): void {
    popped = undefined;
    cleared = [];
  }

  return undoable((defer) => {
    defer(forget);
    defer(
      patchMethod(queue, 'pop', (pop) => {
        return function (this: unknown) {
          // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
          popped = Reflect.apply(pop, this, arguments);
          return popped;
        };
      }),
    );
    defer(
      patchMethod(queue, 'clear', (clear) => {
        return function (this: typeof queue) {
          cleared = this.toArray();
          // biome-ignore lint/complexity/noArguments: as above
          return Reflect.apply(clear, this, arguments);
        };
      }),
    );
    const hook = handle.onSkippedEntries(tell);
    defer(() => hook.stop());
  });
}

function isEntry(entry: unknown): entry is OplogEntry {
  return typeof entry === 'object' && entry !== null;
}

function collectionOf({ ns }: OplogEntry, database = ''): string {
  if (typeof ns !== 'string') return OTHER;
  return ns.startsWith(`${database}.`) ? ns.slice(database.length + 1) : ns;
}
