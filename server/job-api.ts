import type { Agent } from './agent';
import { type JobSource, jobSourceOf } from './instruments/jobs/job-source';

/** The jobs of the app. */
export interface JobApi {
  /**
   * Runs `fn` now, as a run of the job `name`, and returns what it returns: a
   * plain value as it is, in place of a promise one that settles alike, a
   * microtask later. Runs, duration, CPU and database time are recorded, and a
   * trace; an error is reported and thrown on. Inside a call or another job it
   * is a part of it. While the agent is off, `fn` just runs.
   */
  job<Result>(name: string, fn: () => Result): Result;

  /**
   * Records the jobs that an `Agenda` (agenda 4 to 6) or a `Worker` (bullmq 4
   * to 6) runs in this process. SyncedCron is found without it. It outlives
   * restarts of the agent; `stop()` lets go of it.
   *
   * @throws {RadiantError} `jobs-unknown` for anything else.
   */
  watchJobs(runsJobs: object): { stop(): void };
}

/** The same, and what ties it to the agent's life. */
export interface OwnedJobApi extends JobApi {
  /** An agent has started. */
  attach(agent: Agent): void;
}

export function createJobApi(current: () => Agent | undefined): OwnedJobApi {
  const sources = new Map<object, JobSource>();

  return {
    job(name, fn) {
      const agent = current();
      if (!agent?.jobs) return fn();
      const invocation = agent.recorder.context.current();
      const parent = invocation?.ended ? undefined : invocation;
      return agent.jobs.runner.run({ name, parent }, fn, undefined, []);
    },
    watchJobs(runsJobs) {
      const source = jobSourceOf(runsJobs);
      sources.set(runsJobs, source);
      current()?.jobs?.watch(source);
      return {
        stop() {
          if (sources.get(runsJobs) !== source) return;
          sources.delete(runsJobs);
          current()?.jobs?.watch(source)(); // hooked already: this is its way out
        },
      };
    },
    attach({ jobs }) {
      for (const source of sources.values()) jobs?.watch(source);
    },
  };
}
