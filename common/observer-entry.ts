import type { HistogramState } from './histogram-state';
import type { InvocationKind } from './invocation';

/** What opened an observer. `none`: code outside of any call, such as start-up, timers, jobs. */
export type OwnerKind = InvocationKind | 'none';

export interface ObserverOwner {
  readonly kind: OwnerKind;
  /** Name of the publication or method; empty for `none`. */
  readonly name: string;
}

/** What tells observer entries apart. */
export interface ObserverKey {
  readonly owner: ObserverOwner;
  readonly collection: string;
  /** Selector keys and operators, sort, projection, limit: no values (`common/query-shape.ts`). */
  readonly shape: string;
  /** `changeStream`, `oplog`, `polling`, `redis`, or the class name of a driver that is not known. */
  readonly driver: string;
}

/**
 * What the observers of one owner and query shape did in one window.
 *
 * A multiplexer that serves several owners belongs to all of them: what it did
 * is shared out by their handles, so counts of shared ones may be fractions;
 * summed over the owners they are exact.
 */
export interface ObserverEntry extends ObserverKey {
  /** Why Meteor did not take a better driver, e.g. `LIMIT_NO_SORT`; absent when it did, or is unknown. */
  readonly driverReason?: string;

  // At the end of the window.
  /** Live `observeChanges` handles. */
  readonly handles: number;
  /** Live multiplexers (each with a driver of its own), shared out by handles. */
  readonly multiplexers: number;
  /** Multiplexers beyond the first for one and the same query. */
  readonly duplicates: number;
  /** Handles of a publication whose subscription is gone. What a method opens may outlive the call. */
  readonly orphans: number;
  /** Age of the oldest live handle, in milliseconds. */
  readonly oldestMs: number;

  // In the window.
  /** Handles that got a new multiplexer. */
  readonly created: number;
  /** Handles that joined a multiplexer that was there. */
  readonly reused: number;
  /** Handles that ended. */
  readonly stopped: number;
  /**
   * Times a driver looked at a mutation (or, polling, at a document) for these
   * queries. Absent for a driver whose work cannot be counted: unknown is not 0.
   */
  readonly evaluations?: number;
  /** Evaluations that changed what the query gives. */
  readonly useful?: number;
  /** Synchronous time of evaluations and fan-out, in milliseconds. */
  readonly cpuMs: number;
  /** Callbacks called on handles for live changes. */
  readonly fanout: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly initialDocs: number;
  readonly polls: number;
  readonly polledDocs: number;
  /** Documents or queries fetched again to decide on a change. */
  readonly fetches: number;

  /** From the opening of a new multiplexer to its initial documents; of those opened in the window. */
  readonly initialQuery?: HistogramState;
  /** Of the handles that ended in the window. */
  readonly lifetime?: HistogramState;
  readonly poll?: HistogramState;
}

/**
 * Proof that no evaluation was missed: each mutation that a stream delivered is
 * looked at by every driver that lives on its collection.
 */
export interface CoverageEntry {
  readonly collection: string;
  readonly driver: string;
  /** Mutations the stream delivered. */
  readonly mutations: number;
  /** Sum over these mutations of the drivers that lived on the collection. */
  readonly expected: number;
  /** Evaluations that were counted. */
  readonly evaluations: number;
}

/** What an entry says of the end of its window and adds up over entries; `oldestMs` does not. */
export const observerGauges = ['handles', 'multiplexers', 'duplicates', 'orphans'] as const;

/** What an entry counts in its window; `evaluations` and `useful`, which may be unknown, apart. */
export const observerCounters = [
  'created',
  'reused',
  'stopped',
  'cpuMs',
  'fanout',
  'added',
  'changed',
  'removed',
  'initialDocs',
  'polls',
  'polledDocs',
  'fetches',
] as const satisfies ReadonlyArray<keyof ObserverEntry>;
