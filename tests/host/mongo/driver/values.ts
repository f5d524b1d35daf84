import type { Document } from './driver';

/** A plain object, as opposed to a date, an id, a regular expression … */
export function isPlain(value: unknown): value is Document {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** A deep copy; values of BSON classes are immutable here and shared. */
export function cloned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(cloned) as T;
  if (value instanceof Date) return new Date(value.getTime()) as T;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, cloned(v)])) as T;
}

/** A copy without fields that are `undefined`, as the driver's `ignoreUndefined` sends it. */
export function withoutUndefined<T>(value: T): T {
  if (Array.isArray(value)) return value.map((item) => withoutUndefined(item)) as T;
  if (value instanceof Date) return new Date(value.getTime()) as T;
  if (!isPlain(value)) return value;
  const present = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(present.map(([k, v]) => [k, withoutUndefined(v)])) as T;
}

/** A string that is equal for equal values of any stored type. */
export function keyOf(value: unknown): string {
  if (typeof value === 'string') return `s${value}`;
  if (isObjectId(value)) return `o${value.toHexString()}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  return `j${JSON.stringify(value)}`;
}

// By its mark, for browsers run this too, and cannot load the driver.
function isObjectId(value: unknown): value is { toHexString(): string } {
  return /^ObjectI[dD]$/.test(String((value as { _bsontype?: unknown } | null)?._bsontype));
}

/** Deep equality of stored values. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameValue(item, b[index]));
  }
  if (!isPlain(a) || !isPlain(b)) return comparable(a, b) && keyOf(a) === keyOf(b);
  const keys = Object.keys(a);
  // The order of fields counts in MongoDB.
  const otherKeys = Object.keys(b);
  return (
    keys.length === otherKeys.length &&
    keys.every((key, index) => key === otherKeys[index] && sameValue(a[key], b[key]))
  );
}

function comparable(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  return a.constructor === b.constructor && !isPlain(a) && !Array.isArray(a);
}

/** The value at a dotted path, through objects and array positions. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document;
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Document)[step];
  }
  return value;
}

/** Sets the value at a dotted path, making objects on the way. */
export function setAt(document: Document, path: string, value: unknown): void {
  const steps = path.split('.');
  const last = steps.pop() ?? path;
  let target = document;
  for (const step of steps) {
    if (!isPlain(target[step])) target[step] = {};
    target = target[step] as Document;
  }
  target[last] = value;
}
