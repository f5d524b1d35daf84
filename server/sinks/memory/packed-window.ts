import type { Batch } from '../../../common/batch';
import type { HistogramState } from '../../../common/histogram';
import type { Sliced } from '../../../common/in-slices';
import type { Grid } from '../../../common/metrics';
import type { Resource } from '../../../common/resource';
import { addTallies, type Tally, tallyOf } from '../../../common/tally';
import type { ObserverIds } from './observer-ids';
import {
  joinObservers,
  observersBytes,
  type PackedObservers,
  packObservers,
} from './packed-observers';
import { createRest } from './rest';
import { createRowCursor, createRowWriter, noRow } from './rows';
import { firstRestId, type SeriesIds } from './series-ids';

/**
 * What one sender recorded in one window, in few bytes and never changed:
 * whoever reads may keep it while the next one is made. Rows of (distance from
 * the last id, tally), by ascending id.
 */
export interface PackedWindow {
  readonly resource: Resource;
  /** The time that was reported for; epoch milliseconds. */
  readonly from: number;
  readonly to: number;
  /** Series whose buckets are known. */
  readonly withBuckets: number;
  readonly bytes: Buffer;
  readonly observers: PackedObservers;
}

/** What the numbers in windows stand for. */
export interface StoredIds {
  readonly series: SeriesIds;
  readonly observers: ObserverIds;
}

const objectBytes = 700;
const observersObjectBytes = 200;

export function windowBytes({ bytes, observers }: PackedWindow): number {
  const packed = observersBytes(observers);
  return objectBytes + bytes.length + (packed > 0 ? observersObjectBytes + packed : 0);
}

export function* packBatch(batch: Batch, ids: StoredIds): Sliced<PackedWindow> {
  const { resource, from, to } = batch;
  const tallies = new Map<number, Tally>();
  for (const [at, series] of batch.series.entries()) {
    const id = ids.series.idOf(series, to);
    const tally = tallyOf(series, to - from);
    const twin = tallies.get(id);
    tallies.set(id, twin ? addTallies(twin, tally) : tally);
    if (at % 32 === 0) yield;
  }
  const rows = createRowWriter();
  for (const [id, tally] of [...tallies].sort(([a], [b]) => a - b)) {
    rows.add(id, tally);
    if (rows.due()) yield;
  }
  const observers = yield* packObservers(batch, ids.observers);
  return { resource, from, to, ...rows.take(), observers };
}

/** Both windows of one sender together. */
export function* mergeWindows(
  a: PackedWindow,
  b: PackedWindow,
  ids: StoredIds,
): Sliced<PackedWindow> {
  const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
  const [earlier, later] = a.to <= b.to ? [a.observers, b.observers] : [b.observers, a.observers];
  const observers = yield* joinObservers(earlier, later);
  return { resource: a.resource, from, to, ...(yield* mergeRows(a, b, to, ids.series)), observers };
}

function* mergeRows(
  a: PackedWindow,
  b: PackedWindow,
  to: number,
  ids: SeriesIds,
): Sliced<Pick<PackedWindow, 'bytes' | 'withBuckets'>> {
  const rows = createRowWriter();
  const rest = createRest(ids, to);
  const [left, right] = [createRowCursor(a.bytes), createRowCursor(b.bytes)];
  while (left.id < noRow || right.id < noRow) {
    const first = left.id <= right.id ? left : right;
    const { id } = first;
    if (id >= firstRestId) rest.takeRow(id, first.tally(gridOf(id, ids)));
    else if (left.id !== right.id) rows.copy(first);
    else if (!rows.merge(left, right)) {
      const grid = gridOf(id, ids);
      rows.add(
        id,
        addRows(left.tally(grid), right.tally(grid), (lost) => rest.takeFrom(id, lost)),
      );
    }
    if (rows.due()) yield;
  }
  rest.writeTo(rows);
  return rows.take();
}

/** Both tallies; buckets that only one of them has are lost to the series. */
function addRows(a: Tally, b: Tally, onLost: (histogram: HistogramState) => void): Tally {
  if (a.histogram && !b.histogram) onLost(a.histogram);
  if (b.histogram && !a.histogram) onLost(b.histogram);
  return addTallies(a, b);
}

/** The window with the buckets of the series in `keep` only. The others' go to the rest; their counts, sums and maxima stay. */
export function* stripWindow(
  window: PackedWindow,
  keep: ReadonlySet<number>,
  ids: SeriesIds,
): Sliced<PackedWindow> {
  const rows = createRowWriter();
  const rest = createRest(ids, window.to);
  const cursor = createRowCursor(window.bytes);
  while (cursor.id < noRow) {
    const { id } = cursor;
    if (keep.has(id)) rows.copy(cursor);
    else if (id >= firstRestId) rest.takeRow(id, cursor.tally(gridOf(id, ids)));
    else {
      const { histogram, ...tally } = cursor.tally(gridOf(id, ids));
      if (histogram) rest.takeFrom(id, histogram);
      rows.add(id, tally);
    }
    if (rows.due()) yield;
  }
  rest.writeTo(rows);
  return { ...window, ...rows.take() };
}

/** The rows of the series in `wanted`, which go by id. */
export function* rowsOf<Entry extends { readonly grid: Grid }>(
  window: PackedWindow,
  wanted: ReadonlyMap<number, Entry>,
): Generator<readonly [entry: Entry, tally: Tally]> {
  const cursor = createRowCursor(window.bytes);
  while (cursor.id < noRow) {
    const entry = wanted.get(cursor.id);
    if (entry) yield [entry, cursor.tally(entry.grid)];
    else cursor.skip();
  }
}

/** How many values each series of the window has. */
export function* countsOf(window: PackedWindow): Generator<readonly [id: number, count: number]> {
  const cursor = createRowCursor(window.bytes);
  while (cursor.id < noRow) {
    const { id } = cursor;
    yield [id, cursor.skip().count];
  }
}

function gridOf(id: number, ids: SeriesIds): Grid {
  return ids.get(id)?.grid ?? 'size';
}
