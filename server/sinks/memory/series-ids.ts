import type { Series } from '../../../common/batch';
import { dimValues } from '../../../common/dim-values';
import type { Dims, Grid, MetricName } from '../../../common/metrics';
import { createIdTable, type IdEntry } from './id-table';

/** What a series is; windows name it by its number. */
export interface SeriesEntry extends IdEntry {
  readonly metric: MetricName;
  readonly dims: Dims;
  /** Of a histogram's buckets; any other kind has none. */
  readonly grid: Grid;
  readonly isHistogram: boolean;
  /** Stands for all series of the metric that lost their buckets; its dims have no `name`. */
  readonly isRest: boolean;
}

/** Ids of rests begin here, so that their rows come behind those of series. */
export const firstRestId = 2 ** 40;

/** Numbers for series, so that their names are stored once. */
export interface SeriesIds {
  idOf(series: Series, at: number): number;
  /** Where the buckets go that a series cannot keep in a window that ends at `at`. */
  restOf(id: number, at: number): number;
  get(id: number): SeriesEntry | undefined;
  ofMetric(metric: MetricName): Iterable<SeriesEntry>;
  /** Forgets series that are in no window after `at`. */
  forgetBefore(at: number): void;
  readonly sizeBytes: number;
}

export function createSeriesIds(): SeriesIds {
  const table = createIdTable<SeriesEntry>();
  let nextId = 1;
  let nextRestId = firstRestId;

  function newSeries(key: string, series: Series): SeriesEntry {
    const { metric, dims } = series;
    const isHistogram = series.kind === 'histogram';
    const grid = series.kind === 'histogram' ? series.value.grid : 'size';
    return { id: nextId++, key, lastAt: 0, metric, dims, grid, isHistogram, isRest: false };
  }

  function newRest(key: string, { metric, grid }: SeriesEntry, dims: Dims): SeriesEntry {
    return {
      id: nextRestId++,
      key,
      lastAt: 0,
      metric,
      dims,
      grid,
      isHistogram: true,
      isRest: true,
    };
  }

  return {
    idOf(series, at) {
      const grid = series.kind === 'histogram' ? series.value.grid : series.kind;
      const key = keyOf(series.metric, grid, series.dims);
      return table.entryOf(key, at, () => newSeries(key, series)).id;
    },
    restOf(id, at) {
      const series = table.get(id);
      if (!series) throw new TypeError(`no series ${id}`);
      const { name: _, ...dims } = series.dims;
      const key = keyOf(series.metric, `rest ${series.grid}`, dims);
      return table.entryOf(key, at, () => newRest(key, series, dims)).id;
    },
    get: table.get,
    *ofMetric(metric) {
      for (const entry of table.values()) if (entry.metric === metric) yield entry;
    },
    forgetBefore: table.forgetBefore,
    get sizeBytes() {
      return table.sizeBytes;
    },
  };
}

/** Joined, as a text that is added up piece by piece keeps its pieces in memory. */
function keyOf(metric: MetricName, sort: string, dims: Dims): string {
  return [metric, sort, ...dimValues(metric, dims)].join('\0');
}
