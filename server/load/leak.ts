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

/**
 * Orphans that have been there for a while, at least. A handle may end a little
 * behind its owner, so at the end of a window there may be orphans in the best
 * of apps. Certain are those of the window before that did not end since, and
 * what is more than twice of what any recent window can have left behind.
 */
export function certainOrphans(points: readonly TrendPoint[]): number {
  const [before, last] = points.slice(-2);
  if (!before || !last) return 0;
  const stayed = Math.min(before.orphans - last.stopped, last.orphans);
  return Math.max(0, stayed, last.orphans - 2 * leftBehind(points));
}

/** The most handles whose subscriptions ended in one of the windows. */
function leftBehind(points: readonly TrendPoint[]): number {
  const ended = points.map(({ subscriptions }) => subscriptions?.ended ?? Number.POSITIVE_INFINITY);
  return Math.max(...ended) * handlesPerSubscription(points.map(withoutOrphans), Math.max);
}

function withoutOrphans(point: TrendPoint): TrendPoint {
  return { ...point, handles: point.handles - point.orphans };
}

function orphansRise(points: readonly TrendPoint[]): boolean {
  const [before, last] = points.slice(-2);
  if (!before || !last || last.orphans < thresholds.leakOrphans) return false;
  return last.orphans > before.orphans && certainOrphans(points) > 0;
}

function outgrowsSubscriptions(points: readonly TrendPoint[], windows: number): boolean {
  const recent = points.slice(-windows);
  const last = recent.at(-1);
  if (!last || recent.length < 2) return false;
  const { stopped, gained, before, grows } = flow(recent);
  const live = last.subscriptions?.live ?? 0;
  const excess = last.handles - handlesPerSubscription(points, Math.min) * live;
  const ended = sumOf(recent, ({ subscriptions }) => subscriptions?.ended ?? 0);
  return (
    grows &&
    gained >= Math.max(thresholds.leakHandles, thresholds.leakGrowth * before) &&
    ended > 0 &&
    stopped <= thresholds.leakStoppedPerEnded * ended &&
    excess >= Math.max(thresholds.leakHandles, thresholds.leakExcess * last.handles)
  );
}

/** A publication may well open several observers of a shape: at least one, at least or at most as many as it had. */
function handlesPerSubscription(
  points: readonly TrendPoint[],
  choose: (...ratios: readonly number[]) => number,
): number {
  const ratios = points
    .filter(({ subscriptions }) => (subscriptions?.live ?? 0) > 0)
    .map(({ handles, subscriptions }) => handles / (subscriptions?.live ?? 1));
  return ratios.length === 0 ? 1 : Math.max(1, choose(...ratios));
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
