import type { ObserversReport } from '../../../../common/load-report';

/** What all observers amount to. */
export interface LoadTotals {
  readonly share?: number;
  /** CPU time ÷ time: of one core, all processes together. */
  readonly core?: number;
  /** Of those that can be counted; unknown where none can. */
  readonly evaluationsPerSecond?: number;
  /** Entries whose evaluations are unknown. */
  readonly uncounted: number;
  readonly waste?: number;
  readonly handles: number;
  readonly multiplexers: number;
  readonly duplicates: number;
  readonly orphans: number;
  readonly opened: number;
  readonly reuse?: number;
  readonly coverage?: number;
}

type Entry = ObserversReport['observers'][number];

export function totalsOf({
  observers,
  observerCpuMs,
  processCpuMs,
  wallMs,
  coverage,
}: ObserversReport): LoadTotals {
  const sum = (read: (entry: Entry) => number) =>
    observers.reduce((total, entry) => total + read(entry), 0);
  const known = observers.filter(({ useful }) => useful !== undefined);
  const evaluated = known.reduce((total, entry) => total + (entry.evaluations ?? 0), 0);
  const useful = sum((entry) => entry.useful ?? 0);
  const reused = sum((entry) => entry.reused);
  const opened = reused + sum((entry) => entry.created);
  const all = Math.max(processCpuMs ?? 0, observerCpuMs);
  return {
    ...(processCpuMs !== undefined && all > 0 && { share: observerCpuMs / all }),
    ...(wallMs > 0 && { core: observerCpuMs / wallMs }),
    ...(wallMs > 0 && known.length > 0 && { evaluationsPerSecond: (evaluated / wallMs) * 1_000 }),
    uncounted: observers.length - known.length,
    ...(evaluated > 0 && { waste: Math.max(0, 1 - useful / evaluated) }),
    handles: sum((entry) => entry.handles),
    multiplexers: sum((entry) => entry.multiplexers),
    duplicates: sum((entry) => entry.duplicates),
    orphans: sum((entry) => entry.orphans),
    opened,
    ...(opened > 0 && { reuse: reused / opened }),
    ...(coverage.ratio !== undefined && { coverage: coverage.ratio }),
  };
}
