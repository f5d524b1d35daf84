import type { Finding, FindingKind } from '../../../common/finding';
import type { LoadWindow } from '../../../server/load/load-window';
import { findingsAtOnce, loadAtOnce } from './at-once';

export const windowMs = 10_000;

/** The window of a process that did nothing; `at` is its number, from 0. */
export function aWindow(fields: Partial<LoadWindow> = {}, at = 0): LoadWindow {
  return {
    instance: 'a',
    from: at * windowMs,
    to: (at + 1) * windowMs,
    observers: [],
    coverage: [],
    ...fields,
  };
}

/** Windows of one process that follow each other. */
export function windowsOf(list: ReadonlyArray<Partial<LoadWindow>>): LoadWindow[] {
  return list.map((fields, at) => aWindow(fields, at));
}

/** The findings of one kind in these windows. */
export function found(kind: FindingKind, windows: readonly LoadWindow[]): Finding[] {
  return findingsAtOnce(loadAtOnce(windows)).filter((finding) => finding.kind === kind);
}

/**
 * How many times the CPU time of `task` grows when its size grows tenfold: 10
 * for what is linear, 100 for what is quadratic. The best of five runs each,
 * for whatever else the machine does.
 */
export function growthOf(size: number, task: (size: number) => unknown): number {
  const best = (of: number) => Math.min(...[1, 2, 3, 4, 5].map(() => cpuMsOf(() => task(of))));
  best(size);
  return best(size * 10) / Math.max(1, best(size));
}

function cpuMsOf(task: () => unknown): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
