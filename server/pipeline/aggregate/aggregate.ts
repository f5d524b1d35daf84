import type { Series } from '../../../common/batch';
import type { ObserverCell } from '../../../common/observer-cell';
import type { CoverageEntry, ObserverEntry, ObserverKey } from '../../../common/observer-entry';
import type { CoverageCell } from '../../../common/recorder';
import type { Sample } from '../../../common/sample';
import { createCoverageTable } from './coverage';
import { aggregateDatabase } from './database';
import { aggregateEmail } from './email';
import { aggregateHttp } from './http';
import { aggregateJobs } from './jobs';
import { aggregateMethods } from './methods';
import { aggregateMetrics } from './metrics';
import { aggregateMutations } from './mutations';
import { createObserverTable } from './observers';
import { aggregatePublications } from './publications';
import { createSeriesTable, type SeriesLimits } from './series-table';
import { aggregateStreams } from './streams';

/** Where samples become series. Numbers are exact; durations are histograms. */
export interface Aggregate {
  add(sample: Sample): void;
  observer(key: ObserverKey): ObserverCell;
  covered(collection: string, driver: string): CoverageCell;
  /** Takes the touched series one by one and zeroes them; pause between two as you like. */
  close(): Generator<Series, void>;
  closeObservers(): Generator<ObserverEntry, void>;
  takeCoverage(): CoverageEntry[];
  /** Samples kept under `_OTHER` since the last call. */
  takeFolded(): number;
  readonly size: number;
}

export function createAggregate(limits: SeriesLimits): Aggregate {
  const table = createSeriesTable(limits);
  const methods = aggregateMethods(table);
  const publication = aggregatePublications(table);
  const mutation = aggregateMutations(table);
  const stream = aggregateStreams(table);
  const database = aggregateDatabase(table);
  const http = aggregateHttp(table);
  const email = aggregateEmail(table);
  const job = aggregateJobs(table);
  const metric = aggregateMetrics(table);
  const observers = createObserverTable({
    entries: limits.perMetric,
    idleWindows: limits.idleWindows,
  });
  const coverage = createCoverageTable();

  return {
    add(sample) {
      switch (sample.kind) {
        case 'method':
          return methods.call(sample);
        case 'method.fence':
          return methods.fence(sample);
        case 'publication':
          return publication(sample);
        case 'mutation':
          return mutation(sample);
        case 'stream':
          return stream(sample);
        case 'database':
          return database(sample);
        case 'http.server':
          return http.server(sample);
        case 'http.client':
          return http.client(sample);
        case 'email':
          return email(sample);
        case 'job':
          return job(sample);
        case 'metric':
          return metric(sample);
        case 'histogram':
          return table.histogram(sample.metric, sample.dims).merge(sample.value);
      }
    },
    observer: observers.cell,
    covered: coverage.cell,
    close: () => table.close(),
    closeObservers: () => observers.close(),
    takeCoverage: coverage.take,
    takeFolded: () => table.takeFolded() + observers.takeFolded(),
    get size() {
      return table.size + observers.size;
    },
  };
}
