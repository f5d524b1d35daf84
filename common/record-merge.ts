import type { Batch } from './batch';
import type { ErrorEntry } from './error-entry';
import { mergeErrors } from './error-merge';
import type { LogEntry, LogLevel } from './log-entry';
import { errorBytes, logBytes, traceBytes } from './record-bytes';
import { sampleTraces } from './trace-sample';

/** What of a batch is kept one by one. */
export type Records = Pick<Batch, 'traces' | 'errors' | 'logs' | 'events'>;

export interface MergedRecords {
  readonly records: Records;
  /** Traces, groups of errors and lines that were let go. */
  readonly lost: number;
}

/**
 * The records of several windows, in the order of their time, within
 * `limitBytes`: half of it for traces, a quarter each for errors and lines.
 * The most valuable stay.
 *
 * - Traces: asked for, then failed, then slow; a quarter of their room is for
 *   those chosen at random, which are chosen at random once more, and whose
 *   `keepRate` tells so.
 * - Errors: groups merge, so nothing is lost but samples; then defects, then
 *   the most frequent.
 * - Lines: by level, then the newest.
 * - Events: all of them, beyond the limit. They are counted as what people did,
 *   so none is let go for the sake of the others.
 *
 * `salt` decides the chance: another one for each merge.
 */
export function mergeRecords(
  windows: readonly Records[],
  { limitBytes, salt }: { readonly limitBytes: number; readonly salt: string },
): MergedRecords {
  const traces = windows.flatMap((window) => window.traces ?? []);
  const errors = mergeErrors(windows.flatMap((window) => window.errors ?? []));
  const logs = windows.flatMap((window) => window.logs ?? []);
  const events = windows.flatMap((window) => window.events ?? []);
  const kept = {
    traces: sampleTraces(traces, { limitBytes: limitBytes / 2, salt, bytesOf: traceBytes }),
    errors: mostValuable(errors, byDefect, errorBytes, limitBytes / 4),
    logs: mostValuable(logs, byLevel, logBytes, limitBytes / 4),
  };
  const all = traces.length + errors.length + logs.length;
  return {
    records: {
      ...(kept.traces.length > 0 ? { traces: kept.traces } : {}),
      ...(kept.errors.length > 0 ? { errors: kept.errors } : {}),
      ...(kept.logs.length > 0 ? { logs: kept.logs } : {}),
      ...(events.length > 0 ? { events } : {}),
    },
    lost: all - kept.traces.length - kept.errors.length - kept.logs.length,
  };
}

/** What fits, the most valuable first; in the order in which it came. */
function mostValuable<Item>(
  items: readonly Item[],
  order: (a: Item, b: Item) => number,
  bytesOf: (item: Item) => number,
  limitBytes: number,
): readonly Item[] {
  const kept = new Set<Item>();
  let bytes = 0;
  for (const item of [...items].sort(order)) {
    const more = bytesOf(item);
    if (bytes + more > limitBytes) continue;
    bytes += more;
    kept.add(item);
  }
  return kept.size === items.length ? items : items.filter((item) => kept.has(item));
}

function byDefect(a: ErrorEntry, b: ErrorEntry): number {
  return Number(a.expected) - Number(b.expected) || b.count - a.count || b.lastAt - a.lastAt;
}

const ranks: Readonly<Record<LogLevel, number>> = { error: 0, warn: 1, info: 2, debug: 3 };

function byLevel(a: LogEntry, b: LogEntry): number {
  return ranks[a.level] - ranks[b.level] || b.at - a.at;
}
