import type { Sliced } from '../in-slices';

/** The first `limit` of some rows in an order, and whether there are others. */
export function* topRows<Row>(
  rows: Iterable<Row>,
  compare: (a: Row, b: Row) => number,
  limit: number,
): Sliced<{ readonly rows: readonly Row[]; readonly more: boolean }> {
  /** One more than asked for, which tells that there are others. */
  const best: Row[] = [];
  for (const row of rows) {
    yield;
    const worst = best[limit];
    if (worst !== undefined && compare(worst, row) <= 0) continue;
    insert(best, row, compare);
    if (best.length > limit + 1) best.pop();
  }
  return { rows: best.slice(0, limit), more: best.length > limit };
}

function insert<Row>(sorted: Row[], row: Row, compare: (a: Row, b: Row) => number): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other !== undefined && compare(other, row) <= 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, row);
}
