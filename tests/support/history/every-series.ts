import type { Series } from '../../../common/batch';
import { type Dims, type MetricName, metricDefinition, metrics } from '../../../common/metrics';
import { aSeries } from '../a-batch';

/** Values of dimensions that are one of a few words; those of all others are names. */
const words: Readonly<Record<string, readonly string[]>> = {
  outcome: ['ok', 'error'],
  origin: ['client'],
  action: ['added', 'changed', 'removed'],
  phase: ['initial', 'live'],
  reason: ['denied'],
  op: ['update'],
  direction: ['in', 'out'],
  state: ['connected'],
  mode: ['user', 'system'],
  gc: ['minor', 'major'],
  part: ['flush'],
  kept: ['slow', 'random'],
  sink: ['memory'],
  type: ['track', 'page'],
  level: ['error'],
  source: ['method'],
  expected: ['true', 'false'],
  vital: ['LCP', 'INP'],
};

const httpWords: Readonly<Record<string, readonly string[]>> = {
  method: ['GET'],
  status: ['200', '500'],
};

/** How much there is of a metric's unit, in a series of a window. */
const amounts = { ms: 40, bytes: 3_000_000, count: 5, ratio: 0.4 } as const;

/**
 * Series of every metric of the catalogue, with each of `names` where a
 * dimension is a name. `scale` makes the values of a window or a name larger.
 */
export function everySeries(
  names: readonly string[],
  { scale = () => 1 }: { readonly scale?: (name: string) => number } = {},
): Series[] {
  return (Object.keys(metrics) as MetricName[]).flatMap((metric) =>
    dimsOf(metric, names).map((dims) => {
      const definition = metricDefinition(metric);
      const amount = amounts[definition?.unit ?? 'count'] * scale(Object.values(dims).join());
      const spread = [amount * 0.3, amount, amount * 2.2].map(Math.ceil);
      return aSeries(metric, dims, definition?.kind === 'histogram' ? spread : amount);
    }),
  );
}

function dimsOf(metric: MetricName, names: readonly string[]): Dims[] {
  const { dims = [] } = metricDefinition(metric) ?? {};
  return dims.reduce<Dims[]>(
    (all, dim) =>
      all.flatMap((known) =>
        dimValues(metric, dim, names).map((value) => ({ ...known, [dim]: value })),
      ),
    [{}],
  );
}

/** Values that a dimension of a metric has: its words, else the names. */
export function dimValues(
  metric: MetricName,
  dim: string,
  names: readonly string[],
): readonly string[] {
  const ofHttp = metric.startsWith('http.') ? httpWords[dim] : undefined;
  if (metric === 'cpu.estimate' && dim === 'owner') return ['method', 'publication', 'observer'];
  if (metric.startsWith('mutation.') && dim === 'owner')
    return names.map((name) => `method:${name}`);
  return ofHttp ?? words[dim] ?? names;
}
