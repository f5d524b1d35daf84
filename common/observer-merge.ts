import { type HistogramState, mergeStates } from './histogram';
import {
  type CoverageEntry,
  type ObserverEntry,
  type ObserverKey,
  observerCounters,
  observerGauges,
} from './observer-entry';

export interface MergeOptions {
  /** Lets the histograms go, for what is kept long or only ranked. */
  readonly coarse?: boolean;
}

/** One text per observer entry: equal for entries that may be merged. */
export function observerKey({ owner, collection, shape, driver }: ObserverKey): string {
  return `${owner.kind}\0${owner.name}\0${collection}\0${shape}\0${driver}`;
}

/**
 * What several processes, or parts of one, tell of the same time: everything
 * adds up, gauges too, but for `oldestMs`, which is the highest, and
 * `driverReason`, which is the first that is known. `evaluations` and `useful`
 * are absent when one part does not know them: unknown is not 0. One entry per
 * key, in the order in which the keys first came.
 *
 * For windows that follow each other use {@link mergeWindows}: gauges of
 * different times do not add up.
 */
export function mergeEntries(
  entries: Iterable<ObserverEntry>,
  options: MergeOptions = {},
): ObserverEntry[] {
  const merge = createEntryMerge(options);
  for (const entry of entries) merge.add(entry);
  return merge.take();
}

/** The same, one entry at a time, for who must pause in between. */
export interface EntryMerge {
  add(entry: ObserverEntry): void;
  /** What they amount to. Do not go on adding. */
  take(): ObserverEntry[];
}

export function createEntryMerge({ coarse = false }: MergeOptions = {}): EntryMerge {
  const merged = new Map<string, Mutable<ObserverEntry>>();
  return {
    add(entry) {
      const key = observerKey(entry);
      const known = merged.get(key);
      if (known) addTo(known, entry, coarse);
      else merged.set(key, coarse ? withoutHistograms(entry) : { ...entry });
    },
    take: () => [...merged.values()],
  };
}

/**
 * What one process tells of windows that follow each other, oldest first:
 * counts and histograms add up, gauges are those of the last window; an entry
 * that the last window does not have has no live handle any more.
 */
export function mergeWindows(
  windows: ReadonlyArray<readonly ObserverEntry[]>,
  options: MergeOptions = {},
): ObserverEntry[] {
  const last = windows.length - 1;
  const entries = windows.flatMap((window, at) => (at === last ? window : window.map(ended)));
  return mergeEntries(entries, options);
}

/** The entry of a process, or a window, that is over: what it counted, and nothing live. */
export function ended(entry: ObserverEntry): ObserverEntry {
  return { ...entry, handles: 0, multiplexers: 0, duplicates: 0, orphans: 0, oldestMs: 0 };
}

/** Adds up coverage of several windows or processes: one entry per collection and driver. */
export function mergeCoverage(entries: Iterable<CoverageEntry>): CoverageEntry[] {
  const merged = new Map<string, CoverageEntry>();
  for (const entry of entries) {
    const key = `${entry.collection}\0${entry.driver}`;
    const known = merged.get(key);
    merged.set(key, known ? addCoverage(known, entry) : entry);
  }
  return [...merged.values()];
}

function addCoverage(a: CoverageEntry, b: CoverageEntry): CoverageEntry {
  return {
    ...a,
    mutations: a.mutations + b.mutations,
    expected: a.expected + b.expected,
    evaluations: a.evaluations + b.evaluations,
  };
}

const sums = [...observerGauges, ...observerCounters];

const histograms = ['initialQuery', 'lifetime', 'poll'] as const;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

function addTo(sum: Mutable<ObserverEntry>, entry: ObserverEntry, coarse: boolean): void {
  for (const field of sums) sum[field] += entry[field];
  sum.oldestMs = Math.max(sum.oldestMs, entry.oldestMs);
  if (sum.driverReason === undefined && entry.driverReason !== undefined) {
    sum.driverReason = entry.driverReason;
  }
  addCounted(sum, entry, 'evaluations');
  addCounted(sum, entry, 'useful');
  if (coarse) return;
  for (const field of histograms) {
    const state = addStates(sum[field], entry[field]);
    if (state) sum[field] = state;
  }
}

function addCounted(
  sum: Mutable<ObserverEntry>,
  entry: ObserverEntry,
  field: 'evaluations' | 'useful',
): void {
  const [known, more] = [sum[field], entry[field]];
  if (known === undefined || more === undefined) delete sum[field];
  else sum[field] = known + more;
}

/** A histogram that is absent had no values in its window. */
function addStates(a: HistogramState | undefined, b: HistogramState | undefined) {
  return a && b ? mergeStates(a, b) : (a ?? b);
}

function withoutHistograms(entry: ObserverEntry): Mutable<ObserverEntry> {
  const { initialQuery: _initialQuery, lifetime: _lifetime, poll: _poll, ...rest } = entry;
  return rest;
}
