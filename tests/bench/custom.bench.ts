import { createCustomApi } from '../../server/custom/custom-api';
import { createRecording } from '../../server/custom/recording';
import { createJobRunner } from '../../server/instruments/jobs/job-runner';
import { aTracedCall } from '../support/traced';
import { benchRecorder } from './bench-recorder';
import type { BenchTable } from './bench-table';
import { measure } from './measure';

/** What the app calls itself: handles, spans, jobs. */
export async function run({ timeMs = 500 } = {}): Promise<readonly BenchTable[]> {
  const { recorder } = benchRecorder();
  const recording = createRecording();
  const { counter, histogram, span } = createCustomApi(recording);
  const orders = counter('orders', { labels: { shop: 'berlin' } });
  const took = histogram('took', { unit: 'ms', labels: { shop: 'berlin' } });
  const off = createCustomApi(createRecording());
  const offCounter = off.counter('orders');
  recording.attach(recorder);
  const jobs = createJobRunner(recorder);
  const work = () => 1;
  const call = aTracedCall('bench', Number.POSITIVE_INFINITY);

  return [
    await measure(
      { title: 'numbers of the app', timeMs },
      {
        'a function that does nothing': work,
        'counter.add, agent off': () => offCounter.add(),
        'counter.add': () => orders.add(),
        'histogram.record': () => took.record(3),
      },
    ),
    await measure(
      { title: 'a function of the app', timeMs },
      {
        bare: work,
        'in a span, agent off': () => off.span('render', work),
        'in a span outside of any call': () => span('render', work),
        'in a span of a full trace': () =>
          recorder.context.run(call, span as never, undefined, ['render', work] as never),
        'in a job': () => jobs.run({ name: 'cleanup' }, work, undefined, []),
      },
    ),
  ];
}
