import type { Batch } from '../../../common/batch';
import type { Sliced } from '../../../common/in-slices';
import { OTHER } from '../../../common/metrics';
import type { CoverageEntry, ObserverEntry } from '../../../common/observer-entry';
import { mergeCoverage, mergeEntries } from '../../../common/observer-merge';
import type { ObserverIds, ObserverNames } from './observer-ids';
import { createObserverCursor, createObserverWriter, type ObserverCursor } from './observer-rows';
import { noRow } from './rows';

/** What the observers of one sender did in one window, in few bytes, and their coverage. */
export interface PackedObservers {
  /** Rows of (distance from the last id, entry), by ascending id. */
  readonly bytes: Buffer;
  readonly count: number;
  /** One entry per collection and driver: few. */
  readonly coverage: readonly CoverageEntry[];
}

export interface UnpackedObservers {
  readonly observers: readonly ObserverEntry[];
  readonly coverage: readonly CoverageEntry[];
}

const nothing: PackedObservers = { bytes: Buffer.alloc(0), count: 0, coverage: [] };
const coverageBytes = 120;
const slice = 32;

export function observersBytes({ bytes, coverage }: PackedObservers): number {
  return bytes.length + coverageBytes * coverage.length;
}

/** The entries of a batch; those with equal keys as one. */
export function* packObservers(batch: Batch, ids: ObserverIds): Sliced<PackedObservers> {
  const { observers = [], coverage = [], to } = batch;
  if (observers.length === 0 && coverage.length === 0) return nothing;
  const byId = yield* numbered(observers, to, ids);
  const rows = createObserverWriter();
  for (const [id, entry] of [...byId].sort(([a], [b]) => a - b)) {
    rows.add(id, entry);
    if (rows.count % slice === 0) yield;
  }
  return { ...rows.take(), coverage: mergeCoverage(coverage) };
}

function* numbered(
  observers: readonly ObserverEntry[],
  to: number,
  ids: ObserverIds,
): Sliced<ReadonlyMap<number, ObserverEntry>> {
  const byId = new Map<number, ObserverEntry>();
  for (const [at, entry] of observers.entries()) {
    const id = ids.idOf(entry, to);
    const twin = byId.get(id);
    for (const sum of twin ? mergeEntries([twin, entry]) : [entry]) byId.set(id, sum);
    if (at % slice === 0) yield;
  }
  return byId;
}

/** Windows of one sender together: counts of both, gauges of the later one. */
export function* joinObservers(
  earlier: PackedObservers,
  later: PackedObservers,
): Sliced<PackedObservers> {
  if (earlier === nothing) return later;
  const [before, after] = [cursorOf(earlier), cursorOf(later)];
  const rows = createObserverWriter();
  while (before.id < noRow || after.id < noRow) {
    if (before.id === after.id) rows.join(before, after);
    else if (before.id < after.id) rows.copyEnded(before);
    else rows.copy(after);
    if (rows.count % slice === 0) yield;
  }
  const coverage = mergeCoverage([...earlier.coverage, ...later.coverage]);
  return { ...rows.take(), coverage };
}

/**
 * The same with the entries that `keep` accepts. The others are added up, by
 * kind of owner, collection and driver, in entries of the name and shape
 * `_OTHER`, so that sums over all stay exact.
 */
export function* foldObservers(
  packed: PackedObservers,
  keep: (id: number) => boolean,
  to: number,
  ids: ObserverIds,
): Sliced<PackedObservers> {
  const others = [...(yield* othersOf(packed, keep, ids.names()))]
    .map((entry) => [ids.idOf(entry, to), entry] as const)
    .sort(([a], [b]) => b - a);
  const cursor = cursorOf(packed);
  const rows = createObserverWriter();
  const addOthers = (before: number) => {
    for (let last = others.at(-1); last && last[0] < before; last = others.at(-1)) {
      rows.add(...last);
      others.pop();
    }
  };
  while (cursor.id < noRow) {
    addOthers(cursor.id);
    if (keep(cursor.id)) rows.copy(cursor);
    else cursor.load();
    if (rows.count % slice === 0) yield;
  }
  addOthers(noRow);
  return { ...rows.take(), coverage: packed.coverage };
}

/** What each observer of a window weighs. */
export function* loadsOf(
  packed: PackedObservers,
): Generator<readonly [id: number, load: ReturnType<ObserverCursor['load']>]> {
  const cursor = cursorOf(packed);
  while (cursor.id < noRow) {
    const { id } = cursor;
    yield [id, cursor.load()];
  }
}

export function* unpackObservers(
  packed: PackedObservers,
  names: ObserverNames,
  { coarse = false } = {},
): Sliced<UnpackedObservers> {
  const cursor = cursorOf(packed);
  const observers: ObserverEntry[] = [];
  while (cursor.id < noRow) {
    observers.push(cursor.entry(nameOf(names.get(cursor.id)), { coarse }));
    if (observers.length % slice === 0) yield;
  }
  return { observers, coverage: packed.coverage };
}

function cursorOf({ bytes, count }: PackedObservers): ObserverCursor {
  return createObserverCursor(bytes, count);
}

function* othersOf(
  packed: PackedObservers,
  keep: (id: number) => boolean,
  names: ObserverNames,
): Sliced<readonly ObserverEntry[]> {
  const cursor = cursorOf(packed);
  let others: readonly ObserverEntry[] = [];
  let some: ObserverEntry[] = [];
  while (cursor.id < noRow) {
    if (keep(cursor.id)) cursor.load();
    else some.push(asOther(cursor.entry(nameOf(names.get(cursor.id)))));
    if (some.length < slice) continue;
    others = mergeEntries([...others, ...some]);
    some = [];
    yield;
  }
  return mergeEntries([...others, ...some]);
}

function asOther(entry: ObserverEntry): ObserverEntry {
  const { driverReason: _, ...rest } = entry;
  return { ...rest, owner: { kind: entry.owner.kind, name: OTHER }, shape: OTHER };
}

/** What a number of an observer stands for. */
export function nameOf<Of>(known: { readonly of: Of } | undefined): Of {
  if (known) return known.of;
  throw new TypeError('an entry without a name');
}
