import type { ObserverKey } from '../../common/observer-entry';
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
export function trendsOf(windows: readonly LoadWindow[]): Trend[] {
  const recent = windows.slice(-recentWindows);
  const last = recent.at(-1);
  if (!last) return [];
  const indexes = recent.map(({ observers }) => {
    return new Map(observers.map((entry) => [observerKey(entry), entry]));
  });
  const totals = recent.map(allSubscriptionsOf);
  return last.observers
    .filter(({ handles }) => handles > 0)
    .map((key) => ({
      key,
      startedAt: last.startedAt,
      to: last.to,
      points: recent.map((window, at): TrendPoint => {
        const entry = indexes[at]?.get(observerKey(key));
        const isPublication = key.owner.kind === 'publication';
        return {
          handles: entry?.handles ?? 0,
          orphans: entry?.orphans ?? 0,
          oldestMs: entry?.oldestMs ?? 0,
          opened: (entry?.created ?? 0) + (entry?.reused ?? 0),
          stopped: entry?.stopped ?? 0,
          sessions: window.sessions,
          subscriptions: isPublication ? flowOf(window, key.owner.name) : undefined,
          allSubscriptions: totals[at],
        };
      }),
    }));
}

function flowOf({ subscriptions = {} }: LoadWindow, name: string) {
  return Object.hasOwn(subscriptions, name) ? subscriptions[name] : undefined;
}

function allSubscriptionsOf({ subscriptions }: LoadWindow): number | undefined {
  if (!subscriptions) return undefined;
  return Object.values(subscriptions).reduce((sum, { live }) => sum + live, 0);
}
