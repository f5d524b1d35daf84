import { Bench } from 'tinybench';
import { type BenchTable, rowsOf } from './bench-table';
import type { Budget } from './budgets';

export interface MeasureOptions {
  readonly title: string;
  /** Operations in one call of a task, for what is too short to time alone. */
  readonly operations?: number;
  /** How long each task is run. */
  readonly timeMs?: number | undefined;
  readonly budget?: Budget;
  /** Tasks that do the work of the first one by other means, and have to be behind. */
  readonly rivals?: readonly string[];
}

/** Measures the tasks one after the other, each warmed up first: the median of one operation. */
export async function measure(
  { title, operations = 1, timeMs = 500, budget, rivals }: MeasureOptions,
  tasks: Readonly<Record<string, () => unknown>>,
): Promise<BenchTable> {
  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 2 });
  for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
  await bench.run();

  const measured = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`bench ${title}: ${name} is ${result.state}`);
    return [name, (result.latency.p50 * 1e6) / operations] as const;
  });
  return { title, budget, rows: rowsOf(measured, rivals) };
}
