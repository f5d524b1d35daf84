import { maskName } from '../query-name';
import { isDeniedName } from './denied-names';

const argLimit = 8;
const keyLimit = 12;
const depthLimit = 3;
/** Keys and values of all arguments together. */
const partLimit = 60;
const textLimit = 300;

/**
 * The arguments of a call without their values, one text each:
 * `string(12)`, `[3] number`, `{title: string(5), tags: [2] string(4)}`. Lengths
 * stand in brackets; of a list, the shape of its first element. Keys that look
 * like data are `*`; of what has a secret's name, the type is all that is shown.
 *
 * Own data properties only: no getter runs, `get` is shown in its place. Of a
 * Proxy the traps run; where they throw, it is `unreadable`. Cut at 8 arguments,
 * 12 keys, 3 levels, 60 parts in all and 300 characters each.
 */
export function shapeOf(args: ArrayLike<unknown>): readonly string[] {
  const budget = { parts: partLimit };
  const shapes: string[] = [];
  try {
    const { length } = args;
    for (let at = 0; at < Math.min(length, argLimit); at++) shapes.push(safely(args[at], budget));
    if (length > argLimit) shapes.push(`\u2026 ${length - argLimit} more`);
  } catch {
    shapes.push(unreadable);
  }
  return shapes;
}

/** The same of one value. */
export function shapeOfValue(value: unknown): string {
  return safely(value, { parts: partLimit });
}

interface Budget {
  parts: number;
}

const unreadable = 'unreadable';

function safely(value: unknown, budget: Budget): string {
  try {
    const text = shape(value, budget, 0);
    return text.length > textLimit ? `${text.slice(0, textLimit - 1)}\u2026` : text;
  } catch {
    return unreadable;
  }
}

function shape(value: unknown, budget: Budget, depth: number): string {
  if (budget.parts-- <= 0) return '\u2026';
  if (value === null) return 'null';
  if (typeof value === 'string') return `string(${value.length})`;
  if (typeof value !== 'object') return typeof value;
  if (Array.isArray(value)) return shapeOfList(value, budget, depth);
  return builtIn(value) ?? shapeOfObject(value, budget, depth);
}

function shapeOfList(list: readonly unknown[], budget: Budget, depth: number): string {
  const { length } = list;
  if (length === 0 || depth >= depthLimit) return `[${length}]`;
  return `[${length}] ${ownShape(list, '0', budget, depth)}`;
}

const byteLength = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  'byteLength',
)?.get;

/** Of built-in classes their name: what they hold is no property. */
function builtIn(value: object): string | undefined {
  if (ArrayBuffer.isView(value)) {
    return value instanceof DataView ? 'DataView' : `bytes(${byteLength?.call(value)})`;
  }
  const Class = classes.find((one) => value instanceof one);
  if (!Class) return undefined;
  return Class.name;
}

const classes = [Date, RegExp, Map, Set, Promise, Error, ArrayBuffer, WeakMap, WeakSet];

function shapeOfObject(value: object, budget: Budget, depth: number): string {
  if ('_bsontype' in value) return 'id';
  if (depth >= depthLimit) return '{\u2026}';
  const parts: string[] = [];
  let left = keyLimit;
  for (const key in value) {
    if (!Object.hasOwn(value, key)) break; // own keys come first
    if (left-- <= 0 || budget.parts <= 0) {
      parts.push('\u2026');
      break;
    }
    parts.push(`${maskName(key)}: ${memberShape(value, key, budget, depth)}`);
  }
  return `{${parts.join(', ')}}`;
}

function memberShape(value: object, key: string, budget: Budget, depth: number): string {
  const text = ownShape(value, key, budget, depth);
  return isDeniedName(key) ? text.replace(/[[({ ][\s\S]*/, '') || 'object' : text;
}

function ownShape(value: object, key: string, budget: Budget, depth: number): string {
  const property = Object.getOwnPropertyDescriptor(value, key);
  if (!property) return 'undefined';
  return 'value' in property ? shape(property.value, budget, depth + 1) : 'get';
}
