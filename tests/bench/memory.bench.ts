import { build } from 'hdr-histogram-js';
import { exponentialBuckets } from 'prom-client';
import { Histogram } from '../../common/histogram';
import { heapBytes } from '../support/heap-bytes';
import { type BenchTable, rowsOf } from './bench-table';
import { budgets } from './budgets';
import { otelMeter } from './otel-meter';
import { promHistogram, promRegistry } from './prom-metrics';

const seriesCount = 1_000;
/** As many buckets as one of ours has at most: 16 octaves of 32. */
const buckets = 512;
/** From 1 ms on, each bucket once: the widest range at the finest scale. */
const values = Array.from({ length: buckets }, (_, at) => 2 ** (at / 32));

/**
 * Heap, and buffers outside of it, of one series with the widest range; what
 * finds it by its name included. Those that race have buckets as fine and as
 * many: 512 of a growth of 2.2 %, or two digits. With the fewer that they come
 * with they are smaller, and less exact.
 */
export async function run(): Promise<readonly BenchTable[]> {
  const radiant = () => {
    const own = new Map<string, Histogram>();
    return (name: string, value: number) => {
      const known = own.get(name) ?? new Histogram('duration');
      own.set(name, known);
      known.record(value);
    };
  };
  const measured = [
    ['Radiant', weigh(radiant)],
    ['OpenTelemetry SDK, 512 buckets', weigh(() => otel(buckets))],
    ['prom-client, 512 buckets', weigh(() => prom(exponentialBuckets(1, 2 ** (1 / 32), buckets)))],
    ['hdr-histogram-js, 2 digits', weigh(hdr)],
    ['OpenTelemetry SDK, 160 buckets', weigh(() => otel(160))],
    ['prom-client, 11 buckets', weigh(() => prom(undefined))],
  ] as const;
  const equals = measured.slice(1, 4).map(([name]) => name);
  return [
    {
      title: 'memory of a histogram series, widest range',
      unit: 'bytes',
      budget: budgets.histogramBytes,
      rows: rowsOf(measured, equals),
    },
  ];
}

type Record = (name: string, value: number) => void;

/** Bytes of a series. What is measured stays reachable through `record` until it is weighed. */
function weigh(make: () => Record): number {
  const names = Array.from({ length: seriesCount }, (_, at) => `name.${at}`);
  fill(make(), names); // what is compiled and kept for the next time is not of a series
  const before = heapBytes();
  const record = make();
  fill(record, names);
  const bytes = (heapBytes() - before) / seriesCount;
  record(names[0] ?? '', 1);
  return bytes;
}

function fill(record: Record, names: readonly string[]): void {
  for (const name of names) for (const value of values) record(name, value);
}

function otel(size: number): Record {
  const histogram = otelMeter({ buckets: size }).createHistogram('duration');
  return (name, value) => histogram.record(value, { name });
}

function prom(limits: number[] | undefined): Record {
  const histogram = promHistogram(promRegistry(), 'duration', ['name'], limits);
  return (name, value) => histogram.observe({ name }, value);
}

function hdr(): Record {
  const all = new Map<string, ReturnType<typeof build>>();
  return (name, value) => {
    const known = all.get(name) ?? build({ numberOfSignificantValueDigits: 2 });
    all.set(name, known);
    known.recordValue(Math.round(value * 1_000));
  };
}
