import type { CpuOwner } from './stopwatch';

/** What the observers instrument adds to in place, per owner, collection, shape and driver. */
export interface ObserverCell extends CpuOwner {
  driverReason: string | undefined;
  /** False for a driver whose evaluations cannot be counted. */
  counted: boolean;

  // Gauges, set at the end of each window.
  handles: number;
  multiplexers: number;
  duplicates: number;
  orphans: number;
  oldestMs: number;

  // Counters, zeroed when the window closes.
  created: number;
  reused: number;
  stopped: number;
  evaluations: number;
  useful: number;
  fanout: number;
  added: number;
  changed: number;
  removed: number;
  initialDocs: number;
  polls: number;
  polledDocs: number;
  fetches: number;

  initialQueryTook(ms: number): void;
  livedFor(ms: number): void;
  pollTook(ms: number): void;
}
