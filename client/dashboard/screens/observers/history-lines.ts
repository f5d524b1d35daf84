import type { ObserverHistory, ObserverHistoryPoint } from '../../../../common/observer-history';
import type { ChartData } from '../../data/chart-data';

type Read = (point: ObserverHistoryPoint) => number | undefined;

/** CPU milliseconds a second. */
export function cpuLines(history: ObserverHistory): ChartData {
  return linesOf(history, [['observers', perSecond(({ cpuMs }) => cpuMs)]]);
}

/** Evaluations a second: those that changed what a query gives, and those in vain. */
export function evaluationLines(history: ObserverHistory): ChartData {
  return linesOf(history, [
    ['in vain', perSecond(({ evaluations, useful }) => minus(evaluations, useful))],
    ['useful', perSecond(({ useful }) => useful)],
  ]);
}

/** What was live at the end of each step; leaks and duplicates where there are any. */
export function handleLines(history: ObserverHistory): ChartData {
  return linesOf(history, [
    ['handles', ({ handles }) => handles],
    ['multiplexers', ({ multiplexers }) => multiplexers],
    ...ifAny(history, 'left behind', ({ orphans }) => orphans),
    ...ifAny(history, 'duplicates', ({ duplicates }) => duplicates),
  ]);
}

/** Handles a second that were opened, and ended. */
export function turnoverLines(history: ObserverHistory): ChartData {
  return linesOf(history, [
    ['opened, new', perSecond(({ created }) => created)],
    ['opened, shared', perSecond(({ reused }) => reused)],
    ['stopped', perSecond(({ stopped }) => stopped)],
  ]);
}

function linesOf(
  { from, to, stepMs, points }: ObserverHistory,
  lines: ReadonlyArray<readonly [label: string, read: Read]>,
): ChartData {
  const times = Array.from(
    { length: Math.ceil((to - from) / stepMs) },
    (_, at) => from + at * stepMs,
  );
  const known = new Map(points.map((point) => [point.at, point]));
  return {
    times,
    lines: lines.map(([label, read]) => ({
      label,
      values: times.map((at) => {
        const point = known.get(at);
        return (point && read(point)) ?? null;
      }),
    })),
  };
}

function perSecond(read: Read): Read {
  return (point) => {
    const value = read(point);
    return value === undefined || point.reportedMs <= 0
      ? undefined
      : (value / point.reportedMs) * 1_000;
  };
}

function minus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : Math.max(0, a - b);
}

function ifAny(
  { points }: ObserverHistory,
  label: string,
  read: (point: ObserverHistoryPoint) => number,
): Array<readonly [string, Read]> {
  return points.some((point) => read(point) > 0) ? [[label, read]] : [];
}
