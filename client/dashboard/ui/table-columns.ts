import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  /** In the address, and in what is exported. */
  readonly name: string;
  readonly title: string;
  /** What the column means. */
  readonly help?: string;
  /** Whether it holds text: sorted from A at first, and set to the left. */
  readonly isText?: boolean;
  /** What rows are sorted by, and what is exported; `undefined` is unknown, and last. */
  readonly valueOf: (row: Row) => number | string | undefined;
  readonly show: (row: Row) => ComponentChildren;
}

export interface Sort {
  readonly name: string;
  readonly isUp: boolean;
}

type SortText = `${string}.${'asc' | 'desc'}`;

/** The order that `name.asc` or `name.desc` stands for; `usual` where there is no such. */
export function sortOf<Row>(
  text: string | undefined,
  columns: ReadonlyArray<Column<Row>>,
  usual: SortText,
): Sort {
  const [, wanted, way] = /^(.+)\.(asc|desc)$/.exec(text ?? '') ?? [];
  const isKnown = columns.some(({ name }) => name === wanted);
  if (wanted !== undefined && isKnown) return { name: wanted, isUp: way === 'asc' };
  const dot = usual.lastIndexOf('.');
  return { name: usual.slice(0, dot), isUp: usual.slice(dot + 1) === 'asc' };
}

/** Rows in order; equal ones stay as they came, and those without a value are last either way. */
export function sortedRows<Row>(
  rows: readonly Row[],
  columns: ReadonlyArray<Column<Row>>,
  { name, isUp }: Sort,
): Row[] {
  const column = columns.find((one) => one.name === name);
  const sign = isUp ? 1 : -1;
  return rows
    .map((row) => ({ row, value: known(column?.valueOf(row)) }))
    .sort((a, b) => {
      if (a.value === undefined || b.value === undefined) {
        return Number(a.value === undefined) - Number(b.value === undefined);
      }
      return sign * compare(a.value, b.value);
    })
    .map(({ row }) => row);
}

function known(value: number | string | undefined): number | string | undefined {
  return Number.isNaN(value) ? undefined : value;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), 'en', { numeric: true });
}
