import type { Batch, Series } from '../../common/batch';
import { Histogram } from '../../common/histogram';
import { type Dims, type MetricName, metricDefinition } from '../../common/metrics';
import type { Resource } from '../../common/resource';

/** A sender; every field can be given. */
export function aResource(fields: Partial<Resource> = {}): Resource {
  return {
    service: 'todos',
    environment: 'test',
    release: '1.0.0',
    host: 'host-a',
    instance: 'instance-a',
    pid: 1,
    startedAt: 0,
    meteorRelease: 'METEOR@3.0.4',
    nodeVersion: 'v20.0.0',
    platform: 'bare',
    ...fields,
  };
}

/**
 * A series of a metric: what a counter gained, what a gauge was, or the values
 * a histogram counted.
 */
export function aSeries(metric: MetricName, dims: Dims, value: number | readonly number[]): Series {
  const definition = metricDefinition(metric);
  if (!definition) throw new TypeError(`no metric ${metric}`);
  const { kind, unit, grid } = definition;
  if (kind !== 'histogram') return { metric, kind, unit, dims, value: Number(value) };
  const histogram = new Histogram(grid ?? 'size');
  for (const one of [value].flat()) histogram.record(one);
  return { metric, kind, unit, dims, value: histogram.take() };
}

let batches = 0;

/** What of a batch matters to a test; of the resource, the fields that do. */
export interface BatchFields extends Partial<Omit<Batch, 'resource'>> {
  readonly resource?: Partial<Resource>;
}

/** A batch of ten seconds, with an id of its own, without series unless given. */
export function aBatch({ resource, ...fields }: BatchFields = {}): Batch {
  batches++;
  const from = fields.from ?? 0;
  return {
    v: 1,
    id: `batch-${batches}`,
    sequences: [batches, batches],
    from,
    to: from + 10_000,
    series: [],
    drops: {},
    ...fields,
    resource: aResource(resource),
  };
}
