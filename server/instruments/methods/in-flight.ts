import type { Recorder } from '../../../common/recorder';
import type { MethodOrigin } from '../../../common/sample';
import type { Undo } from '../../../common/undo';

/** How many calls of each method are under way. */
export interface InFlight {
  /** A call begins; `remove` has to be given what this returns. */
  add(name: string, origin: MethodOrigin): Flights;
  remove(flights: Flights): void;
  /** Stops reporting; what is still under way is counted as lost. */
  undo: Undo;
}

/** The calls of one method. */
export interface Flights {
  count: number;
}

export function createInFlight(recorder: Recorder): InFlight {
  const flights = { client: new Map<string, Flights>(), server: new Map<string, Flights>() };

  function collect(): void {
    for (const origin of ['client', 'server'] as const) {
      for (const [name, { count }] of flights[origin]) {
        const dims = { name, origin };
        recorder.record({ kind: 'metric', metric: 'method.inFlight', dims, value: count });
        if (count === 0) flights[origin].delete(name); // its zero has been told
      }
    }
  }

  const stopCollecting = recorder.onCollect(collect);

  return {
    add(name, origin) {
      const known = flights[origin].get(name);
      if (known) {
        known.count++;
        return known;
      }
      const first = { count: 1 };
      flights[origin].set(name, first);
      return first;
    },
    remove: (of) => {
      of.count--;
    },
    undo: () => {
      stopCollecting();
      let unfinished = 0;
      for (const byName of Object.values(flights)) {
        for (const { count } of byName.values()) unfinished += count;
        byName.clear();
      }
      recorder.drop('unfinished', unfinished);
    },
  };
}
