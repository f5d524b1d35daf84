import type { Dims } from '../../../common/metrics';
import { lastValue } from './row-values';
import type { Reads } from './use-reads';

/** What several answers without steps say of the same name, or combination of names. */
export interface JoinedRow<Name extends string> {
  readonly key: string;
  /** By the names it was joined on. */
  readonly dims: Dims;
  /**
   * By the name of the answer. One that has further dimensions has its sum there, and its parts
   * as `name.value`; a part that never was is absent.
   */
  readonly values: Readonly<Partial<Record<Name | `${Name}.${string}`, number>>>;
}

/**
 * One row for each combination of values of `by` in any of the answers. An answer that lacks some
 * of these dimensions says the same of all rows that it fits, and makes none.
 */
export function joinedRows<Name extends string>(
  reads: Reads<Name>,
  by: readonly string[],
): Array<JoinedRow<Name>> {
  const rows = new Map<string, Row>();
  const values = [...valuesOf(reads)];
  for (const value of values) if (isWhole(value, by)) addTo(rows, value, by);
  const fitting = fittingIn([...rows.values()], by);
  for (const { name, dims, value } of values.filter((one) => !isWhole(one, by))) {
    for (const row of fitting(dims)) row.values[name] = value;
  }
  return [...rows].map(([key, { dims, values: own }]) => ({
    ...{ key, dims },
    values: own as JoinedRow<Name>['values'],
  }));
}

interface Row {
  readonly dims: Dims;
  readonly values: Record<string, number>;
}

interface Value {
  readonly name: string;
  readonly dims: Dims;
  readonly value: number;
}

function isWhole({ dims }: Value, by: readonly string[]): boolean {
  return by.every((dim) => dims[dim] !== undefined);
}

function addTo(rows: Map<string, Row>, { name, dims, value }: Value, by: readonly string[]): void {
  const key = keyOf(dims, by);
  const row = rows.get(key) ?? { dims: pick(dims, by), values: {} };
  rows.set(key, row);
  row.values[name] = (row.values[name] ?? 0) + value;
  const further = Object.keys(dims).filter((dim) => !by.includes(dim));
  if (further.length > 0) row.values[[name, ...further.map((dim) => dims[dim])].join('.')] = value;
}

function pick(dims: Dims, by: readonly string[]): Dims {
  return Object.fromEntries(by.map((dim) => [dim, dims[dim] ?? '']));
}

/**
 * What a counter that begins with its first count came to: nothing is 0 where something else
 * shows that it was watched, and unknown else.
 */
export function counted(count: number | undefined, watched: number | undefined) {
  return count ?? (watched === undefined ? undefined : 0);
}

/** Tells rows apart, whatever stands in the values. */
export function keyOf(dims: Dims, by: readonly string[]): string {
  return JSON.stringify(by.map((dim) => dims[dim]));
}

/** What a key stands for, as it came from an address; nothing where it is none of these names. */
export function dimsOfKey(key: string | undefined, by: readonly string[]): Dims | undefined {
  const values = parsed(key ?? '');
  if (!Array.isArray(values) || values.length !== by.length) return undefined;
  if (!values.every((value) => typeof value === 'string')) return undefined;
  return Object.fromEntries(by.map((dim, index) => [dim, values[index] as string]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function* valuesOf<Name extends string>(reads: Reads<Name>): Generator<Value> {
  for (const [name, answer] of Object.entries<Reads<Name>[Name]>(reads)) {
    for (const row of answer?.rows ?? []) {
      const value = lastValue(row);
      if (value !== undefined) yield { name, dims: row.dims, value };
    }
  }
}

/** Finds the rows that have the same values in all dimensions that are known of both. */
function fittingIn(rows: readonly Row[], by: readonly string[]): (dims: Dims) => readonly Row[] {
  const indexes = new Map<string, ReadonlyMap<string, readonly Row[]>>();
  return (dims) => {
    const shared = by.filter((dim) => dims[dim] !== undefined);
    const name = shared.join();
    const index = indexes.get(name) ?? indexOf(rows, shared);
    indexes.set(name, index);
    return index.get(keyOf(dims, shared)) ?? [];
  };
}

function indexOf(rows: readonly Row[], by: readonly string[]): ReadonlyMap<string, readonly Row[]> {
  const index = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row.dims, by);
    const same = index.get(key);
    if (same) same.push(row);
    else index.set(key, [row]);
  }
  return index;
}
