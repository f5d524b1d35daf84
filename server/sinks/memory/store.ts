import type { Batch } from '../../../common/batch';
import type { Sliced } from '../../../common/in-slices';
import { createObserverIds } from './observer-ids';
import { mergeWindows, type PackedWindow, packBatch, type StoredIds } from './packed-window';
import { createRecords, packBatchRecords, type Records } from './records';
import { type Crowded, forgetUnused, relieve } from './relieve';
import { createRing, type Ring, type RingSize, type Slot } from './ring';
import { createSeriesIds } from './series-ids';

/** All that the memory sink holds. */
export interface Store {
  /** Finest first. */
  readonly rings: readonly Ring[];
  readonly ids: StoredIds;
  readonly records: Records;
  /**
   * Adds a batch to every ring and to the records, and makes room. Do not start another before it is done.
   *
   * @throws {Error} when the batch alone does not fit.
   */
  add(batch: Batch): Sliced<void>;
  readonly sizeBytes: number;
}

const second = 1_000;
const minute = 60 * second;

/**
 * The finest slots are narrow enough to keep each batch by itself; how wide
 * its windows are is up to the flush interval, 10 s by default.
 */
const sizes: readonly RingSize[] = [
  { widthMs: second, reachMs: 15 * minute },
  { widthMs: minute, reachMs: 60 * minute },
  { widthMs: 10 * minute, reachMs: 24 * 60 * minute },
];

/** A store of at most `limitBytes`, on a clock of epoch milliseconds. */
export function createStore(limitBytes: number, now: () => number): Store {
  const rings = sizes.map(createRing);
  const ids = { series: createSeriesIds(), observers: createObserverIds() };
  const records = createRecords(limitBytes);
  const windows: Crowded = {
    rings,
    ids,
    get sizeBytes() {
      const idBytes = ids.series.sizeBytes + ids.observers.sizeBytes;
      return rings.reduce((sum, ring) => sum + ring.sizeBytes, idBytes);
    },
  };

  function checkKept({ id, to }: Batch, added: ReadonlyArray<readonly [Ring, Slot, PackedWindow]>) {
    const isKept = added.some(([ring, slot]) => ring.get(slot));
    const isExpired = added.every(([ring]) => to <= now() - ring.reachMs);
    if (isKept || isExpired) return;
    throw new Error(`batch ${id} alone is larger than the ${limitBytes} bytes the store may hold`);
  }

  return {
    rings,
    ids,
    records,
    *add(batch) {
      const packed = yield* packBatch(batch, ids);
      const more = yield* packBatchRecords(batch);
      const next: Array<readonly [Ring, Slot, PackedWindow]> = [];
      for (const ring of rings) {
        const slot = ring.slotOf(packed);
        const twin = ring.get(slot);
        next.push([ring, slot, twin ? yield* mergeWindows(twin, packed, ids) : packed]);
      }
      for (const [ring, slot, window] of next) ring.put(slot, window); // all at once, for readers
      forgetExpired(windows, now());
      yield* relieve(windows, limitBytes - records.sizeWith(more), now());
      checkKept(batch, next);
      records.add(more, now()); // last, so that a batch that is refused leaves none behind
    },
    get sizeBytes() {
      return windows.sizeBytes + records.sizeBytes;
    },
  };
}

function forgetExpired({ rings, ids }: Crowded, nowMs: number): void {
  let forgotten = false;
  for (const ring of rings) {
    for (const entry of ring.entries()) {
      if (entry.window.to > nowMs - ring.reachMs) continue;
      ring.forget(entry);
      forgotten = true;
    }
  }
  if (forgotten) forgetUnused(rings, ids);
}
