import { Bench } from 'tinybench';

/** What one bench file measured; the first row is what the others are compared with. */
export interface BenchTable {
  readonly title: string;
  readonly rows: readonly BenchRow[];
  /** What every other row may take more than the first, per operation. */
  readonly limitNs?: number | undefined;
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
  readonly timeMs?: number | undefined;
  /** The budget of {@link BenchTable.limitNs}. */
  readonly limitNs?: number;
}

/** Measures the tasks in turn, each warmed up first. */
export async function measure(
  { title, operations = 1, timeMs = 500, limitNs }: BenchOptions,
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
    limitNs,
    rows: measured.map((row) => ({ ...row, ratio: row.nanoseconds / first })),
  };
}

/**
 * Measures the tasks in short turns, one after the other, and takes the tenth
 * fastest percent of each. What else the machine does hits all of them alike,
 * and mostly falls away: for differences that are small beside the noise.
 */
export async function measureInTurns(
  { title, operations = 1, timeMs = 1_500, limitNs }: BenchOptions,
  tasks: Readonly<Record<string, () => unknown>>,
): Promise<BenchTable> {
  const times = new Map<string, number[]>(Object.keys(tasks).map((name) => [name, []]));
  const endAt = performance.now() + timeMs * times.size;
  while (performance.now() < endAt) {
    for (const [name, task] of Object.entries(tasks)) {
      const startedAt = performance.now();
      await task();
      times.get(name)?.push(performance.now() - startedAt);
    }
  }
  const measured = [...times].map(([name, taken]) => {
    const fast = taken.sort((a, b) => a - b)[Math.floor(taken.length / 10)] ?? Number.NaN;
    return { name, nanoseconds: (fast * 1e6) / operations };
  });
  const first = measured[0]?.nanoseconds ?? Number.NaN;
  const rows = measured.map((row) => ({ ...row, ratio: row.nanoseconds / first }));
  return { title, limitNs, rows };
}

/** The table as text. */
export function formatTable(table: BenchTable): string {
  const { title, rows, limitNs } = table;
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ name, nanoseconds, ratio }) => {
    return `  ${name.padEnd(width)}  ${formatTime(nanoseconds).padStart(10)}  ×${ratio.toFixed(2)}`;
  });
  if (limitNs === undefined) return [title, ...lines, ''].join('\n');
  const added = formatTime(addedNs(table));
  return [title, ...lines, `  added ${added}, budget ${formatTime(limitNs)}`, ''].join('\n');
}

/** What the slowest row takes more than the first. */
export function addedNs({ rows }: BenchTable): number {
  const times = rows.map(({ nanoseconds }) => nanoseconds);
  return Math.max(...times) - (times[0] ?? 0);
}

function formatTime(nanoseconds: number): string {
  if (nanoseconds < 1_000) return `${nanoseconds.toFixed(1)} ns`;
  if (nanoseconds < 1e6) return `${(nanoseconds / 1e3).toFixed(1)} µs`;
  return `${(nanoseconds / 1e6).toFixed(1)} ms`;
}
