import type { Sliced } from '../../../common/in-slices';
import { countsOf, type StoredIds, stripWindow } from './packed-window';
import { foldRing, forgetFolded, rankObservers } from './relieve-observers';
import { type Ring, sortedEntries } from './ring';
import type { SeriesIds } from './series-ids';

/** What making room needs of the store. */
export interface Crowded {
  readonly rings: readonly Ring[];
  readonly ids: StoredIds;
  readonly sizeBytes: number;
}

/**
 * A step of making room, on one ring: keep the buckets of the busiest series
 * only, or the names of the most loaded observers, or a shorter time.
 */
type Measure =
  | { readonly ring: number; readonly busiest: number }
  | { readonly ring: number; readonly observers: number }
  | { readonly ring: number; readonly keepMs: number };

const minute = 60_000;
const nothing = Number.NEGATIVE_INFINITY; // not even what a clock ahead of ours sent

/**
 * In this order, until it fits. What a shortened fine ring forgets is still in
 * the coarser ones, so resolution goes before history; the last measure alone
 * loses counts.
 */
const measures: readonly Measure[] = [
  { ring: 0, busiest: 50 },
  { ring: 1, busiest: 200 },
  { ring: 2, busiest: 200 },
  { ring: 0, observers: 200 },
  { ring: 1, observers: 200 },
  { ring: 2, observers: 500 },
  { ring: 0, keepMs: 5 * minute },
  { ring: 1, keepMs: 20 * minute },
  { ring: 2, busiest: 50 },
  { ring: 1, busiest: 50 },
  { ring: 2, observers: 200 },
  { ring: 0, keepMs: nothing },
  { ring: 1, keepMs: nothing },
  { ring: 2, keepMs: nothing },
];

/** Room is made for some more batches at once, or each of them would have to make it. */
const targetShare = 0.9;
const busyMs = 60 * minute;

/** Brings a store that outgrew `limitBytes` below it. */
export function* relieve(store: Crowded, limitBytes: number, nowMs: number): Sliced<void> {
  if (store.sizeBytes <= limitBytes) return;
  const fits = () => store.sizeBytes <= limitBytes * targetShare;
  const busiest = yield* rankByCount(store, nowMs);
  const loaded = yield* rankByLoad(store, nowMs);
  for (const measure of measures) {
    if (fits()) return;
    const ring = store.rings[measure.ring];
    if (!ring) continue;
    if ('busiest' in measure) yield* strip(ring, busiest, measure.busiest, store.ids.series);
    else if ('observers' in measure) yield* fold(ring, loaded, measure.observers, store);
    else yield* shorten(ring, nowMs - measure.keepMs, fits, store);
  }
}

/** The histograms that had most values in the last hour, busiest first. */
function* rankByCount({ rings, ids }: Crowded, nowMs: number): Sliced<readonly number[]> {
  const counts = new Map<number, number>();
  const coarsest = rings.at(-1);
  for (const { window } of coarsest?.entries() ?? []) {
    if (window.to < nowMs - busyMs) continue;
    for (const [id, count] of countsOf(window)) {
      const series = ids.series.get(id);
      if (series?.isHistogram && !series.isRest) counts.set(id, (counts.get(id) ?? 0) + count);
    }
    yield;
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id);
}

function* rankByLoad({ rings }: Crowded, nowMs: number): Sliced<readonly number[]> {
  const coarsest = rings.at(-1);
  return coarsest ? yield* rankObservers(coarsest, nowMs - busyMs) : [];
}

function* strip(
  ring: Ring,
  ranked: readonly number[],
  busiest: number,
  ids: SeriesIds,
): Sliced<void> {
  const keep = new Set(ranked.slice(0, busiest));
  for (const { slot, window } of [...ring.entries()]) {
    if (window.withBuckets <= busiest) continue;
    ring.put(slot, yield* stripWindow(window, keep, ids));
    yield;
  }
}

function* fold(
  ring: Ring,
  ranked: readonly number[],
  most: number,
  { rings, ids }: Crowded,
): Sliced<void> {
  yield* foldRing(ring, ranked, most, ids.observers);
  yield* forgetFolded(rings, ids.observers);
}

/** Forgets the oldest windows that ended before `endedBefore`, until it fits. */
function* shorten(
  ring: Ring,
  endedBefore: number,
  fits: () => boolean,
  { rings, ids }: Crowded,
): Sliced<void> {
  for (const entry of sortedEntries(ring, ({ window }) => window.to <= endedBefore)) {
    if (fits()) return;
    ring.forget(entry);
    forgetUnused(rings, ids);
    yield;
  }
}

/** Forgets the series and observers that no window can hold any more. */
export function forgetUnused(rings: readonly Ring[], ids: StoredIds): void {
  let oldestFrom = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (const { window } of ring.entries()) oldestFrom = Math.min(oldestFrom, window.from);
  }
  ids.series.forgetBefore(oldestFrom);
  ids.observers.forgetBefore(oldestFrom);
}
