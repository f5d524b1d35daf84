import type { Recorder } from '../../../common/recorder';
import type { Undo } from '../../../common/undo';

/** How many runs of each job are under way. */
export interface JobsInFlight {
  add(name: string): void;
  remove(name: string): void;
  /** Stops reporting; what is still under way is counted as lost. */
  undo: Undo;
}

export function createJobsInFlight(recorder: Recorder): JobsInFlight {
  const counts = new Map<string, number>();

  const stopCollecting = recorder.onCollect(() => {
    for (const [name, value] of counts) {
      recorder.record({ kind: 'metric', metric: 'job.inFlight', dims: { name }, value });
      if (value === 0) counts.delete(name); // its zero has been told
    }
  });

  return {
    add: (name) => {
      counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    remove: (name) => {
      counts.set(name, (counts.get(name) ?? 1) - 1);
    },
    undo: () => {
      stopCollecting();
      let unfinished = 0;
      for (const count of counts.values()) unfinished += count;
      counts.clear();
      if (unfinished > 0) recorder.drop('unfinished', unfinished);
    },
  };
}
