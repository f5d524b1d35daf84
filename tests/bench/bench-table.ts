import { Bench } from 'tinybench';

/** What one bench file measured; the first row is what the others are compared with. */
export interface BenchTable {
  readonly title: string;
  readonly rows: readonly BenchRow[];
}

export interface BenchRow {
  readonly name: string;
  /** Median of one operation. */
  readonly nanoseconds: number;
  /** Times the first row, in the same run: what can be compared between machines. */
  readonly ratio: number;
}

export interface BenchOptions {
  readonly title: string;
  /** Operations in one call of a task, for what is too short to time alone. */
  readonly operations?: number;
  /** How long each task is run. */
  readonly timeMs?: number;
}

/** Measures the tasks in turn, each warmed up first. */
export async function measure(
  { title, operations = 1, timeMs = 500 }: BenchOptions,
  tasks: Readonly<Record<string, () => unknown>>,
): Promise<BenchTable> {
  const bench = new Bench({ time: timeMs, warmupTime: timeMs / 2 });
  for (const [name, task] of Object.entries(tasks)) bench.add(name, task);
  await bench.run();

  const measured = bench.tasks.map(({ name, result }) => {
    if (!('latency' in result)) throw new Error(`bench ${title}: ${name} is ${result.state}`);
    return { name, nanoseconds: (result.latency.p50 * 1e6) / operations };
  });
  const first = measured[0]?.nanoseconds ?? Number.NaN;
  return {
    title,
    rows: measured.map((row) => ({ ...row, ratio: row.nanoseconds / first })),
  };
}

/** The table as text. */
export function formatTable({ title, rows }: BenchTable): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, nanoseconds, ratio }) => {
    return `  ${name.padEnd(width)}  ${formatTime(nanoseconds).padStart(10)}  ×${ratio.toFixed(2)}`;
  });
  return [title, ...lines, ''].join('\n');
}

function formatTime(nanoseconds: number): string {
  if (nanoseconds < 1_000) return `${nanoseconds.toFixed(1)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  return `${(nanoseconds / 1e6).toFixed(1)} ms`;
}
