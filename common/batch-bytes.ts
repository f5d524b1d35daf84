import type { Batch, Series } from './batch';
import type { HistogramState } from './histogram-state';
import type { ObserverEntry } from './observer-entry';
import { errorBytes, eventBytes, logBytes, traceBytes } from './record-bytes';

const perSeries = 120;
const perObserver = 350;
const perCoverage = 120;
const perNumber = 8;

/**
 * How much memory a batch holds, about: what the outbox counts against its
 * limit. An estimate from the number of entries, spans, buckets and characters,
 * because encoding a batch only to weigh it costs milliseconds.
 */
export function batchBytes(batch: Batch): number {
  let bytes = 500 + (weighed.get(batch.series) ?? weigh(batch.series));
  for (const one of batch.observers ?? []) bytes += observerBytes(one);
  for (const { collection } of batch.coverage ?? []) bytes += perCoverage + 2 * collection.length;
  return bytes + recordBytes(batch);
}

function recordBytes({ traces = [], errors = [], logs = [], events = [] }: Batch): number {
  let bytes = 0;
  for (const trace of traces) bytes += traceBytes(trace);
  for (const error of errors) bytes += errorBytes(error);
  for (const line of logs) bytes += logBytes(line);
  for (const event of events) bytes += eventBytes(event);
  return bytes;
}

const weighed = new WeakMap<readonly Series[], number>();

/** Says what {@link seriesBytes} of all of them is, where it was added up while they were made. */
export function rememberBytes(series: readonly Series[], bytes: number): void {
  weighed.set(series, bytes);
}

function weigh(series: readonly Series[]): number {
  let bytes = 0;
  for (const one of series) bytes += seriesBytes(one);
  return bytes;
}

export function seriesBytes(series: Series): number {
  let bytes = perSeries;
  for (const name in series.dims) bytes += 2 * (name.length + (series.dims[name]?.length ?? 0));
  if (series.kind === 'histogram') bytes += histogramBytes(series.value);
  return bytes;
}

function observerBytes(entry: ObserverEntry): number {
  const { owner, collection, shape } = entry;
  return (
    perObserver +
    2 * (owner.name.length + collection.length + shape.length) +
    histogramBytes(entry.initialQuery) +
    histogramBytes(entry.lifetime) +
    histogramBytes(entry.poll)
  );
}

function histogramBytes(histogram: HistogramState | undefined): number {
  return histogram ? perNumber * (8 + histogram.buckets.length) : 0;
}
