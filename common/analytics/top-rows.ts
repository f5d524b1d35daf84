import type { Sliced } from '../in-slices';

/** The first rows in an order, found without sorting them all. */
export interface TopRows<Row> {
  add(row: Row): void;
  /** At most as many as the limit, in order, and whether there were others. */
  take(): { readonly rows: readonly Row[]; readonly more: boolean };
}

export function createTopRows<Row>(
  compare: (a: Row, b: Row) => number,
  limit: number,
): TopRows<Row> {
  /** One more than asked for, which tells that there are others. */
  const best: Row[] = [];

  return {
    add(row) {
      const worst = best[limit];
      if (worst !== undefined && compare(worst, row) <= 0) return;
      insert(best, row, compare);
      if (best.length > limit + 1) best.pop();
    },
    take: () => ({ rows: best.slice(0, limit), more: best.length > limit }),
  };
}

/** The same of rows that are there already. */
export function* topRows<Row>(
  rows: Iterable<Row>,
  compare: (a: Row, b: Row) => number,
  limit: number,
): Sliced<ReturnType<TopRows<Row>['take']>> {
  const top = createTopRows(compare, limit);
  for (const row of rows) {
    top.add(row);
    yield;
  }
  return top.take();
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
