import type { Series } from '../../common/batch';

/** The series of a metric that have these dimensions. */
export const find = (
  series: readonly Series[],
  metric: string,
  dims: Record<string, string> = {},
) =>
  series.filter(
    (one) =>
      one.metric === metric &&
      Object.entries(dims).every(([name, value]) => one.dims[name] === value),
  );

/** What they say in all: the value of counters and gauges, the count of histograms. */
export const countOf = (series: readonly Series[], metric: string, dims?: Record<string, string>) =>
  find(series, metric, dims).reduce(
    (sum, one) => sum + (one.kind === 'histogram' ? one.value.count : one.value),
    0,
  );
