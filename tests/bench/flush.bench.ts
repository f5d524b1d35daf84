import { latencies } from '../support/seeded';
import { benchAgent } from './bench-agent';
import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { measureBlocks } from './measure-blocks';

const seriesCount = 1_000;
const rounds = 30;
const warmRounds = 10;

/**
 * A flush of 1,000 touched series with the sink `memory`: how long it keeps the
 * event loop from everybody else, in all and at once. The first one has code
 * that is not compiled yet, and a grown heap to get; it is told, but has no
 * budget.
 */
export async function run({ isQuick = false } = {}): Promise<readonly BenchTable[]> {
  const tables: BenchTable[] = [];
  for (const samples of isQuick ? [10] : [10, 100, 1_000]) {
    tables.push(...(await flushes(samples)));
  }
  return tables;
}

async function flushes(samples: number): Promise<readonly BenchTable[]> {
  const agent = benchAgent({ server: {}, ddpCommon: {} });
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
  const title = `flush of ${seriesCount} series of ${samples} values`;
  return [
    {
      title: `${title}, in all`,
      budget: budgets.flushInAll,
      rows: rowsOf([
        ['warm', fewest(sums)],
        ['the first', sums[0] ?? Number.NaN],
      ]),
    },
    {
      title: `${title}, at once`,
      budget: budgets.flushSlice,
      rows: rowsOf([
        ['warm', fewest(longest)],
        ['the first', longest[0] ?? Number.NaN],
      ]),
    },
  ];
}

/** The third of all but the first rounds: what else the machine does only makes them longer. */
function fewest(times: readonly number[]): number {
  return [...times.slice(warmRounds)].sort((a, b) => a - b)[2] ?? Number.NaN;
}
