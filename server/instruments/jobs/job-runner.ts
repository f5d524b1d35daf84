import { isExpectedError } from '../../../common/expected-error';
import type { Invocation } from '../../../common/invocation';
import { OTHER } from '../../../common/metrics';
import type { Recorder } from '../../../common/recorder';
import { watchHandedOut } from '../../../common/settle';
import type { Undo } from '../../../common/undo';
import { createJobsInFlight } from './in-flight';
import { JobRun } from './job-run';

/** Runs what the app calls a job, and records it. */
export interface JobRunner {
  /**
   * Calls `fn` now, as a run of the job `name`, and returns what it returns; in
   * place of a promise, one that settles alike. It is part of `parent`, or
   * begins a trace of its own.
   */
  run<Args extends unknown[], Result>(
    job: JobStart,
    fn: (...args: Args) => Result,
    self: unknown,
    args: Args,
  ): Result;
  /** The same in steps, for a job that says by itself when it is done. */
  begin(job: JobStart): JobRun;
  call<Args extends unknown[], Result>(
    run: JobRun,
    fn: (...args: Args) => Result,
    self: unknown,
    args: Args,
  ): Result;
  /** Only the first call for a run counts. Never throws. */
  end(run: JobRun, failed: boolean, error?: unknown): void;
  undo: Undo;
}

export interface JobStart {
  readonly name: unknown;
  readonly parent?: Invocation | undefined;
  /** Whether what was thrown is no failure but a way to tell the queue something. */
  readonly isSignal?: ((error: unknown) => boolean) | undefined;
}

const longestName = 200;

export function createJobRunner(recorder: Recorder): JobRunner {
  const { context, now, traces, cpu } = recorder;
  const inFlight = createJobsInFlight(recorder);

  function begin({ name: given, parent }: JobStart): JobRun {
    const name = jobName(given);
    const at = now();
    const work = traces.begin({ kind: 'job', name, at, parent });
    inFlight.add(name);
    return new JobRun(name, at, parent, work);
  }

  function call<Args extends unknown[], Result>(
    run: JobRun,
    fn: (...args: Args) => Result,
    self: unknown,
    args: Args,
  ): Result {
    cpu.enter(run.work);
    try {
      return context.run(run, fn, self, args);
    } finally {
      cpu.leave();
    }
  }

  function record(run: JobRun, failed: boolean, error: unknown): void {
    const { name, startedAt, work } = run;
    const at = now();
    inFlight.remove(name);
    const durationMs = at - startedAt;
    const dbMs = work.busyMs('db', at);
    recorder.record({ kind: 'job', name, failed, durationMs, cpuMs: work.cpuMs, dbMs });
    const outcome = failed ? 'error' : 'ok';
    traces.end(run, { at, outcome, expected: failed && isExpectedError(error) });
  }

  function end(run: JobRun, failed: boolean, error?: unknown): void {
    if (run.ended) return;
    run.ended = true;
    try {
      // First, so that its trace is known to have failed when it ends.
      if (failed) recorder.error({ source: 'job', name: run.name, error, invocation: run });
      record(run, failed, error);
    } catch (ours) {
      recorder.failed(ours);
    }
  }

  return {
    begin,
    call,
    end,
    run(job, fn, self, args) {
      const run = begin(job);
      const ended = (threw: boolean, error?: unknown) =>
        end(run, threw && job.isSignal?.(error) !== true, error);
      let result: ReturnType<typeof fn>;
      try {
        result = call(run, fn, self, args);
      } catch (error) {
        ended(true, error);
        throw error;
      }
      return watchHandedOut(result, ended);
    },
    undo: inFlight.undo,
  };
}

function jobName(given: unknown): string {
  if (typeof given !== 'string' || given === '') return OTHER;
  return given.length > longestName ? given.slice(0, longestName) : given;
}
