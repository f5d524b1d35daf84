import {
  AggregationTemporality,
  AggregationType,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';
import { build } from 'hdr-histogram-js';
import { Histogram, mergeStates, quantile } from '../../common/histogram';
import { latencies, seeded } from '../support/seeded';
import { type BenchTable, measure } from './bench-table';

const seriesCount = 200;
const operations = 10_000;
const values = Float64Array.from(latencies(operations, 1));
const order = Uint16Array.from(randomOrder());

/** Recording, reading and merging, beside the libraries that could be used instead. */
export async function run(): Promise<BenchTable[]> {
  return [await record(), await read(), await snapshot()];
}

function record(): Promise<BenchTable> {
  const own = many(() => new Histogram('duration'));
  const hdr = many(() => build({ numberOfSignificantValueDigits: 2 }));
  const otel = otelHistogram();
  const attributes = many((at) => ({ name: `method.${at}`, origin: 'client', outcome: 'ok' }));

  return measure(
    { title: 'histogram: record one value, 200 series in random order', operations },
    {
      'own, scale 5': () => {
        for (let at = 0; at < operations; at++) own[order[at] ?? 0]?.record(values[at] ?? 0);
      },
      'bare loop': () => {
        let sum = 0;
        for (let at = 0; at < operations; at++) sum += (own[order[at] ?? 0] ? values[at] : 0) ?? 0;
        return sum;
      },
      'hdr-histogram-js, 2 digits': () => {
        for (let at = 0; at < operations; at++) {
          hdr[order[at] ?? 0]?.recordValue(Math.round((values[at] ?? 0) * 1_000));
        }
      },
      'OpenTelemetry SDK, exponential': () => {
        for (let at = 0; at < operations; at++) {
          otel.record(values[at] ?? 0, attributes[order[at] ?? 0]);
        }
      },
    },
  );
}

function read(): Promise<BenchTable> {
  const histogram = new Histogram('duration');
  const hdr = build({ numberOfSignificantValueDigits: 2 });
  for (const value of values) {
    histogram.record(value);
    hdr.recordValue(Math.round(value * 1_000));
  }
  const state = histogram.snapshot();

  return measure(
    { title: 'histogram: p95 of 10,000 values' },
    {
      own: () => quantile(state, 0.95),
      'hdr-histogram-js': () => hdr.getValueAtPercentile(95),
    },
  );
}

function snapshot(): Promise<BenchTable> {
  const full = Array.from({ length: 1_000 }, (_, seed) => {
    const histogram = new Histogram('duration');
    for (const value of latencies(100, seed)) histogram.record(value);
    return histogram;
  });
  const states = full.map((histogram) => histogram.snapshot());

  return measure(
    { title: 'histogram: 1,000 series of 100 values' },
    {
      snapshot: () => full.map((histogram) => histogram.snapshot()),
      'merge each with another': () =>
        states.map((state, at) => mergeStates(state, states[999 - at] ?? state)),
    },
  );
}

function otelHistogram() {
  class SilentReader extends MetricReader {
    protected override async onForceFlush(): Promise<void> {}
    protected override async onShutdown(): Promise<void> {}
  }
  const reader = new SilentReader({
    aggregationTemporalitySelector: () => AggregationTemporality.DELTA,
    aggregationSelector: () => ({ type: AggregationType.EXPONENTIAL_HISTOGRAM }),
  });
  return new MeterProvider({ readers: [reader] }).getMeter('bench').createHistogram('duration');
}

function many<T>(make: (at: number) => T): T[] {
  return Array.from({ length: seriesCount }, (_, at) => make(at));
}

function randomOrder(): number[] {
  const random = seeded(2);
  return Array.from({ length: operations }, () => Math.floor(random() * seriesCount));
}
