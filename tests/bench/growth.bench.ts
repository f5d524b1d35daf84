import { seeded } from '../support/seeded';
import { benchRecorder } from './bench-recorder';
import type { BenchTable } from './bench-table';
import { growthOfCalls } from './growth-of-calls';
import { growthOfFlushes } from './growth-of-flushes';
import { growthLimits, growthSizes, sizeName } from './growth-sizes';
import { measureInTurns } from './measure-in-turns';

/**
 * What an operation costs when there is ten, a hundred, a thousand times as
 * much of what an app can have many of, each alone. What is measured goes to
 * ten of them always, so that as much has to be in the processor's caches
 * whatever the size. What the caches are worth is told by the last table: a
 * value into any of all series.
 */
export async function run({ timeMs = 500 } = {}): Promise<readonly BenchTable[]> {
  return [
    ...(await growthOfCalls(timeMs)),
    ...(await growthOfFlushes()),
    await recordAnywhere(timeMs),
  ];
}

function recordAnywhere(timeMs: number): Promise<BenchTable> {
  const operations = 10_000;
  const tasks = growthSizes.map((size) => {
    const { seriesLimit, histogramLimit } = growthLimits;
    const { recorder } = benchRecorder({ perMetric: seriesLimit, histograms: histogramLimit });
    const random = seeded(size);
    const names = Array.from({ length: operations }, () => `name.${Math.floor(random() * size)}`);
    const task = () => {
      for (const collection of names) {
        const times = { failed: false, durationMs: 3 };
        recorder.record({ kind: 'database', command: 'find', collection, ...times });
      }
    };
    return [sizeName(size), task] as const;
  });
  const title = 'a value into any of all series, the caches in it';
  return measureInTurns({ title, operations, timeMs }, Object.fromEntries(tasks));
}
