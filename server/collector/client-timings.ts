import type { ClientTimings } from '../../common/analytics/timings';
import {
  type Dims,
  type MetricDefinition,
  type MetricName,
  metricDefinition,
  OTHER,
} from '../../common/metrics';
import type { Sample } from '../../common/sample';
import { checkHistogram, isOnGrid } from './check-histogram';

/** What the server has of a name; what it does not know counts as `_OTHER`. */
export interface KnownNames {
  readonly method: (name: string) => boolean;
  readonly publication: (name: string) => boolean;
}

const seriesLimit = 1_000;
/** One client's calls of one method in the minute or so that it tells of, and then some. */
const countLimit = 100_000;
const nameLength = 200;

/**
 * What a client's timings say, as samples. A series is left out, and counted in
 * `refused`, unless its metric is one of a client's, its dimensions are the
 * metric's and its value can be true: one that is not sound would spoil what
 * all other clients said.
 */
export function samplesOf(
  properties: object | undefined,
  known: KnownNames,
): { readonly samples: readonly Sample[]; readonly refused: number } {
  const { series } = (properties ?? {}) as Partial<ClientTimings>;
  if (!Array.isArray(series)) return { samples: [], refused: 0 };
  const taken = series.slice(0, seriesLimit);
  const samples = taken.flatMap((each: unknown) => sampleOf(each, known) ?? []);
  return { samples, refused: series.length - samples.length };
}

function sampleOf(value: unknown, known: KnownNames): Sample | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const series = value as { metric?: unknown; dims?: unknown; value?: unknown };
  if (typeof series.metric !== 'string' || !series.metric.startsWith('client.')) return undefined;
  const definition = metricDefinition(series.metric);
  const dims = definition && dimsOf(definition.dims, series.dims, known);
  if (!definition || !dims) return undefined;
  return valueSample(series.metric as MetricName, definition, dims, series.value);
}

function dimsOf(names: readonly string[], given: unknown, known: KnownNames): Dims | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const dims: Record<string, string> = {};
  for (const name of names) {
    const value = Object.hasOwn(given, name) && (given as Record<string, unknown>)[name];
    if (typeof value !== 'string' || value.length > nameLength) return undefined;
    if (name === 'vital' && !vitals.has(value)) return undefined;
    dims[name] = isUnknown(name, value, known) ? OTHER : value;
  }
  return dims;
}

const vitals = new Set(['TTFB', 'FCP', 'LCP', 'INP', OTHER]);

function isUnknown(dim: string, value: string, known: KnownNames): boolean {
  return (dim === 'method' || dim === 'publication') && !known[dim](value);
}

function valueSample(
  metric: MetricName,
  { kind, grid }: MetricDefinition,
  dims: Dims,
  value: unknown,
): Sample | undefined {
  if (typeof value === 'number') {
    const isSound = value >= 0 && (grid ? isOnGrid(value, grid) : value <= countLimit);
    return isSound ? { kind: 'metric', metric, dims, value } : undefined;
  }
  const state = kind === 'histogram' && grid && checkHistogram(value, { grid, countLimit });
  return state ? { kind: 'histogram', metric, dims, value: state } : undefined;
}

/** Looks names up in `Meteor.server`, whose shape is not believed. */
export function namesOf(server: unknown): KnownNames {
  const has = (table: 'method_handlers' | 'publish_handlers') => (name: string) => {
    const names = ((server ?? {}) as Readonly<Record<string, unknown>>)[table];
    return typeof names === 'object' && names !== null && Object.hasOwn(names, name);
  };
  return { method: has('method_handlers'), publication: has('publish_handlers') };
}
