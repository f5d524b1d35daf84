import { quantile } from '../common/histogram';
import type { HistogramState } from '../common/histogram-state';
import type { ObserverEntry } from '../common/observer-entry';
import type { Reader } from '../common/reader';
import { type Coverage, coverageOf } from './load/coverage';
import type { Finding } from './load/finding';
import { findings } from './load/findings';
import { type Load, loadOf } from './load/load';
import { type RankedObserver, rank } from './load/rank';
import { type WhatIf, whatIf } from './load/what-if';
import { type LoadQuery, readLoad } from './read-load';

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

/** Who observes what, what it costs, and what would be saved without. */
export async function reportObservers(reader: Reader, query: LoadQuery): Promise<ObserversReport> {
  const load = loadOf(await readLoad(reader, query));
  return { ...reported(load, query), observers: rank(load).map((entry) => report(entry, load)) };
}

/** What of that somebody has to act on. */
export async function reportFindings(reader: Reader, query: LoadQuery): Promise<FindingsReport> {
  const windows = await readLoad(reader, query);
  const bare = windows.map((window) => ({
    ...window,
    observers: window.observers.map(withoutHistograms), // no finding needs them, and merging takes long
  }));
  const load = loadOf(bare);
  return { ...reported(load, query), findings: findings(load) };
}

function reported(
  { processCpuMs, observerCpuMs, sessions, coverage }: Load,
  { from, to }: LoadQuery,
): ReportedLoad {
  return {
    from,
    to,
    ...(processCpuMs === undefined ? {} : { processCpuMs }),
    observerCpuMs,
    ...(sessions === undefined ? {} : { sessions }),
    coverage: coverageOf(coverage),
  };
}

function report(entry: RankedObserver, load: Load): ReportedObserver {
  const { initialQuery, lifetime, poll, ...rest } = entry;
  return {
    ...rest,
    ...spreadOf('initialQuery', initialQuery),
    ...spreadOf('lifetime', lifetime),
    ...spreadOf('poll', poll),
    whatIf: whatIf({ ...load, observers: [entry] }, {}),
  };
}

function spreadOf(
  name: Histograms,
  state: HistogramState | undefined,
): Partial<Record<Histograms, Spread>> {
  if (!state || state.count === 0) return {};
  const at = (share: number) => quantile(state, share) ?? 0;
  const { count, max } = state;
  return { [name]: { count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max } };
}

function withoutHistograms(entry: ObserverEntry): ObserverEntry {
  const { initialQuery: _query, lifetime: _lifetime, poll: _poll, ...rest } = entry;
  return rest;
}
