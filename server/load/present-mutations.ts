import type { LoadWindow } from './load-window';
import { presentMs } from './thresholds';

/**
 * Mutations a second by collection, over the newest windows of each process.
 * A stream delivers the mutations of all writers to every process, so the
 * highest rate counts; where no stream is read, each process knows its own
 * mutations only, and they add up.
 */
export function presentMutations(
  processes: ReadonlyArray<readonly LoadWindow[]>,
): ReadonlyMap<string, number> {
  const delivered = new Map<string, number>();
  const made = new Map<string, number>();
  for (const own of processes) {
    const windows = present(own);
    const seconds = windows.reduce((sum, { from, to }) => sum + to - from, 0) / 1_000;
    if (seconds <= 0) continue;
    for (const [collection, count] of deliveredIn(windows)) {
      delivered.set(collection, Math.max(delivered.get(collection) ?? 0, count / seconds));
    }
    for (const [collection, count] of madeIn(windows)) {
      made.set(collection, (made.get(collection) ?? 0) + count / seconds);
    }
  }
  return new Map([...made, ...delivered]);
}

function present(own: readonly LoadWindow[]): readonly LoadWindow[] {
  const last = own.at(-1);
  if (!last) return [];
  return own.filter((window) => window === last || window.from >= last.to - presentMs);
}

/** Where two kinds of drivers observe a collection, both are told of each mutation. */
function deliveredIn(windows: readonly LoadWindow[]): Map<string, number> {
  const byDriver = new Map<string, number>();
  const highest = new Map<string, number>();
  for (const { collection, driver, mutations } of windows.flatMap(({ coverage }) => coverage)) {
    const key = `${collection}\0${driver}`;
    const count = (byDriver.get(key) ?? 0) + mutations;
    byDriver.set(key, count);
    highest.set(collection, Math.max(highest.get(collection) ?? 0, count));
  }
  return highest;
}

function madeIn(windows: readonly LoadWindow[]): Map<string, number> {
  const made = new Map<string, number>();
  for (const { mutations = {} } of windows) {
    for (const [collection, count] of Object.entries(mutations)) {
      made.set(collection, (made.get(collection) ?? 0) + count);
    }
  }
  return made;
}
