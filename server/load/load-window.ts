import type { CoverageEntry, ObserverEntry } from '../../common/observer-entry';

/** The live use of one publication in one window. */
export interface SubscriptionFlow {
  /** Live subscriptions at the end of the window. */
  readonly live: number;
  /** Subscriptions that ended in the window. */
  readonly ended: number;
}

/**
 * What the load model reads of one process and window. Whatever is absent is
 * unknown, and what depends on it is left unsaid.
 */
export interface LoadWindow {
  /** `Resource.instance`: tells processes apart. */
  readonly instance: string;
  /** When that process started, epoch milliseconds. */
  readonly startedAt?: number;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  readonly observers: readonly ObserverEntry[];
  readonly coverage: readonly CoverageEntry[];
  /** CPU time of the process in the window, user and system. */
  readonly processCpuMs?: number;
  /** DDP sessions at the end of the window, parked ones included: their observers live on. */
  readonly sessions?: number;
  /** By name of the publication. */
  readonly subscriptions?: Readonly<Record<string, SubscriptionFlow>>;
  /** Documents this process inserted, changed or removed in the window, by collection. */
  readonly mutations?: Readonly<Record<string, number>>;
}
