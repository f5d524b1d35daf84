import { closest } from './closest';
import { RadiantError } from './errors';
import {
  type MetricDefinition,
  type MetricKind,
  type MetricName,
  metricDefinition,
  metrics,
} from './metrics';
import { type ObserversQuery, type ReadQuery, type Stat, stats } from './reader';
import type { Resource } from './resource';

/** The fields of a resource by which answers are filtered and grouped. */
export const resourceFields = ['service', 'environment', 'release', 'host', 'instance'] as const;

export type ResourceField = (typeof resourceFields)[number];

/** One entry of `by`: its name there, and where its value comes from. */
export interface Grouping {
  readonly name: string;
  readonly from: 'dims' | 'resource';
  readonly key: string;
}

/** A query that makes sense for its metric. */
export interface CheckedQuery {
  readonly metric: MetricName;
  readonly definition: MetricDefinition;
  readonly stat: Stat;
  readonly from: number;
  readonly to: number;
  readonly stepMs: number | undefined;
  readonly dims: ReadonlyArray<readonly [name: string, value: string]>;
  readonly resource: ReadonlyArray<readonly [field: ResourceField, value: string]>;
  readonly by: readonly Grouping[];
}

const maxPoints = 10_000;
const maxObserverWindows = 1_000;

const statsOf: Readonly<Record<MetricKind, readonly Stat[]>> = {
  counter: ['rate', 'sum'],
  gauge: ['avg', 'max'],
  histogram: stats,
};

/**
 * Checks a query from outside, as every reader does first.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkQuery(query: ReadQuery): CheckedQuery {
  const definition = definitionOf(query.metric);
  const { metric, from, to, stepMs } = query;
  checkStat(query, definition);
  checkRange(from, to);
  if (stepMs !== undefined) checkStep(stepMs, to - from, maxPoints);
  return {
    metric,
    definition,
    stat: query.stat,
    from,
    to,
    stepMs,
    dims: filters('dims', query.dims, definition.dims),
    resource: filters('resource', query.resource, resourceFields),
    by: groupings(query, definition),
  };
}

/** A query for observers that makes sense. */
export type CheckedObserversQuery = Pick<CheckedQuery, 'from' | 'to' | 'stepMs' | 'resource'>;

/**
 * The same for observers.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function checkObserversQuery(query: ObserversQuery): CheckedObserversQuery {
  const { from, to, stepMs } = query;
  checkRange(from, to);
  if (stepMs !== undefined) checkStep(stepMs, to - from, maxObserverWindows);
  return { from, to, stepMs, resource: filters('resource', query.resource, resourceFields) };
}

/** Whether a sender is among those the query asks for. */
export function matchesResource(
  { resource }: Pick<CheckedQuery, 'resource'>,
  sender: Resource,
): boolean {
  return resource.every(([field, value]) => sender[field] === value);
}

/** Whether a series of the query's metric is among those it asks for. */
export function matchesDims({ dims }: CheckedQuery, of: Readonly<Record<string, string>>): boolean {
  return dims.every(([name, value]) => of[name] === value);
}

function definitionOf(metric: string): MetricDefinition {
  const definition = metricDefinition(metric);
  if (definition) return definition;
  const names = Object.keys(metrics);
  const near = closest(String(metric), names);
  throw invalid('metric', metric, near ? `did you mean ${near}?` : `one of ${names.join(', ')}`);
}

function checkStat({ metric, stat }: ReadQuery, { kind }: MetricDefinition): void {
  const accepted = statsOf[kind];
  if (accepted.includes(stat)) return;
  throw invalid('stat', stat, `for ${metric}, a ${kind}: ${accepted.join(', ')}`);
}

function checkRange(from: number, to: number): void {
  if (!Number.isFinite(from)) throw invalid('from', from, 'epoch milliseconds');
  if (!Number.isFinite(to)) throw invalid('to', to, 'epoch milliseconds');
  if (from >= to) throw invalid('from', from, `a time before to, which is ${to}`);
}

function checkStep(stepMs: number, rangeMs: number, most: number): void {
  if (!(Number.isFinite(stepMs) && stepMs > 0)) {
    throw invalid('stepMs', stepMs, 'milliseconds above 0');
  }
  if (rangeMs / stepMs > most) {
    const least = Math.ceil(rangeMs / most);
    throw invalid('stepMs', stepMs, `at most ${most} points: from ${least} for this range`);
  }
}

function filters<Field extends string>(
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

function groupings({ by = [] }: ReadQuery, { dims }: MetricDefinition): Grouping[] {
  if (!Array.isArray(by)) throw invalid('by', by, 'a list of names');
  return [...new Set<string>(by)].map((name) => {
    if (dims.includes(name)) return { name, from: 'dims', key: name };
    const field = resourceFields.find((other) => name === `resource.${other}`);
    if (field) return { name, from: 'resource', key: field };
    const fields = resourceFields.map((other) => `resource.${other}`);
    throw invalid('by', name, listOf([...dims, ...fields]));
  });
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'nothing: the metric has no dimensions' : names.join(', ');
}

function invalid(path: string, came: unknown, accepted: string): RadiantError {
  const shown = typeof came === 'string' ? JSON.stringify(came) : String(came);
  return new RadiantError('read-invalid', `query.${path} is ${shown}; accepted: ${accepted}`);
}
