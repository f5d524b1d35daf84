import type { ObserverEntry } from '../common/observer-entry';
import {
  isChosen,
  type ObserverChoice,
  type ObserverHistory,
  type ObserverHistoryPoint,
  type ObserverHistoryQuery,
} from '../common/observer-history';
import type { ObserverWindow, Reader } from '../common/reader';
import { groupBy } from './load/group-by';

/** How observers went over time: all of them, or those of an owner, collection, shape or driver. */
export async function reportHistory(
  reader: Reader,
  query: ObserverHistoryQuery,
): Promise<ObserverHistory> {
  const { kind, name, collection, shape, driver, ...asked } = query;
  const { windows, ...answered } = await reader.observers({ ...asked, histograms: false });
  const choice = { kind, name, collection, shape, driver };
  const steps = groupBy(windows, ({ at }) => at);
  return { ...answered, points: [...steps].map(([at, own]) => pointOf(at, own, choice)) };
}

function pointOf(
  at: number,
  windows: readonly ObserverWindow[],
  choice: ObserverChoice,
): ObserverHistoryPoint {
  const chosen = windows.flatMap(({ observers }) =>
    observers.filter((entry) => isChosen(entry, choice)),
  );
  return {
    at,
    reportedMs:
      Math.max(...windows.map(({ to }) => to)) - Math.min(...windows.map(({ from }) => from)),
    handles: sum(chosen, ({ handles }) => handles),
    multiplexers: sum(chosen, ({ multiplexers }) => multiplexers),
    duplicates: sum(chosen, ({ duplicates }) => duplicates),
    orphans: sum(chosen, ({ orphans }) => orphans),
    created: sum(chosen, ({ created }) => created),
    reused: sum(chosen, ({ reused }) => reused),
    stopped: sum(chosen, ({ stopped }) => stopped),
    cpuMs: sum(chosen, ({ cpuMs }) => cpuMs),
    fanout: sum(chosen, ({ fanout }) => fanout),
    polls: sum(chosen, ({ polls }) => polls),
    polledDocs: sum(chosen, ({ polledDocs }) => polledDocs),
    ...counted(chosen, 'evaluations'),
    ...counted(chosen, 'useful'),
  };
}

function sum(entries: readonly ObserverEntry[], read: (entry: ObserverEntry) => number): number {
  return entries.reduce((total, entry) => total + read(entry), 0);
}

/** The sum of what may be unknown; nothing where no entry knows. */
function counted(entries: readonly ObserverEntry[], figure: 'evaluations' | 'useful') {
  if (entries.length > 0 && entries.every((entry) => entry[figure] === undefined)) return {};
  return { [figure]: sum(entries, (entry) => entry[figure] ?? 0) };
}
