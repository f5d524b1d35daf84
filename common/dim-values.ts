import { type Dims, metricDefinition } from './metrics';

/** Values of a series' dimensions, in one order whatever theirs; empty where one is missing. */
export function dimValues(metric: string, dims: Dims): string[] {
  const names = metricDefinition(metric)?.dims ?? Object.keys(dims).sort();
  return names.map((name) => dims[name] ?? '');
}
