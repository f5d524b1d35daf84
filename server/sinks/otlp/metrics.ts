import type { Batch } from '../../../common/batch';
import { explicitBounds } from '../../../common/explicit-bounds';
import { foldTo, type HistogramState } from '../../../common/histogram';
import { gridUnits } from '../../../common/histogram-grid';
import type { Sliced } from '../../../common/in-slices';
import { keyValues, nanos } from './attributes';
import type { Accumulated, Accumulator } from './cumulative';
import type { DataKind, Encoding, MetricHead } from './encoding';
import { exponentialPoint, histogramPoint, numberPoint } from './messages';
import { type Point, pointsOf } from './points';
import type { Message, MessageType } from './protobuf';

export interface MetricsOptions {
  readonly temporality: 'cumulative' | 'delta';
  readonly histograms: 'explicit' | 'exponential';
  readonly accumulator: Accumulator;
}

interface Group<Piece> {
  readonly head: MetricHead;
  readonly points: Piece[];
}

/** The metrics of a batch, encoded, in parts. */
export function* encodeMetrics<Piece>(
  batch: Batch,
  options: MetricsOptions,
  encoding: Encoding<Piece>,
): Sliced<readonly Piece[]> {
  const groups = new Map<string, Group<Piece>>();
  const isExponential = options.histograms === 'exponential';
  for (const point of pointsOf(batch)) {
    const accumulated = options.accumulator.add(point, batch.from);
    const [kind, type, message] = messageOf(point, accumulated, batch, isExponential);
    const key = `${kind}\u0000${point.name}`;
    const group = groups.get(key) ?? { head: headOf(point, kind, options), points: [] };
    group.points.push(encoding.item(type, message));
    groups.set(key, group);
    yield;
  }
  options.accumulator.closeBatch();
  const encoded: Piece[] = [];
  for (const { head, points } of groups.values()) {
    encoded.push(encoding.metric(head, points));
    yield;
  }
  return encoded;
}

const temporalities = { delta: 1, cumulative: 2 } as const;

function headOf(point: Point, kind: DataKind, { temporality }: MetricsOptions): MetricHead {
  const aggregationTemporality = temporalities[temporality];
  const tail =
    kind === 'gauge'
      ? {}
      : { aggregationTemporality, ...(kind === 'sum' ? { isMonotonic: true } : {}) };
  return { name: point.name, description: point.help, unit: point.unit, kind, tail };
}

function messageOf(
  point: Point,
  { since, value }: Accumulated,
  { to }: Batch,
  isExponential: boolean,
): readonly [DataKind, MessageType, Message] {
  const common = {
    attributes: keyValues(point.attributes),
    startTimeUnixNano: nanos(since),
    timeUnixNano: nanos(to),
  };
  const { factor } = point;
  if (typeof value === 'number') {
    const kind = point.kind === 'counter' ? 'sum' : 'gauge';
    return [kind, numberPoint, { ...common, asDouble: value * factor }];
  }
  const { count, sum, min, max } = value;
  const numbers = {
    ...common,
    count,
    sum: sum * factor,
    ...(count > 0 ? { min: min * factor, max: max * factor } : {}),
  };
  if (isExponential) {
    return ['exponentialHistogram', exponentialPoint, { ...numbers, ...exponential(value) }];
  }
  const bounds = explicitBounds(point.metric, point.unit);
  const bucketCounts = foldTo(
    value,
    bounds.map((bound) => bound / factor),
  );
  return ['histogram', histogramPoint, { ...numbers, explicitBounds: bounds, bucketCounts }];
}

/** Our buckets are OTLP's: of units that are a power of two, so that the index moves by whole steps. */
function exponential({ grid, scale, zero, offset, buckets }: HistogramState): Message {
  const { exponent } = gridUnits[grid];
  return {
    scale,
    zeroCount: zero,
    zeroThreshold: 2 ** exponent / 2,
    positive: { offset: offset + exponent * 2 ** scale, bucketCounts: buckets },
  };
}
