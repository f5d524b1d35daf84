import type { Series } from '../../../common/batch';
import type { Dims, Grid, MetricName } from '../../../common/metrics';

/** What a series is; windows name it by its number. */
export interface SeriesEntry {
  readonly id: number;
  readonly key: string;
  readonly metric: MetricName;
  readonly dims: Dims;
  /** Of a histogram's buckets; any other kind has none. */
  readonly grid: Grid;
  readonly isHistogram: boolean;
  /** Stands for all series of the metric that lost their buckets; its dims have no `name`. */
  readonly isRest: boolean;
  /** End of the last window it was in; epoch milliseconds. */
  lastAt: number;
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

const entryBytes = 400;

export function createSeriesIds(): SeriesIds {
  const byKey = new Map<string, SeriesEntry>();
  const byId = new Map<number, SeriesEntry>();
  let nextId = 1;
  let nextRestId = firstRestId;
  let sizeBytes = 0;

  function add(entry: SeriesEntry): SeriesEntry {
    byKey.set(entry.key, entry);
    byId.set(entry.id, entry);
    sizeBytes += bytesOf(entry);
    return entry;
  }

  function addSeries(key: string, series: Series, at: number): SeriesEntry {
    const { metric, dims } = series;
    const isHistogram = series.kind === 'histogram';
    const grid = series.kind === 'histogram' ? series.value.grid : 'size';
    const of = { metric, dims: { ...dims }, grid, isHistogram, isRest: false };
    return add({ ...of, id: nextId++, key, lastAt: at });
  }

  function addRest(key: string, { metric, grid }: SeriesEntry, dims: Dims): SeriesEntry {
    const of = { metric, dims, grid, isHistogram: true, isRest: true };
    return add({ ...of, id: nextRestId++, key, lastAt: 0 });
  }

  return {
    idOf(series, at) {
      const grid = series.kind === 'histogram' ? series.value.grid : series.kind;
      const key = keyOf(series.metric, grid, series.dims);
      const entry = byKey.get(key) ?? addSeries(key, series, at);
      entry.lastAt = Math.max(entry.lastAt, at);
      return entry.id;
    },
    restOf(id, at) {
      const series = byId.get(id);
      if (!series) throw new TypeError(`no series ${id}`);
      const { name: _, ...dims } = series.dims;
      const key = keyOf(series.metric, `rest ${series.grid}`, dims);
      const entry = byKey.get(key) ?? addRest(key, series, dims);
      entry.lastAt = Math.max(entry.lastAt, at);
      return entry.id;
    },
    get: (id) => byId.get(id),
    *ofMetric(metric) {
      for (const entry of byKey.values()) if (entry.metric === metric) yield entry;
    },
    forgetBefore(at) {
      for (const entry of byKey.values()) {
        if (entry.lastAt > at) continue;
        byKey.delete(entry.key);
        byId.delete(entry.id);
        sizeBytes -= bytesOf(entry);
      }
    },
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

function keyOf(metric: MetricName, sort: string, dims: Dims): string {
  const names = Object.keys(dims).sort();
  return JSON.stringify([metric, sort, ...names.map((name) => [name, dims[name]])]);
}

/** The key holds all the characters of the dims once more. */
function bytesOf({ key }: SeriesEntry): number {
  return entryBytes + 4 * key.length;
}
