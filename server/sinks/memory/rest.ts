import { type HistogramState, mergeStates } from '../../../common/histogram';
import type { Tally } from '../../../common/tally';
import type { RowWriter } from './rows';
import type { SeriesIds } from './series-ids';

/**
 * The buckets that series of one window have lost, put together over their
 * names, so that quantiles over all of them stay exact.
 */
export interface Rest {
  /** Takes the buckets that the series `id` cannot keep. */
  takeFrom(id: number, histogram: HistogramState): void;
  /** Takes a row of rest that is there already. */
  takeRow(restId: number, tally: Tally): void;
  /** Rows of rest come behind all others. */
  writeTo(rows: RowWriter): void;
}

/** The rest of a window that ends at `to`. */
export function createRest(ids: SeriesIds, to: number): Rest {
  const byId = new Map<number, HistogramState>();

  function add(restId: number, histogram: HistogramState): void {
    const known = byId.get(restId);
    byId.set(restId, known ? mergeStates(known, histogram) : histogram);
  }

  return {
    takeFrom: (id, histogram) => add(ids.restOf(id, to), histogram),
    takeRow(restId, { histogram }) {
      if (histogram) add(restId, histogram);
    },
    writeTo(rows) {
      for (const [id, histogram] of [...byId].sort(([a], [b]) => a - b)) {
        const { count, sum, max } = histogram;
        rows.add(id, { count, sum, max, histogram });
      }
    },
  };
}
