import { joinedRows } from '../../data/joined-rows';
import type { Reads } from '../../data/use-reads';
import type { TableRead } from './job-reads';

/** A job over the range. What is not known is absent. */
export interface JobRow {
  readonly key: string;
  readonly name: string;
  /** Its share of the time in which jobs ran. */
  readonly impact: number | undefined;
  /** Runs that ended, and their part that failed. */
  readonly runs: number | undefined;
  readonly errorShare: number | undefined;
  /** The most runs at once. */
  readonly inFlight: number | undefined;
  /** Milliseconds. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly max: number | undefined;
  readonly cpu: number | undefined;
  /** Of the time it ran. */
  readonly dbShare: number | undefined;
  /** Milliseconds of CPU a second, from samples. */
  readonly cpuEstimate: number | undefined;
}

/** A row for each job, also for one that runs and never ended yet. */
export function jobRows(reads: Reads<TableRead>): JobRow[] {
  const joined = joinedRows(reads, ['name']);
  const allMs = joined.reduce((sum, { values }) => sum + (values.sum ?? 0), 0);
  return joined.map(({ key, dims: { name = '' }, values }) => {
    const { runs, inFlight, p50, p95, max, sum, cpu, db, cpuEstimate } = values;
    return {
      ...{ key, name, runs, inFlight, p50, p95, max, cpu, cpuEstimate },
      impact: sum === undefined || !allMs ? undefined : sum / allMs,
      errorShare: runs ? (values['runs.error'] ?? 0) / runs : undefined,
      dbShare: db === undefined || !sum ? undefined : db / sum,
    };
  });
}

/** What the figures of a job say, and what to do. */
export function jobAdvice({ errorShare = 0, inFlight = 0, runs }: JobRow): string[] {
  if (errorShare > 0) return ['Some of its runs fail: see its errors.'];
  if (inFlight > 1) {
    return ['Several of its runs were under way at once: see that the next waits for the last.'];
  }
  if (!runs && inFlight > 0) return ['It is running, and no run of it ended in the range.'];
  return ['Its runs end well, one at a time.'];
}
