import { aMethodSample } from '../support/samples';
import { benchRecorder } from './bench-recorder';
import type { BenchTable } from './bench-table';
import { measure } from './measure';

const names = Array.from({ length: 200 }, (_, index) => `method.${(index * 7_919) % 200}`);

/** Recording one call of two hundred methods, and closing a window that touched them all. */
export async function run({ timeMs = 500 } = {}): Promise<readonly BenchTable[]> {
  const { recorder, aggregate } = benchRecorder();
  const samples = names.map(aCall);
  const recordAll = () => {
    for (const sample of samples) recorder.record(sample);
  };

  return [
    await measure(
      { title: 'record a call: 5 histograms, 1 counter', operations: 200, timeMs },
      {
        'by name': recordAll,
      },
    ),
    await measure(
      { title: 'close a window of 1,000 touched series', timeMs },
      {
        'record only': recordAll,
        'record and close': () => {
          recordAll();
          for (const _series of aggregate.close());
        },
      },
    ),
  ];
}

function aCall(name: string, index: number) {
  return aMethodSample({
    name,
    durationMs: 5 + (index % 50),
    queueMs: index % 7,
    runMs: 4 + (index % 40),
    resultBytes: 100 + index,
  });
}
