import type { CustomValue } from './ejson-converters';

export interface EqualsOptions {
  /** Whether objects with the same fields in another order differ. */
  readonly keyOrderSensitive?: boolean;
}

interface EqualsHost {
  isCustomType(value: unknown): value is CustomValue;
  toJSONValue(value: unknown): unknown;
}

type Comparable = Record<string, unknown> & {
  equals?: (other: unknown, options?: EqualsOptions) => boolean;
};

/** Builds `EJSON.equals`: deep, by value, with NaN equal to itself. */
export function createEquals(host: EqualsHost) {
  function equals(a: unknown, b: unknown, options?: EqualsOptions): boolean {
    if (Object.is(a, b) || a === b) return true;
    if (!a || !b || typeof a !== 'object' || typeof b !== 'object') return false;
    return equalScalars(a, b) ?? equalObjects(a as Comparable, b as Comparable, options);
  }

  function equalObjects(a: Comparable, b: Comparable, options?: EqualsOptions): boolean {
    if (typeof a.equals === 'function') return a.equals(b, options);
    if (typeof b.equals === 'function') return b.equals(a, options);
    if (Array.isArray(a) || Array.isArray(b)) return equalArrays(a, b, options);
    const aIsCustom = host.isCustomType(a);
    if (aIsCustom !== host.isCustomType(b)) return false;
    if (aIsCustom) return equals(host.toJSONValue(a), host.toJSONValue(b));
    return equalFields(a, b, options);
  }

  function equalArrays(a: unknown, b: unknown, options?: EqualsOptions): boolean {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, index) => equals(item, b[index], options));
  }

  function equalFields(a: Comparable, b: Comparable, options?: EqualsOptions): boolean {
    const aKeys = Object.keys(a);
    const bKeys = Object.keys(b);
    if (aKeys.length !== bKeys.length) return false;
    return aKeys.every((key, index) => {
      const found = options?.keyOrderSensitive ? bKeys[index] === key : Object.hasOwn(b, key);
      return found && equals(a[key], b[key], options);
    });
  }

  return equals;
}

function equalScalars(a: object, b: object): boolean | undefined {
  if (a instanceof Date && b instanceof Date) return a.valueOf() === b.valueOf();
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.from(a).equals(b);
  return undefined;
}
