import { mappedInSlices, type Sliced } from '../../common/in-slices';
import type { ObserverEntry, ObserverKey } from '../../common/observer-entry';
import { observerKey } from '../../common/observer-merge';
import type { LoadWindow } from './load-window';
import { recentWindows } from './thresholds';

/** One entry of one process at the end of a window, and what happened in the window. */
export interface TrendPoint {
  readonly handles: number;
  readonly orphans: number;
  readonly oldestMs: number;
  readonly opened: number;
  readonly stopped: number;
  readonly sessions: number | undefined;
  /** Of the publication that owns the observers. */
  readonly subscriptions: { readonly live: number; readonly ended: number } | undefined;
  /** Live subscriptions of all publications. */
  readonly allSubscriptions: number | undefined;
}

/** How the handles of one entry came to be as many as they are, in one process. */
export interface Trend {
  readonly key: ObserverKey;
  /** Oldest first, one per window; the last is now. */
  readonly points: readonly TrendPoint[];
  readonly startedAt: number | undefined;
  readonly to: number;
}

/** The trends of all entries of a process that have live handles now. */
export function* trendsOf(windows: readonly LoadWindow[]): Sliced<Trend[]> {
  const recent = windows.slice(-recentWindows);
  const last = recent.at(-1);
  if (!last) return [];
  const indexes: Array<ReadonlyMap<string, ObserverEntry>> = [];
  for (const { observers } of recent) {
    indexes.push(
      new Map(yield* mappedInSlices(observers, (entry) => [observerKey(entry), entry] as const)),
    );
  }
  const totals = recent.map(allSubscriptionsOf);
  const { startedAt, to } = last;
  const live = last.observers.filter(({ handles }) => handles > 0);
  return yield* mappedInSlices(live, (key) => {
    const text = observerKey(key);
    const points = recent.map((window, at) => {
      const entry = indexes[at]?.get(text);
      return { ...pointOf(key, entry, window), allSubscriptions: totals[at] };
    });
    return { key, startedAt, to, points };
  });
}

function pointOf(
  { owner }: ObserverKey,
  entry: ObserverEntry | undefined,
  window: LoadWindow,
): Omit<TrendPoint, 'allSubscriptions'> {
  return {
    handles: entry?.handles ?? 0,
    orphans: entry?.orphans ?? 0,
    oldestMs: entry?.oldestMs ?? 0,
    opened: (entry?.created ?? 0) + (entry?.reused ?? 0),
    stopped: entry?.stopped ?? 0,
    sessions: window.sessions,
    subscriptions: owner.kind === 'publication' ? flowOf(window, owner.name) : undefined,
  };
}

function flowOf({ subscriptions = {} }: LoadWindow, name: string) {
  return Object.hasOwn(subscriptions, name) ? subscriptions[name] : undefined;
}

function allSubscriptionsOf({ subscriptions }: LoadWindow): number | undefined {
  if (!subscriptions) return undefined;
  return Object.values(subscriptions).reduce((sum, { live }) => sum + live, 0);
}
