import type { Batch, Series } from './batch';

const perSeries = 120;
const perNumber = 8;

/**
 * How much memory a batch holds, about: what the outbox and the memory sink
 * count against their limits. An estimate from the number of series, buckets
 * and characters, because encoding a batch only to weigh it costs milliseconds.
 */
export function batchBytes(batch: Batch): number {
  let bytes = 500;
  for (const series of batch.series) bytes += seriesBytes(series);
  return bytes;
}

function seriesBytes(series: Series): number {
  let bytes = perSeries;
  for (const name in series.dims) bytes += 2 * (name.length + (series.dims[name]?.length ?? 0));
  if (series.kind === 'histogram') bytes += perNumber * (8 + series.value.buckets.length);
  return bytes;
}
