import type { Sliced } from '../../common/in-slices';
import type { CoverageEntry, ObserverEntry } from '../../common/observer-entry';
import { createEntryMerge, ended, mergeCoverage } from '../../common/observer-merge';
import { groupBy } from './group-by';
import type { LoadWindow } from './load-window';
import { presentMutations } from './present-mutations';

/** What several windows and processes amount to. */
export interface Load {
  /** Summed up; gauges are those of the last window of each process that still reports. */
  readonly observers: readonly ObserverEntry[];
  readonly coverage: readonly CoverageEntry[];
  /**
   * CPU time of the processes, in milliseconds. Windows that do not tell are
   * taken to be like the others; absent when these are fewer than half the time.
   */
  readonly processCpuMs?: number;
  /** Of all observers. */
  readonly observerCpuMs: number;
  /** Sum of the lengths of all windows: the time that processes ran, together. */
  readonly processMs: number;
  /** From the first window to the last. */
  readonly wallMs: number;
  /** By collection: mutations a second at present, whoever made them. */
  readonly mutationsPerSecond: ReadonlyMap<string, number>;
  /** Sessions of all processes at the end; absent when one does not tell. */
  readonly sessions?: number;
  /** The windows of each process that still reports, oldest first. */
  readonly live: ReadonlyArray<readonly LoadWindow[]>;
}

/** Puts windows together, in whatever order and of whichever processes. */
export function* loadOf(windows: readonly LoadWindow[]): Sliced<Load> {
  const sorted = [...windows].sort((a, b) => a.from - b.from);
  const processes = [...groupBy(sorted, ({ instance }) => instance).values()];
  const to = Math.max(0, ...windows.map((window) => window.to));
  const live = processes.filter((own) => isLive(own, to));
  const processCpuMs = cpuOf(windows);
  const sessions = sessionsOf(live);
  const observers = yield* observersOf(processes, live);
  return {
    observers,
    observerCpuMs: observers.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    coverage: mergeCoverage(windows.flatMap(({ coverage }) => coverage)),
    ...(processCpuMs === undefined ? {} : { processCpuMs }),
    processMs: lengthOf(windows),
    wallMs: windows.length === 0 ? 0 : to - Math.min(...windows.map(({ from }) => from)),
    mutationsPerSecond: presentMutations(live),
    ...(sessions === undefined ? {} : { sessions }),
    live,
  };
}

/** A process that left out two windows has ended: what it last held is gone. */
function isLive(own: readonly LoadWindow[], to: number): boolean {
  const last = own.at(-1);
  return last !== undefined && to - last.to <= 2 * (last.to - last.from);
}

/** Live are only those of the last window of a process that still reports. */
function* observersOf(
  processes: ReadonlyArray<readonly LoadWindow[]>,
  live: Load['live'],
): Sliced<ObserverEntry[]> {
  const merge = createEntryMerge();
  for (const own of processes) {
    const now = live.includes(own) ? own.at(-1) : undefined;
    for (const window of own) {
      for (const entry of window.observers) {
        merge.add(window === now ? entry : ended(entry));
        yield;
      }
    }
  }
  return merge.take();
}

function cpuOf(windows: readonly LoadWindow[]): number | undefined {
  const told = windows.filter(({ processCpuMs }) => processCpuMs !== undefined);
  const [toldMs, allMs] = [lengthOf(told), lengthOf(windows)];
  if (toldMs === 0 || toldMs < allMs / 2) return undefined;
  const cpuMs = told.reduce((sum, window) => sum + (window.processCpuMs ?? 0), 0);
  return (cpuMs * allMs) / toldMs;
}

function sessionsOf(live: Load['live']): number | undefined {
  let sum = 0;
  for (const own of live) {
    const sessions = own.at(-1)?.sessions;
    if (sessions === undefined) return undefined;
    sum += sessions;
  }
  return live.length === 0 ? undefined : sum;
}

function lengthOf(windows: readonly LoadWindow[]): number {
  return windows.reduce((sum, { from, to }) => sum + to - from, 0);
}
