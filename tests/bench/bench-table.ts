import type { Budget } from './budgets';

/** What the values of a table are. */
export type Unit = 'ns' | 'bytes' | 'percent';

/** What one bench measured; the first row is what the others are compared with. */
export interface BenchTable {
  readonly title: string;
  readonly rows: readonly BenchRow[];
  /** Nanoseconds of one operation unless it says otherwise. */
  readonly unit?: Unit | undefined;
  readonly budget?: Budget | undefined;
}

export interface BenchRow {
  readonly name: string;
  readonly value: number;
  /** Times the first row, in the same run: what can be compared between machines. */
  readonly ratio: number;
  /** The same work by somebody else's code: has to be behind the first row, and has no budget. */
  readonly isRival?: boolean | undefined;
}

/** What was measured by name, as rows. */
export function rowsOf(
  measured: Iterable<readonly [name: string, value: number]>,
  rivals: readonly string[] = [],
): readonly BenchRow[] {
  const all = [...measured];
  const first = all[0]?.[1] ?? Number.NaN;
  return all.map(([name, value]) => ({
    name,
    value,
    ratio: value / first,
    ...(rivals.includes(name) ? { isRival: true } : {}),
  }));
}
