import { hashBytes } from './query-hash';
import { isPlain } from './query-reading';

const valueLimit = 50_000;
const charLimit = 1_000_000;
const byteLimit = 65_536;
const depthLimit = 64;

/** How much of a query was read so far. */
export interface Comparison {
  values: number;
  chars: number;
}

const identities = new WeakMap<object, number>();
let identityCount = 0;

/**
 * A text that is the same for values with the same content, and for no others;
 * no such text is the beginning of another. Runs no getter, but for those a list
 * has in the place of elements, which nobody writes.
 *
 * @throws for what is too large, too deep or cyclic.
 */
export function valueText(value: unknown, comparison: Comparison, depth: number): string {
  comparison.values += 1;
  if (typeof value === 'string') comparison.chars += value.length;
  if (depth > depthLimit || comparison.values > valueLimit || comparison.chars > charLimit) {
    throw new RangeError('too large to compare');
  }
  if (typeof value !== 'object' || value === null) return primitiveText(value);
  if (Array.isArray(value)) return arrayText(value, comparison, depth);
  if (isPlain(value)) return membersText(value, Object.keys(value), comparison, depth);
  return builtInText(value) ?? instanceText(value, comparison, depth);
}

/** A named property; empty for one that is `undefined`. One that is computed is as good as its object. */
export function memberText(
  object: object,
  name: string | symbol,
  comparison: Comparison,
  depth: number,
): string {
  const property = Object.getOwnPropertyDescriptor(object, name);
  if (!property || ('value' in property && property.value === undefined)) return '';
  const named = typeof name === 'string' ? primitiveText(name) : '@';
  if (!('value' in property)) return named + identityText(object);
  if (typeof name === 'string') comparison.chars += name.length;
  return named + valueText(property.value, comparison, depth + 1);
}

function membersText(
  object: object,
  names: ReadonlyArray<string | symbol>,
  comparison: Comparison,
  depth: number,
): string {
  let text = '{';
  for (const name of names) text += memberText(object, name, comparison, depth);
  return `${text}}`;
}

function arrayText(values: readonly unknown[], comparison: Comparison, depth: number): string {
  let text = `[${values.length};`;
  for (let at = 0; at < values.length; at++) {
    text += valueText(values[at], comparison, depth + 1);
  }
  return text;
}

function primitiveText(value: unknown): string {
  if (typeof value === 'string') return `"${value.length}:${value}`;
  if (typeof value === 'function') return identityText(value);
  if (typeof value === 'symbol') return 'symbol;';
  if (typeof value !== 'bigint') return `${value};`;
  // Beyond what MongoDB stores, and slow to write down.
  if (BigInt.asIntN(64, value) !== value) throw new RangeError('too large to compare');
  return `n${value};`;
}

/** By prototype and own properties: all there is to the ids and numbers of MongoDB. */
function instanceText(value: object, comparison: Comparison, depth: number): string {
  const names = Reflect.ownKeys(value);
  if (names.length === 0) return identityText(value);
  const prototype: object = Object.getPrototypeOf(value);
  return identityText(prototype) + membersText(value, names, comparison, depth);
}

const dateTime = Date.prototype.getTime;
const viewLength = getterOf(Object.getPrototypeOf(Uint8Array.prototype), 'length');
const patternSource = getterOf(RegExp.prototype, 'source');
const patternFlags = getterOf(RegExp.prototype, 'flags');

function getterOf(prototype: object, name: string): ((this: unknown) => unknown) | undefined {
  return Object.getOwnPropertyDescriptor(prototype, name)?.get;
}

/** Of built-in classes with hidden state, by their own functions, whatever the value's own are. */
function builtInText(value: object): string | undefined {
  if (value instanceof Date) return `d${dateTime.call(value)};`;
  if (value instanceof RegExp) {
    return `/${primitiveText(patternSource?.call(value))}${primitiveText(patternFlags?.call(value))}`;
  }
  if (!ArrayBuffer.isView(value)) return undefined;
  const length = Number(viewLength?.call(value) ?? 0);
  if (value instanceof DataView || length > byteLimit) return identityText(value);
  return `x${hashBytes(value as Uint8Array, length)};`;
}

function identityText(value: object): string {
  let identity = identities.get(value);
  if (identity === undefined) {
    identityCount += 1;
    identity = identityCount;
    identities.set(value, identity);
  }
  return `@${identity};`;
}
