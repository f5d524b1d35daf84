import { createAggregate } from '../../server/pipeline/aggregate/aggregate';
import { createDropCounter } from '../../server/pipeline/drop-counter';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { createRecorder } from '../../server/pipeline/recorder';
import { untraced } from '../../server/pipeline/untraced';

/** The agent's own recorder and what it adds up in, with the limits of the defaults, and no traces. */
export function benchRecorder({ perMetric = 1_000, histograms = 10_000 } = {}) {
  const aggregate = createAggregate({ perMetric, histograms, idleWindows: 360 });
  const drops = createDropCounter();
  const recorder = createRecorder({
    aggregate,
    context: createInvocationContext(),
    traces: untraced,
    errors: { add: () => undefined },
    logs: { add: () => undefined },
    events: { add: () => false },
    drops,
    now: () => performance.now(),
    warn: () => undefined,
  });
  return { recorder, aggregate, drops };
}
