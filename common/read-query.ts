import { closest } from './closest';
import {
  type MetricDefinition,
  type MetricKind,
  type MetricName,
  metricDefinition,
  metrics,
} from './metrics';
import {
  checkFilters,
  checkRange,
  checkResource,
  checkStep,
  type Filters,
  invalid,
  listOf,
  type ResourceField,
  resourceFields,
} from './read-checks';
import { type ObserversQuery, type ReadQuery, type Stat, stats } from './reader';

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
  readonly dims: Filters;
  readonly resource: Filters<ResourceField>;
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
    dims: checkFilters('dims', query.dims, definition.dims),
    resource: checkResource(query.resource),
    by: groupings(query, definition),
  };
}

/** A query for observers that makes sense. */
export interface CheckedObserversQuery
  extends Pick<CheckedQuery, 'from' | 'to' | 'stepMs' | 'resource'> {
  readonly histograms: boolean;
}

/**
 * The same for observers.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function checkObserversQuery(query: ObserversQuery): CheckedObserversQuery {
  const { from, to, stepMs, histograms = true } = query;
  checkRange(from, to);
  if (stepMs !== undefined) checkStep(stepMs, to - from, maxObserverWindows);
  return { from, to, stepMs, resource: checkResource(query.resource), histograms };
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
