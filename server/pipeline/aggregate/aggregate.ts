import type { Series } from '../../../common/batch';
import { metrics } from '../../../common/metrics';
import type { MetricSample, Sample } from '../../../common/sample';
import { aggregateMethods } from './methods';
import { aggregatePublications } from './publications';
import { createSeriesTable, type SeriesLimits, type SeriesTable } from './series-table';

/** Where samples become series. Numbers are exact; durations are histograms. */
export interface Aggregate {
  add(sample: Sample): void;
  /** Takes the touched series one by one and zeroes them; pause between two as you like. */
  close(): Generator<Series, void>;
  /** Samples kept under `_OTHER` since the last call. */
  takeFolded(): number;
  readonly size: number;
}

export function createAggregate(limits: SeriesLimits): Aggregate {
  const table = createSeriesTable(limits);
  const methods = aggregateMethods(table);
  const publication = aggregatePublications(table);

  return {
    add(sample) {
      switch (sample.kind) {
        case 'method':
          return methods.call(sample);
        case 'method.fence':
          return methods.fence(sample);
        case 'publication':
          return publication(sample);
        case 'metric':
          return addMetric(table, sample);
      }
    },
    close: () => table.close(),
    takeFolded: () => table.takeFolded(),
    get size() {
      return table.size;
    },
  };
}

function addMetric(table: SeriesTable, { metric, dims, value }: MetricSample): void {
  const { kind } = metrics[metric];
  if (kind === 'histogram') {
    table.histogram(metric, dims).record(value);
    return;
  }
  const cell = table.number(metric, dims);
  cell.value = kind === 'counter' ? cell.value + value : value;
  cell.touched = true;
}
