import { type HistogramState, mergeStates } from '../../../common/histogram';
import type { Point } from './points';

/** What a point comes to, and since when (epoch milliseconds). */
export interface Accumulated {
  readonly since: number;
  readonly value: number | HistogramState;
}

/** Turns what each window added into what came together since the start. */
export interface Accumulator {
  /** Call it once for each point of a batch. */
  add(point: Point, from: number): Accumulated;
  /** A batch is done: series that were in none of the last ones are forgotten, and begin anew. */
  closeBatch(): void;
}

interface Cell {
  since: number;
  value: number | HistogramState;
  seen: number;
}

/** Keeps one copy of every counter and histogram; gauges pass. */
export function accumulate({ idleBatches }: { readonly idleBatches: number }): Accumulator {
  const cells = new Map<string, Cell>();
  let batches = 0;

  return {
    add(point, from) {
      if (point.kind === 'gauge') return { since: from, value: point.value };
      const key = `${point.name}\u0000${JSON.stringify(point.attributes)}`;
      const cell = cells.get(key);
      if (!cell) {
        cells.set(key, { since: from, value: point.value, seen: batches });
        return { since: from, value: point.value };
      }
      cell.value = sumOf(cell.value, point.value);
      cell.seen = batches;
      return cell;
    },
    closeBatch() {
      batches++;
      for (const [key, { seen }] of cells) if (batches - seen > idleBatches) cells.delete(key);
    },
  };
}

/** What each window added, as it is. */
export const deltas: Accumulator = {
  add: ({ value }, from) => ({ since: from, value }),
  closeBatch: () => undefined,
};

function sumOf(a: Cell['value'], b: Cell['value']): Cell['value'] {
  if (typeof a === 'number') return typeof b === 'number' ? a + b : b;
  return typeof b === 'number' ? a : mergeStates(a, b);
}
