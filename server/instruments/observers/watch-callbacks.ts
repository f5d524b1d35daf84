import type { ObserverCell } from '../../../common/observer-cell';
import type { CpuStopwatch } from '../../../common/stopwatch';
import type { Callbacks } from './target';

/** The callbacks of one handle that is being opened. */
export interface WatchedCallbacks {
  /** What to hand to Meteor: the same functions, watched. The app's object is left alone. */
  readonly callbacks: Callbacks;
  /** Whose they are. Until it is known, nothing is booked. */
  cell: ObserverCell | undefined;
  /** Documents that were told before the observer was open. */
  initialDocs: number;
  cpuMs: number;
  isOpen: boolean;
}

const names = new Set(['added', 'addedBefore', 'changed', 'movedBefore', 'removed']);

/** Counts the calls of a handle's callbacks and books their synchronous time to its cell. */
export function watchCallbacks(given: Callbacks, cpu: CpuStopwatch): WatchedCallbacks {
  const watched: WatchedCallbacks = {
    callbacks: Object.assign(Object.create(Object.getPrototypeOf(given)), given),
    cell: undefined,
    initialDocs: 0,
    cpuMs: 0,
    isOpen: false,
  };
  for (const name of names) {
    const callback = given[name];
    if (typeof callback !== 'function') continue;
    (watched.callbacks as Record<string, unknown>)[name] = function (this: unknown) {
      if (watched.isOpen && watched.cell) watched.cell.fanout++;
      else watched.initialDocs++;
      cpu.enter(watched.cell ?? watched);
      try {
        // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
        return Reflect.apply(callback, this, arguments);
      } finally {
        cpu.leave();
      }
    };
  }
  return watched;
}
