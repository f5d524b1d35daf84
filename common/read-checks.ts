import { RadiantError } from './errors';
import type { Resource } from './resource';

/** The fields of a resource by which answers are filtered and grouped. */
export const resourceFields = ['service', 'environment', 'release', 'host', 'instance'] as const;

export type ResourceField = (typeof resourceFields)[number];

/** Fields of a resource and the values they must have. */
export type ResourceFilter = Partial<Pick<Resource, ResourceField>>;

/** Pairs of a name and the value it must have. */
export type Filters<Field extends string = string> = ReadonlyArray<
  readonly [name: Field, value: string]
>;

/** @throws {RadiantError} `read-invalid` */
export function checkRange(from: number, to: number): void {
  if (!Number.isFinite(from)) throw invalid('from', from, 'epoch milliseconds');
  if (!Number.isFinite(to)) throw invalid('to', to, 'epoch milliseconds');
  if (from >= to) throw invalid('from', from, `a time before to, which is ${to}`);
}

/** @throws {RadiantError} `read-invalid` */
export function checkStep(stepMs: number, rangeMs: number, most: number): void {
  if (!(Number.isFinite(stepMs) && stepMs > 0)) {
    throw invalid('stepMs', stepMs, 'milliseconds above 0');
  }
  if (rangeMs / stepMs > most) {
    const least = Math.ceil(rangeMs / most);
    throw invalid('stepMs', stepMs, `at most ${most} points: from ${least} for this range`);
  }
}

/**
 * The pairs of `given` that have a value.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function checkFilters<Field extends string>(
  path: string,
  given: Readonly<Partial<Record<Field, string>>> | undefined,
  accepted: readonly Field[],
): Array<readonly [Field, string]> {
  const pairs: Array<readonly [Field, string]> = [];
  for (const [name, value] of Object.entries<string | undefined>(given ?? {})) {
    const field = accepted.find((other) => other === name);
    if (!field) throw invalid(path, name, listOf(accepted));
    if (value === undefined) continue;
    if (typeof value !== 'string') throw invalid(`${path}.${name}`, value, 'a string');
    pairs.push([field, value]);
  }
  return pairs;
}

/** @throws {RadiantError} `read-invalid` */
export function checkResource(given: ResourceFilter | undefined): Filters<ResourceField> {
  return checkFilters('resource', given, resourceFields);
}

/**
 * One of a few words, or nothing.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function checkOneOf(path: string, given: unknown, accepted: readonly string[]): void {
  if (given === undefined) return;
  if (typeof given !== 'string' || !accepted.includes(given)) {
    throw invalid(path, given, accepted.join(', '));
  }
}

/** @throws {RadiantError} `read-invalid` */
export function checkText(path: string, given: unknown): void {
  if (given !== undefined && typeof given !== 'string') throw invalid(path, given, 'a string');
}

/** @throws {RadiantError} `read-invalid` */
export function checkFlag(path: string, given: unknown): void {
  if (given === undefined || typeof given === 'boolean') return;
  throw invalid(path, given, 'true or false');
}

/**
 * How many to answer with.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function checkLimit(
  given: number | undefined,
  { usual, most }: { readonly usual: number; readonly most: number },
): number {
  if (given === undefined) return usual;
  if (Number.isInteger(given) && given >= 1 && given <= most) return given;
  throw invalid('limit', given, `a whole number from 1 to ${most}`);
}

/** Whether a sender is among those that a query asks for. */
export function matchesResource(
  { resource }: { readonly resource: Filters<ResourceField> },
  sender: Resource,
): boolean {
  return resource.every(([field, value]) => sender[field] === value);
}

export function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'nothing: the metric has no dimensions' : names.join(', ');
}

/** The error of a query that makes no sense. */
export function invalid(path: string, came: unknown, accepted: string): RadiantError {
  return new RadiantError('read-invalid', `query.${path} is ${shown(came)}; accepted: ${accepted}`);
}

function shown(came: unknown): string {
  if (typeof came === 'string') return JSON.stringify(came);
  return typeof came === 'object' && came !== null ? 'an object' : String(came);
}
