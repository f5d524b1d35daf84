import type { NumberCell } from './series-table';

/** Adds to a counter. */
export function countUp(cell: NumberCell, by = 1): void {
  cell.value += by;
  cell.touched = true;
}
