import type { Json } from './scenario';

/** What one property is: its type, class, and for functions arity and whether it is async. */
interface Property {
  readonly type: string;
  readonly class?: string;
  readonly length?: number;
  readonly async?: boolean;
}

export type Properties = Readonly<Record<string, Property>>;

const AsyncFunction = (async () => {}).constructor;

function describe(value: unknown): Property {
  if (value === null) return { type: 'null' };
  if (typeof value === 'function') {
    const isAsync = value instanceof AsyncFunction;
    return { type: 'function', length: value.length, async: isAsync };
  }
  if (typeof value === 'object') return { type: 'object', class: value.constructor?.name ?? '' };
  return { type: typeof value };
}

/** The own properties of an object. */
export function ownProperties(object: object): Properties {
  return Object.fromEntries(
    Object.getOwnPropertyNames(object).map((key) => [key, describe((object as Json)[key])]),
  );
}

/** What an object inherits, the chain above `Object` taken together. */
export function prototypeProperties(prototype: object): Properties {
  const found: Record<string, Property> = {};
  for (
    let each: object | null = prototype;
    each && each !== Object.prototype;
    each = Object.getPrototypeOf(each)
  ) {
    for (const [key, property] of Object.entries(ownProperties(each))) {
      if (key !== 'constructor') found[key] ??= property;
    }
  }
  return found;
}

export interface Left {
  /** Names that the host does not have, or has of another kind. */
  readonly missing?: readonly string[];
  /** Names that Meteor does not have. */
  readonly extra?: readonly string[];
}

/**
 * What the host has otherwise than the recording, one line each. A recorded
 * function that is async has to be async; the other way round says nothing,
 * because newer builds compile async functions away.
 */
export function mismatches(recorded: Json, host: Properties, left: Left = {}): string[] {
  const wanted = Object.entries(recorded).filter(([key]) => !left.missing?.includes(key));
  const wrong = wanted.flatMap(([key, property]) => mismatch(key, property as Property, host[key]));
  const extra = Object.keys(host).filter((key) => !(key in recorded) && !left.extra?.includes(key));
  return [...wrong, ...extra.map((key) => `${key}: Meteor has no such property`)];
}

/** Classes that have no name, or that of an npm package the host does without. */
const NAMELESS: readonly unknown[] = ['null-prototype', 'Denque'];

function mismatch(key: string, want: Property, got: Property | undefined): string[] {
  if (!got) return [`${key}: missing`];
  const facts: (keyof Property)[] = ['type', 'length'];
  if (want.async) facts.push('async');
  if (want.type === 'object' && !NAMELESS.includes(want.class)) facts.push('class');
  return facts
    .filter((fact) => want[fact] !== undefined && want[fact] !== null && want[fact] !== got[fact])
    .map((fact) => `${key}: ${fact} is ${got[fact]}, not ${want[fact]}`);
}
