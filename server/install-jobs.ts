import type { Recorder } from '../common/recorder';
import { type Undo, undoable } from '../common/undo';
import type { HookRegistry } from './hooks/hook-registry';
import { createJobRunner, type JobRunner } from './instruments/jobs/job-runner';
import type { JobSource } from './instruments/jobs/job-source';

/** What records the jobs of the app. */
export interface InstalledJobs {
  readonly runner: JobRunner;
  /** Hooks what runs jobs, unless it is hooked; returns the way out. */
  watch(source: JobSource): Undo;
}

export function installJobs(hooks: HookRegistry, recorder: Recorder): InstalledJobs {
  const runner = createJobRunner(recorder);
  hooks.onUndo(runner.undo);
  const watched = new Map<object, Undo>();

  return {
    runner,
    watch({ kind, target, install }) {
      const known = watched.get(target);
      if (known) return known;
      let undo: Undo = () => undefined;
      hooks.install(`jobs.${kind}`, () => {
        undo = undoable((defer) => {
          defer(() => watched.delete(target));
          defer(install(runner, recorder));
        });
        watched.set(target, undo);
        return undo;
      });
      return undo;
    },
  };
}
