import type { Recorder } from '../../../common/recorder';
import type { MethodOrigin } from '../../../common/sample';
import type { Undo } from '../../../common/undo';

/** How many calls of each method are under way. */
export interface InFlight {
  add(name: string, origin: MethodOrigin): void;
  remove(name: string, origin: MethodOrigin): void;
  /** Stops reporting; what is still under way is counted as lost. */
  undo: Undo;
}

export function createInFlight(recorder: Recorder): InFlight {
  const counts = { client: new Map<string, number>(), server: new Map<string, number>() };

  function collect(): void {
    for (const origin of ['client', 'server'] as const) {
      for (const [name, value] of counts[origin]) {
        const dims = { name, origin };
        recorder.record({ kind: 'metric', metric: 'method.inFlight', dims, value });
        if (value === 0) counts[origin].delete(name); // its zero has been told
      }
    }
  }

  const stopCollecting = recorder.onCollect(collect);

  return {
    add: (name, origin) => {
      counts[origin].set(name, (counts[origin].get(name) ?? 0) + 1);
    },
    remove: (name, origin) => {
      counts[origin].set(name, (counts[origin].get(name) ?? 1) - 1);
    },
    undo: () => {
      stopCollecting();
      let unfinished = 0;
      for (const byName of Object.values(counts)) {
        for (const count of byName.values()) unfinished += count;
        byName.clear();
      }
      recorder.drop('unfinished', unfinished);
    },
  };
}
