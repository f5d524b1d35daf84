import type { UserOptions } from '../../common/options';
import type { Reader } from '../../common/reader';
import type { Sink } from '../../common/sink';
import { latencies } from '../support/seeded';
import { benchAgent } from './bench-agent';
import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { measureBlocks } from './measure-blocks';

const seriesCount = 1_000;
const rounds = 30;
const warmRounds = 10;

/** Takes batches and forgets them; the sink `memory` does not join what can be read. */
const nowhere: Sink = { name: 'nowhere', write: async () => undefined, reader: {} as Reader };

/**
 * A flush of 1,000 touched series: how long it keeps the event loop from
 * everybody else, in all and at once; with the sink `memory`, which stores it
 * and rolls it up twice, for comparison. The first flush has code that is not
 * compiled yet, and a grown heap to get; it is told, but has no budget.
 */
export async function run({ isQuick = false } = {}): Promise<readonly BenchTable[]> {
  const tables: BenchTable[] = [];
  for (const samples of isQuick ? [10] : [10, 100, 1_000]) {
    tables.push(...(await flushTables(samples)));
  }
  return tables;
}

async function flushTables(samples: number): Promise<readonly BenchTable[]> {
  const alone = await flushes(samples, { sinks: [nowhere] });
  const stored = await flushes(samples, {});
  const title = `flush of 1,000 series of ${samples} values`;
  const rows = (of: 'sums' | 'longest') =>
    rowsOf([
      ['Radiant', leastOf(alone[of])],
      ['with the sink memory', leastOf(stored[of])],
      ['the first, with the sink memory', stored[of][0] ?? Number.NaN],
    ]);
  return [
    { title: `${title}, in all`, budget: budgets.flushInAll, rows: rows('sums') },
    { title: `${title}, at once`, budget: budgets.flushSlice, rows: rows('longest') },
  ];
}

async function flushes(samples: number, options: UserOptions) {
  const agent = benchAgent({ server: {}, ddpCommon: {} }, options);
  const values = latencies(1_000, samples);
  const names = Array.from({ length: seriesCount }, (_, at) => `collection.${at}`);
  const sums: number[] = [];
  const longest: number[] = [];
  for (let round = 0; round < rounds; round++) {
    names.forEach((collection, at) => {
      for (let n = 0; n < samples; n++) {
        const durationMs = values[(at * 7 + n + round) % values.length] ?? 0;
        const command = 'find';
        agent.recorder.record({ kind: 'database', command, collection, failed: false, durationMs });
      }
    });
    const { sumMs, longestMs } = await measureBlocks(() => agent.flush());
    sums.push(sumMs * 1e6);
    longest.push(longestMs * 1e6);
  }
  await agent.stop();
  return { sums, longest };
}

/** The third of all but the first rounds: what else the machine does only makes them longer. */
function leastOf(times: readonly number[]): number {
  return [...times.slice(warmRounds)].sort((a, b) => a - b)[2] ?? Number.NaN;
}
