import type { UserOptions } from '../../common/options';
import { latencies } from '../support/seeded';
import { benchAgent } from './bench-agent';
import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { flushTimes } from './flush-times';
import { nowhereSink } from './nowhere-sink';

const seriesCount = 1_000;

/**
 * A flush of 1,000 touched series: how long it keeps the event loop from
 * everybody else, in all and at once; with the sink `memory`, which stores it
 * and rolls it up twice, for comparison. The first flush is told, but has no
 * budget.
 */
export async function run({ isQuick = false } = {}): Promise<readonly BenchTable[]> {
  const tables: BenchTable[] = [];
  for (const samples of isQuick ? [10] : [10, 100, 1_000]) {
    tables.push(...(await flushTables(samples)));
  }
  return tables;
}

async function flushTables(samples: number): Promise<readonly BenchTable[]> {
  const alone = await flushes(samples, { sinks: [nowhereSink] });
  const stored = await flushes(samples, {});
  const title = `flush of 1,000 series of ${samples} values`;
  const rows = (of: 'sum' | 'longest') =>
    rowsOf([
      ['Radiant', alone.warm[of]],
      ['with the sink memory', stored.warm[of]],
      ['the first, with the sink memory', stored.first[of]],
    ]);
  return [
    { title: `${title}, in all`, budget: budgets.flushInAll, rows: rows('sum') },
    { title: `${title}, at once`, budget: budgets.flushSlice, rows: rows('longest') },
  ];
}

async function flushes(samples: number, options: UserOptions) {
  const agent = benchAgent({ server: {}, ddpCommon: {} }, options);
  const values = latencies(1_000, samples);
  const names = Array.from({ length: seriesCount }, (_, at) => `collection.${at}`);
  let round = 0;
  const times = await flushTimes(agent, () => {
    round++;
    names.forEach((collection, at) => {
      for (let n = 0; n < samples; n++) {
        const durationMs = values[(at * 7 + n + round) % values.length] ?? 0;
        const command = 'find';
        agent.recorder.record({ kind: 'database', command, collection, failed: false, durationMs });
      }
    });
  });
  await agent.stop();
  return times;
}
