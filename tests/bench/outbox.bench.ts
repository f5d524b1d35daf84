import type { Batch } from '../../common/batch';
import { batchBytes } from '../../common/batch-bytes';
import { batchFromPieces, batchPieces } from '../../common/batch-json';
import { mergeBatches } from '../../common/batch-merge';
import { inSlices, type Sliced } from '../../common/in-slices';
import { aBatch, aSeries } from '../support/a-batch';
import { latencies } from '../support/seeded';
import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { median } from './statistics';

const rounds = 20;

/**
 * How long the longest block is, of what the outbox does beside the app's work:
 * weighing a batch (at once), merging six, writing and reading JSON (in slices).
 * In CPU time of the process, helpers of the garbage collector included: time
 * by the clock tells, on a busy machine, how long the process waited for a
 * core. The median of the rounds counts.
 */
export async function run({ isQuick = false } = {}): Promise<readonly BenchTable[]> {
  const tables: BenchTable[] = [];
  for (const count of isQuick ? [1_000] : [1_000, 10_000]) {
    const batches = Array.from({ length: 6 }, (_, at) => aWindow(at + 1, count));
    const [first = aBatch()] = batches;
    const lines = [...batchPieces(first)];
    tables.push(
      await blocks(`merge six batches of ${count} series`, () => merge(batches)),
      await blocks(`write a batch of ${count} series as JSON`, () => pieces(first)),
      await blocks(`read a batch of ${count} series from JSON`, () => read(lines)),
      await blocks(`put a batch of ${count} series`, () => put(first)),
    );
  }
  return tables;
}

function* merge(batches: readonly Batch[]): Sliced<void> {
  yield* mergeBatches(batches, { recordBytes: 128 * 1024 });
}

function* pieces(batch: Batch): Sliced<void> {
  for (const _piece of batchPieces(batch)) yield;
}

function* read(lines: readonly string[]): Sliced<void> {
  yield* batchFromPieces(lines);
}

// biome-ignore lint/correctness/useYield: it is one block
function* put(batch: Batch): Sliced<void> {
  batchBytes(batch);
}

async function blocks(title: string, work: () => Sliced<void>): Promise<BenchTable> {
  const longest: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const times: number[] = [];
    await inSlices(work(), {
      now: cpuMs,
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      busy: (ms) => times.push(ms),
    });
    if (round < 3) continue; // not compiled yet
    longest.push(Math.max(...times));
    whole.push(times.reduce((sum, ms) => sum + ms, 0));
  }
  const measured = [
    ['longest block', median(longest) * 1e6],
    ['all of it', median(whole) * 1e6],
  ] as const;
  return { title, budget: budgets.outboxBlock, rows: rowsOf(measured) };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

function aWindow(sequence: number, count: number): Batch {
  const values = latencies(50, sequence);
  return aBatch({
    id: `instance-a-${sequence}`,
    sequences: [sequence, sequence],
    from: sequence * 10_000,
    series: Array.from({ length: count }, (_, at) =>
      at % 2 === 0
        ? aSeries('method.calls', { name: `m${at}`, origin: 'client', outcome: 'ok' }, at)
        : aSeries('method.run', { name: `m${at}`, origin: 'client' }, values),
    ),
  });
}
