import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { createHooksByName } from './hooks-by-name';
import type { JobRunner } from './job-runner';

interface Entry {
  readonly name: string;
  job(...args: never[]): unknown;
}

/** The part of `SyncedCron` that is touched; the package awaits what `job` returns. */
export interface SyncedCronTarget {
  readonly _entries: Record<string, Entry | undefined>;
  add(...args: never[]): unknown;
  remove(...args: never[]): unknown;
}

/** The Atmosphere packages that export a `SyncedCron`. */
export const syncedCronPackages = [
  'quave:synced-cron',
  'littledata:synced-cron',
  'percolate:synced-cron',
] as const;

export function isSyncedCron(thing: object): thing is SyncedCronTarget {
  const { add, remove, _entries: entries } = thing as Partial<SyncedCronTarget>;
  const hasFunctions = typeof add === 'function' && typeof remove === 'function';
  return hasFunctions && typeof entries === 'object' && entries !== null;
}

/** Records the jobs of SyncedCron, added before and after, when it is this process that runs them. */
export function hookSyncedCron(
  cron: SyncedCronTarget,
  runner: JobRunner,
  recorder: Recorder,
): Undo {
  return undoable((defer) => {
    const hooks = createHooksByName();
    defer(hooks.undo);

    // On the entry, which the package reads anew for each run: a timer that was
    // set before the agent started is recorded too, and one left over is not.
    function ensure(name: string): void {
      const entry = cron._entries[name];
      if (!entry) return;
      hooks.ensure(name, entry, () =>
        patchMethod(entry, 'job', (job) => {
          return function (this: unknown, ...args: unknown[]) {
            return runner.run({ name }, job as (...args: unknown[]) => unknown, this, args);
          };
        }),
      );
    }

    /** Calls the original, then `then` with the first argument; our failures are ours. */
    function after(key: 'add' | 'remove', then: (first: unknown) => void): void {
      defer(
        patchMethod(cron, key, (original) => {
          return function (this: unknown) {
            // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
            const args = arguments;
            const result: unknown = Reflect.apply(original, this, args);
            try {
              then(args[0]);
            } catch (error) {
              recorder.failed(error);
            }
            return result;
          };
        }),
      );
    }

    for (const name of Object.keys(cron._entries)) ensure(name);
    after('add', (entry) => ensure(String((entry as Entry).name)));
    after('remove', (name) => hooks.remove(String(name)));
  });
}
