import type { ObserversReport, ReportedObserver } from '../../../../common/load-report';

/** A change to the app, and the CPU that it would save. */
export interface WhatIfRow {
  readonly change: string;
  /** Of the CPU time of the processes; unknown where that is. */
  readonly share?: number;
  readonly cpuMsPerSecond: number;
  /** How sure that is. */
  readonly note: string;
}

type Load = Pick<ObserversReport, 'wallMs' | 'observers'>;

/** What could be changed about an entry, and what each change would save. */
export function whatIfRows(entry: ReportedObserver, load: Load): WhatIfRow[] {
  const { whatIf, duplicates, collection, driver } = entry;
  const row = (change: string, note: string, saved: { cpuMs: number; share?: number }) => ({
    ...{ change, note },
    ...(saved.share !== undefined && { share: saved.share }),
    cpuMsPerSecond: load.wallMs > 0 ? (saved.cpuMs / load.wallMs) * 1_000 : 0,
  });
  const rows = [row('Without these observers', 'All of their CPU time.', whatIf.remove)];
  if (duplicates > 0) {
    const note = 'At most: the callbacks stay.';
    rows.push(row('One multiplexer for each query', note, whatIf.mergeDuplicates));
  }
  if (driver === 'polling') return rows;
  rows.push(
    row(
      `Half as many mutations of ${collection}`,
      'About: of all observers that follow the collection, evaluations and callbacks grow with mutations.',
      halfOf(load.observers.filter((other) => follows(other, collection))),
    ),
  );
  if (entry.multiplexers - duplicates >= 2) {
    const note = 'About: each query has a driver that looks at each mutation. The callbacks stay.';
    rows.push(row('Half as many distinct queries', note, halfOf([entry])));
  }
  return rows;
}

function follows(entry: ReportedObserver, collection: string): boolean {
  return entry.collection === collection && entry.driver !== 'polling';
}

function halfOf(entries: readonly ReportedObserver[]): { cpuMs: number; share?: number } {
  const cpuMs = entries.reduce((sum, entry) => sum + entry.cpuMs, 0) / 2;
  if (entries.some(({ share }) => share === undefined)) return { cpuMs };
  return { cpuMs, share: entries.reduce((sum, { share = 0 }) => sum + share, 0) / 2 };
}
