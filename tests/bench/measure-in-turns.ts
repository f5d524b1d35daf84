import { type BenchTable, rowsOf } from './bench-table';
import { busySince, moment } from './busy-clock';
import type { MeasureOptions } from './measure';

/** Of a task's turns, however short the time: with fewer there is no tenth fastest percent. */
const fewestTurns = 30;

/**
 * Measures the tasks in short turns, there and back, and takes the tenth
 * fastest percent of each, once all are warm. What else the machine does hits
 * all of them alike, and mostly falls away: for differences that are small
 * beside the noise.
 */
export async function measureInTurns(
  { title, operations = 1, timeMs = 1_500, budget, rivals }: MeasureOptions,
  tasks: Readonly<Record<string, () => unknown>>,
): Promise<BenchTable> {
  const subjects = Object.entries(tasks).map(([name, task]) => ({ name, task, times: [] }));
  await takeTurns(subjects, (timeMs / 3) * subjects.length);
  const warm = subjects.map((subject): Subject => ({ ...subject, times: [] }));
  await takeTurns(warm, timeMs * subjects.length);
  const measured = warm.map(
    ({ name, times }) => [name, (fastTenth(times) * 1e6) / operations] as const,
  );
  return { title, budget, rows: rowsOf(measured, rivals) };
}

interface Subject {
  readonly name: string;
  readonly task: () => unknown;
  readonly times: number[];
}

async function takeTurns(subjects: readonly Subject[], forMs: number): Promise<void> {
  const endAt = performance.now() + forMs;
  const order = [...subjects, ...[...subjects].reverse()]; // who goes first pays for what was before
  for (let turns = 0; turns < fewestTurns || performance.now() < endAt; turns += 2) {
    for (const { task, times } of order) {
      const then = moment();
      await task();
      times.push(busySince(then));
    }
  }
}

function fastTenth(times: readonly number[]): number {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 10)] ?? Number.NaN;
}
