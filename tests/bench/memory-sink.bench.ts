import { memorySink } from '../../server/sinks/memory';
import { aBatch, aSeries } from '../support/a-batch';
import { latencies } from '../support/seeded';
import { type BenchTable, measure } from './bench-table';

const seriesCount = 1_000;
const { signal } = new AbortController();

/** A flush of many series into the memory sink: once stored, twice rolled up. */
export async function run(): Promise<BenchTable> {
  const histograms = Array.from({ length: seriesCount }, (_, at) =>
    aSeries('method.run', { name: `method.${at}`, origin: 'client' }, latencies(100, at)),
  );
  const counters = Array.from({ length: seriesCount }, (_, at) =>
    aSeries('publication.subscribes', { name: `publication.${at}` }, at),
  );
  let now = 1_800_000_000_000;
  const sinks = [memorySink({ now: () => now }), memorySink({ now: () => now })];
  const write = (at: number, series: typeof histograms) => {
    now += 10_000;
    return sinks[at]?.write(aBatch({ from: now - 10_000, to: now, series }), signal);
  };

  return measure(
    { title: 'memory sink: one batch of 1,000 series, per series', operations: seriesCount },
    {
      counters: () => write(0, counters),
      'histograms of 100 values': () => write(1, histograms),
    },
  );
}
