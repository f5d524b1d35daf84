import type { Finding } from './finding';
import type { ObserverEntry } from './observer-entry';

/** An observer entry, and what it means for the processes it lives in. */
export interface RankedObserver extends ObserverEntry {
  /** Its `cpuMs` ÷ CPU time of the processes, 0 ... 1; absent when that is unknown. */
  readonly share?: number;
  /** 1 - useful ÷ evaluations; absent without evaluations, or when they are not counted. */
  readonly waste?: number;
  /**
   * CPU milliseconds a second to expect: what an evaluation took × mutations a
   * second at present × live multiplexers. Of a poller, what it took so far.
   * Absent when no evaluation was seen.
   */
  readonly predictedMsPerSecond?: number;
}

/** How complete the count of evaluations is. */
export interface Covered {
  readonly evaluations: number;
  readonly expected: number;
  /** evaluations ÷ expected; absent where nothing was expected. */
  readonly ratio?: number;
}

export interface Coverage extends Covered {
  readonly collections: Readonly<Record<string, CoveredCollection>>;
}

export interface CoveredCollection extends Covered {
  /**
   * Mutations that streams delivered, summed over the processes; so `expected` ÷ `mutations` is
   * how many drivers looked at each.
   */
  readonly mutations: number;
}

export interface Saving {
  /** CPU milliseconds of the time the load was measured in. */
  readonly cpuMs: number;
  /** The same ÷ CPU time of the processes, 0 ... 1; absent when that is unknown. */
  readonly share?: number;
}

export interface WhatIf {
  /** Without these observers. */
  readonly remove: Saving;
  /** With one multiplexer where there are several of one query. At most: the callbacks stay. */
  readonly mergeDuplicates: Saving;
}

/** How values were spread, in milliseconds. */
export interface Spread {
  readonly count: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

type Histograms = 'initialQuery' | 'lifetime' | 'poll';

/** One observer entry over all processes, and what it means for them. */
export interface ReportedObserver extends Omit<RankedObserver, Histograms> {
  readonly initialQuery?: Spread;
  readonly lifetime?: Spread;
  readonly poll?: Spread;
  readonly whatIf: WhatIf;
}

/** What the figures of a report are of. */
export interface ReportedLoad {
  readonly from: number;
  readonly to: number;
  /** From the first window that was recorded to the last: what rates are by. 0 where there was none. */
  readonly wallMs: number;
  /** CPU time of the processes; absent when it is not known. */
  readonly processCpuMs?: number;
  /** CPU time of all observers. */
  readonly observerCpuMs: number;
  /** Sessions at the end; absent when they are not known. */
  readonly sessions?: number;
  /** How complete the count of evaluations is. */
  readonly coverage: Coverage;
}

export interface ObserversReport extends ReportedLoad {
  /** The one that takes most CPU first. */
  readonly observers: readonly ReportedObserver[];
}

export interface FindingsReport extends ReportedLoad {
  /** The most severe first. */
  readonly findings: readonly Finding[];
}
