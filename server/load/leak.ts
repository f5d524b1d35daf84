import { thresholds } from './thresholds';
import type { Trend, TrendPoint } from './trend';

/** What proves a leak. */
export interface Leak {
  readonly how: 'orphans' | 'subscriptions' | 'sessions';
  readonly windows: number;
  /** Handles at the end, and how many more than before these windows. */
  readonly handles: number;
  readonly gained: number;
  readonly opened: number;
  readonly stopped: number;
  readonly orphans: number;
  readonly sessions: number | undefined;
  readonly subscriptions: number | undefined;
  /** Subscriptions that ended in these windows. */
  readonly ended: number | undefined;
}

/**
 * Whether handles pile up. Three ways to tell, the surest first:
 *
 * - handles whose owner is gone become more;
 * - subscriptions end, their handles do not, and there are more handles than
 *   live subscriptions account for;
 * - where subscriptions are not known: handles grow in three windows in a row,
 *   hardly any ends, and neither sessions nor subscriptions grow.
 */
export function leakOf({ key, points }: Trend): Leak | undefined {
  if (orphansRise(points)) return describe('orphans', points.slice(-2));
  const isPublication = key.owner.kind === 'publication';
  if (isPublication && points.slice(-2).every(({ subscriptions }) => subscriptions)) {
    // Two windows show a fast leak, all of them a slow one.
    const length = [2, points.length].find((windows) => outgrowsSubscriptions(points, windows));
    return length === undefined ? undefined : describe('subscriptions', points.slice(-length));
  }
  return outgrowsSessions(points, isPublication)
    ? describe('sessions', points.slice(-3))
    : undefined;
}

/** The orphans of the window before that are still there, at least. */
export function certainOrphans(points: readonly TrendPoint[]): number {
  const [before, last] = points.slice(-2);
  return before && last ? Math.max(0, Math.min(before.orphans - last.stopped, last.orphans)) : 0;
}

function orphansRise(points: readonly TrendPoint[]): boolean {
  const last = points.at(-1);
  if (!last || last.orphans < thresholds.leakOrphans) return false;
  const isRising = (steps: number) =>
    points.length > steps &&
    points.slice(-steps).every((point, at) => {
      return point.orphans > (points[points.length - steps - 1 + at]?.orphans ?? 0);
    });
  if (certainOrphans(points) > 0) return isRising(1);
  // Some end: it takes longer to tell a leak from handles that are slow to end.
  return isRising(4) && last.orphans >= 3 * thresholds.leakOrphans;
}

function outgrowsSubscriptions(points: readonly TrendPoint[], windows: number): boolean {
  const recent = points.slice(-windows);
  const last = recent.at(-1);
  if (!last || recent.length < 2) return false;
  const { opened, stopped, gained, before, grows } = flow(recent);
  const live = last.subscriptions?.live ?? 0;
  const ended = sumOf(recent, ({ subscriptions }) => subscriptions?.ended ?? 0);
  const least = Math.max(thresholds.leakHandles, thresholds.leakGrowth * before);
  return (
    grows &&
    gained >= least &&
    stopped <= thresholds.leakStopped * opened &&
    ended > 0 &&
    stopped <= thresholds.leakStoppedPerEnded * ended &&
    last.handles - handlesPerSubscription(points) * live >= least
  );
}

/** A publication may well open several observers of a shape: so many as it had when it had fewest. */
function handlesPerSubscription(points: readonly TrendPoint[]): number {
  const ratios = points
    .filter(({ subscriptions }) => (subscriptions?.live ?? 0) > 0)
    .map(({ handles, subscriptions }) => handles / (subscriptions?.live ?? 1));
  return Math.max(1, Math.min(...ratios));
}

function outgrowsSessions(points: readonly TrendPoint[], isPublication: boolean): boolean {
  const recent = points.slice(-3);
  const [first, last] = [recent[0], recent.at(-1)];
  if (recent.length < 3 || first?.sessions === undefined || last?.sessions === undefined) {
    return false;
  }
  if (isPublication && last.handles <= last.sessions) return false;
  const { opened, stopped, gained, before, grows } = flow(recent);
  return (
    grows &&
    gained >= Math.max(thresholds.leakHandles, thresholds.leakBlindGrowth * before) &&
    stopped <= thresholds.leakBlindStopped * opened &&
    isSteady(first.sessions, last.sessions) &&
    isSteady(first.allSubscriptions ?? 0, last.allSubscriptions ?? 0)
  );
}

function isSteady(before: number, after: number): boolean {
  return after <= before * (1 + thresholds.leakSessionGrowth);
}

function flow(points: readonly TrendPoint[]) {
  const opened = sumOf(points, (point) => point.opened);
  const stopped = sumOf(points, (point) => point.stopped);
  const gained = opened - stopped;
  return {
    opened,
    stopped,
    gained,
    before: Math.max(0, (points.at(-1)?.handles ?? 0) - gained),
    grows: points.every((point) => point.opened > point.stopped),
  };
}

function describe(how: Leak['how'], points: readonly TrendPoint[]): Leak {
  const last = points.at(-1);
  const { opened, stopped, gained } = flow(points);
  const isKnown = points.every(({ subscriptions }) => subscriptions !== undefined);
  return {
    how,
    windows: points.length,
    handles: last?.handles ?? 0,
    gained,
    opened,
    stopped,
    orphans: last?.orphans ?? 0,
    sessions: last?.sessions,
    subscriptions: last?.subscriptions?.live,
    ended: isKnown ? sumOf(points, ({ subscriptions }) => subscriptions?.ended ?? 0) : undefined,
  };
}

function sumOf(points: readonly TrendPoint[], read: (point: TrendPoint) => number): number {
  return points.reduce((sum, point) => sum + read(point), 0);
}
