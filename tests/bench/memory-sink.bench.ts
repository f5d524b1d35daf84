import { memorySink } from '../../server/sinks/memory';
import type { BatchFields } from '../support/a-batch';
import { aBatch, aSeries } from '../support/a-batch';
import { aHistogram, observerOf } from '../support/an-observer';
import { latencies } from '../support/seeded';
import type { BenchTable } from './bench-table';
import { measure } from './measure';

const seriesCount = 1_000;
const { signal } = new AbortController();

/** A flush of many series or observers into the memory sink: once stored, twice rolled up. */
export async function run({ timeMs = 500 } = {}): Promise<BenchTable> {
  const histograms = Array.from({ length: seriesCount }, (_, at) =>
    aSeries('method.run', { name: `method.${at}`, origin: 'client' }, latencies(100, at)),
  );
  const counters = Array.from({ length: seriesCount }, (_, at) =>
    aSeries('publication.subscribes', { name: `publication.${at}` }, at),
  );
  const observers = Array.from({ length: seriesCount }, (_, at) => {
    const poll = aHistogram('duration', latencies(20, at));
    return observerOf(`publication.${at}`, { handles: 3, evaluations: 900, cpuMs: 1.5, poll });
  });
  let now = 1_800_000_000_000;
  const sinks = [0, 1, 2].map(() => memorySink({ now: () => now }));
  const write = (at: number, told: BatchFields) => {
    now += 10_000;
    return sinks[at]?.write(aBatch({ from: now - 10_000, to: now, ...told }), signal);
  };

  return measure(
    {
      title: 'memory sink: one batch of 1,000 series or observers, per entry',
      ...{ operations: seriesCount, timeMs },
    },
    {
      counters: () => write(0, { series: counters }),
      'histograms of 100 values': () => write(1, { series: histograms }),
      observers: () => write(2, { observers }),
    },
  );
}
