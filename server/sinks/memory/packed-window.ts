import type { Batch } from '../../../common/batch';
import type { Grid } from '../../../common/metrics';
import type { Resource } from '../../../common/resource';
import { addTallies, type Tally, tallyOf } from '../../../common/tally';
import { createRowCursor, createRowWriter, noRow } from './rows';
import type { SeriesIds } from './series-ids';

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
  /** Rows whose buckets are known. */
  readonly withBuckets: number;
  readonly bytes: Buffer;
}

/** Work that can pause at each yield. */
export type Sliced<T> = Generator<void, T>;

const objectBytes = 500;

export function windowBytes({ bytes }: PackedWindow): number {
  return objectBytes + bytes.length;
}

export function* packBatch(batch: Batch, ids: SeriesIds): Sliced<PackedWindow> {
  const { resource, from, to } = batch;
  const tallies = new Map<number, Tally>();
  for (const [at, series] of batch.series.entries()) {
    const id = ids.idOf(series, to);
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
  return { resource, from, to, ...rows.take() };
}

/** Both windows of one sender together. */
export function* mergeWindows(
  a: PackedWindow,
  b: PackedWindow,
  ids: SeriesIds,
): Sliced<PackedWindow> {
  const rows = createRowWriter();
  const [left, right] = [createRowCursor(a.bytes), createRowCursor(b.bytes)];
  while (left.id < noRow || right.id < noRow) {
    const { id } = left;
    if (id < right.id) rows.copy(left);
    else if (id > right.id) rows.copy(right);
    else {
      const grid = gridOf(id, ids);
      rows.add(id, addTallies(left.tally(grid), right.tally(grid)));
    }
    if (rows.due()) yield;
  }
  const [from, to] = [Math.min(a.from, b.from), Math.max(a.to, b.to)];
  return { resource: a.resource, from, to, ...rows.take() };
}

/** The window with the buckets of the series in `keep` only; counts, sums and maxima stay. */
export function* stripWindow(
  window: PackedWindow,
  keep: ReadonlySet<number>,
  ids: SeriesIds,
): Sliced<PackedWindow> {
  const rows = createRowWriter();
  const cursor = createRowCursor(window.bytes);
  while (cursor.id < noRow) {
    const { id } = cursor;
    if (keep.has(id)) rows.copy(cursor);
    else rows.add(id, { ...cursor.tally(gridOf(id, ids)), histogram: undefined });
    if (rows.due()) yield;
  }
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
