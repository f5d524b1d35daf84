import type { InvocationContext } from '../../common/invocation';
import type { Recorder } from '../../common/recorder';
import type { Aggregate } from './aggregate/aggregate';
import type { DropCounter } from './drop-counter';
import { createStopwatch } from './stopwatch';

export interface RecorderParts {
  readonly aggregate: Pick<Aggregate, 'add' | 'observer' | 'covered'>;
  readonly context: InvocationContext;
  readonly drops: DropCounter;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Called with the first failure of Radiant's own code; later ones are only counted. */
  readonly warn: (message: string, error: unknown) => void;
}

/** The recorder, and what the agent does with it beyond recording. */
export interface OwnedRecorder extends Recorder {
  /** Lets every instrument record its gauges and drain its counters. */
  collect(): void;
  /** Ignores everything recorded from now on. */
  close(): void;
}

/** The one place that guards the app against Radiant's own failures. */
export function createRecorder(parts: RecorderParts): OwnedRecorder {
  const { aggregate, context, drops, now, warn } = parts;
  const collectors = new Set<() => void>();
  let open = true;
  let warned = false;

  function failed(error: unknown): void {
    drops.add('instrument-failed');
    if (warned) return;
    warned = true;
    warn('an instrument failed; its sample is lost, the app is not affected', error);
  }

  return {
    now,
    context,
    failed,
    drop: drops.add,
    cpu: createStopwatch(now, () => failed(new Error('the CPU stopwatch lost a step'))),
    observer: aggregate.observer,
    covered: aggregate.covered,
    record(sample) {
      if (!open) return;
      try {
        aggregate.add(sample);
      } catch (error) {
        failed(error);
      }
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
