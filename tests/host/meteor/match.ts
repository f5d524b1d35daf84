import {
  ANY,
  INTEGER,
  Maybe,
  ObjectIncluding,
  ObjectWithValues,
  OneOf,
  Optional,
  Where,
} from './check-pattern';
import { EJSON } from './ejson';
import { MatchError } from './match-error';
import { prependPath } from './match-path';

/** Why and where a value does not match. */
export interface Mismatch {
  readonly message: string;
  readonly path: string;
}

type Constructor = new (...args: never[]) => unknown;

const primitives = new Map<unknown, string>([
  [String, 'string'],
  [Number, 'number'],
  [Boolean, 'boolean'],
  [Function, 'function'],
  [undefined, 'undefined'],
]);

/** The first way in which `value` does not match `pattern`, if any. */
export function mismatch(value: unknown, pattern: unknown): Mismatch | undefined {
  if (pattern === ANY) return undefined;
  const primitive = primitives.get(pattern);
  if (primitive !== undefined)
    return unless(typeof value === primitive, primitive, typeName(value));
  if (isLiteral(pattern)) return unless(value === pattern, String(pattern), shown(value));
  if (pattern === INTEGER) return unless(isInteger(value), 'Integer', shown(value));
  if (Array.isArray(pattern)) return arrayMismatch(value, pattern);
  return specialMismatch(value, pattern);
}

function specialMismatch(value: unknown, pattern: unknown): Mismatch | undefined {
  if (pattern instanceof Where) return whereMismatch(value, pattern);
  if (pattern instanceof Maybe) return oneOfMismatch(value, [undefined, null, pattern.pattern]);
  if (pattern instanceof Optional) return oneOfMismatch(value, [undefined, pattern.pattern]);
  if (pattern instanceof OneOf) return oneOfMismatch(value, pattern.choices);
  if (pattern === Object) return shapeMismatch(value, {}, ANY);
  if (typeof pattern === 'function') return instanceMismatch(value, pattern as Constructor);
  if (pattern instanceof ObjectIncluding) return shapeMismatch(value, pattern.pattern, ANY);
  if (pattern instanceof ObjectWithValues) return shapeMismatch(value, {}, pattern.pattern);
  if (typeof pattern !== 'object') return failure('Bad pattern: unknown pattern type');
  return shapeMismatch(value, pattern as object);
}

function arrayMismatch(value: unknown, pattern: readonly unknown[]): Mismatch | undefined {
  if (pattern.length !== 1) {
    return failure(`Bad pattern: arrays must have one type element ${shown(pattern)}`);
  }
  if (!Array.isArray(value) && !isArguments(value)) {
    return failure(`Expected array, got ${shown(value)}`);
  }
  return firstMismatch(Array.from(value as ArrayLike<unknown>).entries(), () => pattern[0]);
}

function whereMismatch(value: unknown, pattern: Where): Mismatch | undefined {
  try {
    return pattern.condition(value) ? undefined : failure('Failed Match.Where validation');
  } catch (error) {
    if (!(error instanceof MatchError)) throw error;
    return { message: error.message, path: error.path };
  }
}

function oneOfMismatch(value: unknown, choices: readonly unknown[]): Mismatch | undefined {
  if (choices.some((choice) => !mismatch(value, choice))) return undefined;
  return failure('Failed Match.OneOf, Match.Maybe or Match.Optional validation');
}

function instanceMismatch(value: unknown, type: Constructor): Mismatch | undefined {
  if (value instanceof type) return undefined;
  return failure(`Expected ${type.name || 'particular constructor'}`);
}

/** `others` is the pattern for keys that `shape` does not name; without it there may be none. */
function shapeMismatch(value: unknown, shape: object, others?: unknown): Mismatch | undefined {
  if (typeof value !== 'object') return failure(`Expected object, got ${typeof value}`);
  if (value === null) return failure('Expected object, got null');
  if (!isPlain(value)) return failure('Expected plain object');

  const patterns = new Map<string, unknown>(Object.entries(shape));
  const found = Object.entries(value);
  const unknown = others === undefined && found.find(([key]) => !patterns.has(key));
  if (unknown) return { message: 'Unknown key', path: unknown[0] };
  return (
    firstMismatch(found, (key) => (patterns.has(key) ? required(patterns.get(key)) : others)) ??
    missingKey(value, patterns)
  );
}

/** A key that is there must match the inner pattern of `Optional` and `Maybe`. */
function required(pattern: unknown): unknown {
  return isOptional(pattern) ? pattern.pattern : pattern;
}

function missingKey(value: object, patterns: Map<string, unknown>): Mismatch | undefined {
  for (const [key, pattern] of patterns) {
    if (!Object.hasOwn(value, key) && !isOptional(pattern)) {
      return failure(`Missing key '${key}'`);
    }
  }
  return undefined;
}

function firstMismatch<K extends string | number>(
  entries: Iterable<[K, unknown]>,
  patternOf: (key: K) => unknown,
): Mismatch | undefined {
  for (const [key, value] of entries) {
    const inner = mismatch(value, patternOf(key));
    if (inner) return { message: inner.message, path: prependPath(key, inner.path) };
  }
  return undefined;
}

function unless(matches: boolean, expected: string, got: string): Mismatch | undefined {
  return matches ? undefined : failure(`Expected ${expected}, got ${got}`);
}

function failure(message: string): Mismatch {
  return { message, path: '' };
}

function isLiteral(pattern: unknown): boolean {
  return pattern === null || ['string', 'number', 'boolean'].includes(typeof pattern);
}

function isOptional(pattern: unknown): pattern is Optional | Maybe {
  return pattern instanceof Optional || pattern instanceof Maybe;
}

function isInteger(value: unknown): boolean {
  return typeof value === 'number' && (value | 0) === value;
}

function isArguments(value: unknown): boolean {
  return Object.prototype.toString.call(value) === '[object Arguments]';
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function typeName(value: unknown): string {
  return value === null ? 'null' : typeof value;
}

function shown(value: unknown): string {
  try {
    return String(EJSON.stringify(value));
  } catch {
    return typeof value;
  }
}
