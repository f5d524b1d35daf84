import { patchMethod } from '../../../common/patch-method';
import type { Undo } from '../../../common/undo';
import type { JobRunner } from './job-runner';

/** The part of a `Worker` of bullmq (4 and later) that is touched. */
export interface BullWorker {
  /** Of the queue. */
  readonly name: string;
  /** Calls the processor; the worker awaits what it returns. */
  callProcessJob(job: { readonly name?: unknown }, ...more: unknown[]): unknown;
}

/** A worker whose jobs run in this process: a sandbox is a file, run elsewhere. */
export function isBullWorker(thing: object): thing is BullWorker {
  const { name, callProcessJob, processFn, childPool } = thing as Record<string, unknown>;
  return (
    typeof name === 'string' &&
    typeof callProcessJob === 'function' &&
    typeof processFn === 'function' &&
    childPool === undefined
  );
}

/** Records the jobs of one worker, as `queue/job`. */
export function hookBullWorker(worker: BullWorker, runner: JobRunner): Undo {
  return patchMethod(worker, 'callProcessJob', (callProcessJob) => {
    return function (this: unknown, ...args: unknown[]) {
      const name = `${worker.name}/${jobName(args[0])}`;
      return runner.run({ name, isSignal }, callProcessJob as Call, this, args);
    };
  });
}

type Call = (...args: unknown[]) => unknown;

function jobName(job: unknown): string {
  const { name } = (job ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' ? name : '';
}

/** What a processor throws to have its job put back, and bullmq does not count as a failure. */
function isSignal(error: unknown): boolean {
  const { name, message } = (error ?? {}) as {
    readonly name?: unknown;
    readonly message?: unknown;
  };
  return (
    name === 'DelayedError' ||
    name === 'WaitingError' ||
    name === 'WaitingChildrenError' ||
    message === 'bullmq:rateLimitExceeded'
  );
}
