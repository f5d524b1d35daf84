import type { Batch } from '../../../common/batch';
import { OTHER } from '../../../common/metrics';
import type { CoverageEntry, ObserverEntry } from '../../../common/observer-entry';
import {
  mergeCoverage,
  mergeEntries,
  mergeWindows,
  observerKey,
} from '../../../common/observer-merge';
import { ByteReader } from './byte-reader';
import { ByteWriter } from './byte-writer';
import type { Sliced } from './in-slices';
import type { ObserverIds, ObserverNames } from './observer-ids';
import { packCoverage, packObserver, unpackCoverage, unpackObserver } from './pack-observer';

/** What the observers of one sender did in one window, and their coverage, in few bytes. */
export interface PackedObservers {
  readonly bytes: Buffer;
  /** Entries of observers. */
  readonly count: number;
}

export interface UnpackedObservers {
  readonly observers: readonly ObserverEntry[];
  readonly coverage: readonly CoverageEntry[];
}

const nothing: PackedObservers = { bytes: Buffer.alloc(0), count: 0 };
const slice = 32;

/** The entries of a batch; those with equal keys as one. */
export function* packObservers(batch: Batch, ids: ObserverIds): Sliced<PackedObservers> {
  const { observers = [], coverage = [], to } = batch;
  return yield* pack(mergeEntries(observers), mergeCoverage(coverage), to, ids);
}

/** Windows of one sender together: counts of both, gauges of the later one. */
export function* joinObservers(
  earlier: PackedObservers,
  later: PackedObservers,
  to: number,
  ids: ObserverIds,
): Sliced<PackedObservers> {
  const [before, after] = [
    yield* unpackObservers(earlier, ids),
    yield* unpackObservers(later, ids),
  ];
  const lasting = new Map(after.observers.map((entry) => [observerKey(entry), entry]));
  const joined: ObserverEntry[] = [];
  for (const [at, entry] of before.observers.entries()) {
    const key = observerKey(entry);
    const next = lasting.get(key);
    lasting.delete(key);
    joined.push(...mergeWindows([[entry], next ? [next] : []]));
    if (at % slice === 0) yield;
  }
  joined.push(...lasting.values());
  return yield* pack(joined, mergeCoverage([...before.coverage, ...after.coverage]), to, ids);
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
  const { observers, coverage } = yield* unpackObservers(packed, ids);
  const folded = observers.map((entry) => (keep(ids.idOf(entry, 0)) ? entry : asOther(entry)));
  return yield* pack(mergeEntries(folded), coverage, to, ids);
}

export function* unpackObservers(
  { bytes, count }: PackedObservers,
  names: ObserverNames,
): Sliced<UnpackedObservers> {
  const reader = new ByteReader(bytes);
  const observers: ObserverEntry[] = [];
  const coverage: CoverageEntry[] = [];
  for (let at = 1; at <= count; at++) {
    observers.push(unpackObserver(reader, nameOf(names.get(reader.varint()))));
    if (at % slice === 0) yield;
  }
  while (!reader.done) {
    coverage.push(unpackCoverage(reader, nameOf(names.getStream(reader.varint()))));
  }
  return { observers, coverage };
}

function nameOf<Of>(known: { readonly of: Of } | undefined): Of {
  if (known) return known.of;
  throw new TypeError('an entry without a name');
}

function* pack(
  observers: readonly ObserverEntry[],
  coverage: readonly CoverageEntry[],
  to: number,
  ids: ObserverIds,
): Sliced<PackedObservers> {
  if (observers.length === 0 && coverage.length === 0) return nothing;
  const writer = new ByteWriter();
  for (const [at, entry] of observers.entries()) {
    writer.varint(ids.idOf(entry, to));
    packObserver(writer, entry);
    if (at % slice === 0) yield;
  }
  for (const entry of coverage) {
    writer.varint(ids.idOfStream(entry, to));
    packCoverage(writer, entry);
  }
  return { bytes: writer.take(), count: observers.length };
}

function asOther(entry: ObserverEntry): ObserverEntry {
  const { driverReason: _, ...rest } = entry;
  return { ...rest, owner: { kind: entry.owner.kind, name: OTHER }, shape: OTHER };
}
