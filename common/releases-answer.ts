import type { ResourceFilter } from './read-checks';

/**
 * Which releases to compare, and when. Times are epoch milliseconds; `from`
 * inclusive, `to` exclusive. Without `a` or `b`: of the newest two in the
 * range, the older one is `a`.
 */
export interface ReleasesQuery {
  readonly from: number;
  readonly to: number;
  readonly a?: string | undefined;
  readonly b?: string | undefined;
  /** Only these senders; not by release, as `a` and `b` say that. */
  readonly resource?: ResourceFilter;
}

/** What is compared: a method, a publication, an HTTP route (`GET /lists/:id`), or a job. */
export type ComparedKind = 'method' | 'publication' | 'http' | 'job';

/**
 * What became of it in `b`. `same`: no difference that is both sure and large
 * enough to care. `unknown`: too little is known to say; `reason` says of what.
 */
export type Verdict = 'more-errors' | 'slower' | 'unknown' | 'same' | 'faster' | 'fewer-errors';

/** How durations were spread, in milliseconds. */
export interface ReleaseTimes {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What one name did in one release. What is absent is unknown. */
export interface ReleaseFigures {
  readonly calls: number;
  /** Of all processes of the release, per second of the time they reported. */
  readonly callsPerSecond?: number;
  readonly errors: number;
  /** Errors ÷ calls. */
  readonly errorShare?: number;
  /** The handler alone, of methods. */
  readonly run?: ReleaseTimes;
  /** All that the caller waits for; of publications until they are ready. */
  readonly duration?: ReleaseTimes;
  /** Mean of the synchronous time of a call, in milliseconds: a lower bound of its CPU time. */
  readonly cpuMs?: number;
}

/** How a figure changed from `a` to `b`. */
export interface ReleaseChange {
  /** `b` - `a`. */
  readonly difference: number;
  /** `b` ÷ `a`; absent where `a` is 0. */
  readonly ratio?: number;
  /** How likely a difference as clear would be by chance; absent where it was not tested. */
  readonly pValue?: number;
  /** Whether it stands out, all names considered that were tested; absent likewise. */
  readonly isSignificant?: boolean;
}

/** One name in both releases. */
export interface ReleaseEntry {
  readonly kind: ComparedKind;
  readonly name: string;
  /** Absent where the release had no call of it. */
  readonly a?: ReleaseFigures;
  readonly b?: ReleaseFigures;
  /** What p50 and p95 are of, and the verdict rests on. */
  readonly measure: 'run' | 'duration';
  /** The median: tested by how often a call of `b` is slower than one of `a`. */
  readonly p50?: ReleaseChange;
  /** The slow end: tested by how many calls are among the slowest tenth of both. */
  readonly p95?: ReleaseChange;
  readonly p99?: ReleaseChange;
  readonly errorShare?: ReleaseChange;
  readonly cpuMs?: ReleaseChange;
  readonly verdict: Verdict;
  /** Of `unknown`: what is lacking, for people. */
  readonly reason?: string;
}

/** One side of the comparison. */
export interface ComparedRelease {
  readonly release: string;
  /** When the first of its processes that were seen in the range started. */
  readonly startedAt: number;
  /** Processes of it in the range. */
  readonly instances: number;
  /** The time whose calls are compared. */
  readonly from: number;
  readonly to: number;
}

export interface ReleasesAnswer {
  readonly from: number;
  readonly to: number;
  readonly service?: string;
  readonly environment?: string;
  /** Absent, as is `b`, where the range has no such release. */
  readonly a?: ComparedRelease;
  readonly b?: ComparedRelease;
  /**
   * `overlap`: both ran at the same time. `one-after-the-other`: `b` is held
   * against what `a` did before; traffic may have been another then.
   */
  readonly over?: 'overlap' | 'one-after-the-other';
  /** Why nothing is compared, for people. */
  readonly reason?: string;
  /** The worst first. */
  readonly entries: readonly ReleaseEntry[];
}
