import type { AnalyticsEvent } from '../../common/analytics/event';
import type { InvocationContext } from '../../common/invocation';
import type { Recorder } from '../../common/recorder';
import type { WatchedStopwatch } from '../../common/stopwatch';
import type { Tracer } from '../../common/tracer';
import type { Aggregate } from './aggregate/aggregate';
import type { DropCounter } from './drop-counter';
import { createStopwatch } from './stopwatch';
import { untraced } from './untraced';

export interface RecorderParts {
  readonly aggregate: Pick<Aggregate, 'add' | 'observer' | 'covered'>;
  readonly context: InvocationContext;
  readonly traces: Tracer;
  readonly errors: { add(sighting: Parameters<Recorder['error']>[0]): void };
  readonly logs: { add(line: Parameters<Recorder['log']>[0]): void };
  readonly events: { add(event: AnalyticsEvent): boolean };
  readonly drops: DropCounter;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Called with the first failure of Radiant's own code; later ones are only counted. */
  readonly warn: (message: string, error: unknown) => void;
}

/** The recorder, and what the agent does with it beyond recording. */
export interface OwnedRecorder extends Recorder {
  readonly cpu: WatchedStopwatch;
  /** Lets every instrument record its gauges and drain its counters. */
  collect(): void;
  /** Ignores everything recorded from now on. */
  close(): void;
}

/** The one place that guards the app against Radiant's own failures. */
export function createRecorder(parts: RecorderParts): OwnedRecorder {
  const { aggregate, context, traces, drops, now, warn } = parts;
  const collectors = new Set<() => void>();
  let open = true;
  let warned = false;

  function failed(error: unknown): void {
    drops.add('instrument-failed');
    if (warned) return;
    warned = true;
    warn('an instrument failed; its sample is lost, the app is not affected', error);
  }

  function guarded<Taken>(take: (taken: Taken) => void, taken: Taken): void {
    if (!open) return;
    try {
      take(taken);
    } catch (error) {
      failed(error);
    }
  }

  /** As the tracer, but what it fails in costs the trace and nothing else. */
  const guardedTraces: Tracer = {
    begin(start) {
      if (!open) return untraced.begin(start);
      try {
        return traces.begin(start);
      } catch (error) {
        failed(error);
        return untraced.begin(start);
      }
    },
    end(invocation, ending) {
      if (!open) return;
      try {
        traces.end(invocation, ending);
      } catch (error) {
        failed(error);
      }
    },
  };

  return {
    now,
    context,
    failed,
    drop: drops.add,
    cpu: createStopwatch(now, () => failed(new Error('the CPU stopwatch lost a step'))),
    observer: aggregate.observer,
    covered: aggregate.covered,
    traces: guardedTraces,
    record: (sample) => guarded(aggregate.add, sample),
    error: (sighting) => guarded(parts.errors.add, sighting),
    log: (line) => guarded(parts.logs.add, line),
    event(event) {
      let taken = false;
      guarded((given) => {
        taken = parts.events.add(given);
      }, event);
      return taken;
    },
    onCollect(collect) {
      collectors.add(collect);
      return () => {
        collectors.delete(collect);
      };
    },
    collect() {
      for (const collect of collectors) {
        try {
          collect();
        } catch (error) {
          failed(error);
        }
      }
    },
    close() {
      open = false;
    },
  };
}
