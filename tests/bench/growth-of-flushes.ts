import { benchAgent } from './bench-agent';
import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { fakeObservers } from './fake-observers';
import { type FlushTimes, flushTimes } from './flush-times';
import { growthLimits, growthSizes, sizeName } from './growth-sizes';
import { nowhereSink } from './nowhere-sink';

interface Flushed {
  readonly size: number;
  readonly times: FlushTimes;
}

/**
 * What a flush takes for each series and each observer, which has to stay as
 * it is; and its longest block. Series are taken in slices. Observers are
 * looked at in one go, so that what a window says of them is of one moment:
 * that block grows with them.
 */
export async function growthOfFlushes(): Promise<readonly BenchTable[]> {
  const series: Flushed[] = [];
  const observers: Flushed[] = [];
  for (const size of growthSizes) {
    series.push({ size, times: await flushOfSeries(size) });
    observers.push({ size, times: await flushOfObservers(size) });
  }
  return [
    perItem('flush, for each series', series),
    blocks('flush, longest block, by series', series, budgets.flushSlice.most),
    perItem('flush, for each observer', observers),
    blocks('flush, longest block, by observers', observers, budgets.flushOfObservers.most),
  ];
}

async function flushOfSeries(size: number): Promise<FlushTimes> {
  const sinks = [nowhereSink];
  const agent = benchAgent({ server: {}, ddpCommon: {} }, { ...growthLimits, sinks });
  const names = Array.from({ length: size }, (_, at) => `collection.${at}`);
  const { warm } = await flushTimes(agent, () => {
    for (const collection of names) {
      for (let n = 0; n < 10; n++) {
        const durationMs = 1 + n * 7;
        const command = 'find';
        agent.recorder.record({ kind: 'database', command, collection, failed: false, durationMs });
      }
    }
  });
  await agent.stop();
  return warm;
}

async function flushOfObservers(size: number): Promise<FlushTimes> {
  const observers = await fakeObservers({ count: size, withRadiant: true });
  const { warm } = await flushTimes(observers, () => observers.evaluate(1));
  await observers.end();
  return warm;
}

function perItem(title: string, flushed: readonly Flushed[]): BenchTable {
  const measured = flushed.map(({ size, times }) => [sizeName(size), times.sum / size] as const);
  return { title, budget: budgets.flat, rows: rowsOf(measured) };
}

function blocks(title: string, flushed: readonly Flushed[], most: number): BenchTable {
  const measured = flushed.map(({ size, times }) => [sizeName(size), times.longest] as const);
  return { title, budget: { most, of: 'each' }, rows: rowsOf(measured) };
}
