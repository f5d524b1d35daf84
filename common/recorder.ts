import type { AnalyticsEvent } from './analytics/event';
import type { DropReason } from './drops';
import type { ErrorSighting } from './error-entry';
import type { InvocationContext } from './invocation';
import type { LogEntry } from './log-entry';
import type { ObserverCell } from './observer-cell';
import type { ObserverKey } from './observer-entry';
import type { Sample } from './sample';
import type { CpuStopwatch } from './stopwatch';
import type { Tracer } from './tracer';
import type { Undo } from './undo';

/** The only thing an instrument sees of the agent. */
export interface Recorder {
  /** Monotonic time in milliseconds; only differences mean something. */
  now(): number;

  /** Takes one observation. Never throws. */
  record(sample: Sample): void;

  /**
   * Calls `collect` just before each window closes, so that an instrument can
   * record its gauges and drain its counters. An error is counted, not thrown.
   */
  onCollect(collect: () => void): Undo;

  /** Counts samples that could not be recorded. */
  drop(reason: DropReason, count: number): void;

  /** Counts a failure of Radiant's own code that was kept away from the app. */
  failed(error: unknown): void;

  readonly context: InvocationContext;

  readonly traces: Tracer;

  /** Takes an error of the app's, which goes on its way. Never throws. */
  error(sighting: ErrorSighting): void;

  /** Takes a line that the app logged; trace and call are added. Never throws. */
  log(line: Pick<LogEntry, 'level' | 'from' | 'message'>): void;

  /**
   * Takes an analytics event that was accepted, as it is to be kept: nothing
   * that JSON cannot hold, and not changed any more. False when there is no
   * room for it, and nothing was taken: whoever sent it has to come again in a
   * second or more. Never throws.
   */
  event(event: AnalyticsEvent): boolean;

  /** Books synchronous time; Radiant's own hooks included. */
  readonly cpu: CpuStopwatch;

  /** The entry that observers of this key add to, in place. Ask again when the key has no live handle left. */
  observer(key: ObserverKey): ObserverCell;

  /** Adds to the proof that no evaluation was missed. */
  covered(collection: string, driver: string): CoverageCell;
}

/** Counts of one collection and driver, added to in place. */
export interface CoverageCell {
  mutations: number;
  expected: number;
  evaluations: number;
}
