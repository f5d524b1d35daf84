import type { AnalyticsEvent } from '../../../common/analytics/event';

/** An event as a document can hold it. */
export interface Storable {
  readonly event: Readonly<Record<string, unknown>>;
  /** Whether that is all of it; else some keys, texts or depths are not as they came. */
  readonly isWhole: boolean;
  /** Numbers that a database would write in other digits than JSON: where they are, and how JSON has them. */
  readonly digits: ReadonlyArray<{ readonly k: string; readonly v: string }>;
  /** At least what it takes as BSON. */
  readonly bytes: number;
}

/** Objects in objects; the server takes about twice as deep ones, tools less. */
const mostDepth = 60;
/** The longest path by which counts are told apart, in characters. */
const mostPath = 256;

/**
 * What BSON or its drivers read as something else: types of the driver's,
 * and references, which come back as objects of a class.
 */
const special: ReadonlySet<string> = new Set(['_bsontype', '$ref', '$id', '$db']);
const halfSurrogate = /\p{Surrogate}/u;

export function storable(event: AnalyticsEvent): Storable {
  const digits: Array<{ k: string; v: string }> = [];
  let isWhole = true;
  let bytes = 0;

  function text(given: string): string {
    bytes += 3 * given.length + 6;
    if (!halfSurrogate.test(given)) return given;
    isWhole = false;
    return Buffer.from(given).toString(); // as the driver would
  }

  function number(given: number, path: string | undefined): number {
    bytes += 9;
    const isPlain = Number.isInteger(given) && Math.abs(given) <= 2 ** 53;
    if (!isPlain && path !== undefined && path.length <= mostPath) {
      digits.push({ k: path, v: JSON.stringify(given) });
      bytes += 3 * path.length + 60;
    }
    return given;
  }

  function list(given: readonly unknown[], depth: number): unknown[] {
    return given.map((value) => {
      bytes += 10;
      return store(value ?? null, depth, undefined);
    });
  }

  function object(given: object, depth: number, path: string | undefined): object {
    const stored: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(given)) {
      if (value === undefined) continue;
      if (!isKey(key)) {
        isWhole = false;
        continue;
      }
      bytes += 3 * key.length + 3;
      define(stored, key, store(value, depth, pathTo(path, key)));
    }
    return stored;
  }

  function store(value: unknown, depth: number, path: string | undefined): unknown {
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return number(value, path);
    if (typeof value !== 'object' || value === null) return value;
    if (depth === mostDepth) {
      isWhole = false;
      return null;
    }
    bytes += 8;
    return Array.isArray(value) ? list(value, depth + 1) : object(value, depth + 1, path);
  }

  const stored: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(event)) {
    if (value !== undefined) define(stored, key, store(value, 0, key));
    bytes += 20;
  }
  return { event: stored, isWhole, digits, bytes };
}

function isKey(key: string): boolean {
  return !(key.includes('\0') || special.has(key) || halfSurrogate.test(key));
}

/** The path that queries can name, if there is one. */
function pathTo(path: string | undefined, key: string): string | undefined {
  return path === undefined || key === '' || key.includes('.') ? undefined : `${path}.${key}`;
}

/** Also where the key is `__proto__`. */
function define(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value;
  else {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}
