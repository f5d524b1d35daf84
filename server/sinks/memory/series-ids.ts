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
  /** End of the last window it was in; epoch milliseconds. */
  lastAt: number;
}

/** Numbers for series, so that their names are stored once. */
export interface SeriesIds {
  idOf(series: Series, at: number): number;
  get(id: number): SeriesEntry | undefined;
  ofMetric(metric: MetricName): Iterable<SeriesEntry>;
  /** Forgets series that are in no window after `at`. */
  forgetBefore(at: number): void;
  readonly sizeBytes: number;
}

const entryBytes = 350;

export function createSeriesIds(): SeriesIds {
  const byKey = new Map<string, SeriesEntry>();
  const byId = new Map<number, SeriesEntry>();
  let nextId = 1;
  let sizeBytes = 0;

  function add(key: string, { metric, dims, ...series }: Series, at: number): SeriesEntry {
    const isHistogram = series.kind === 'histogram';
    const grid = series.kind === 'histogram' ? series.value.grid : 'size';
    const entry = { id: nextId++, key, metric, dims: { ...dims }, grid, isHistogram, lastAt: at };
    byKey.set(key, entry);
    byId.set(entry.id, entry);
    sizeBytes += bytesOf(entry);
    return entry;
  }

  return {
    idOf(series, at) {
      const key = keyOf(series);
      const entry = byKey.get(key) ?? add(key, series, at);
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

function keyOf(series: Series): string {
  const grid = series.kind === 'histogram' ? series.value.grid : series.kind;
  const names = Object.keys(series.dims).sort();
  return JSON.stringify([series.metric, grid, ...names.map((name) => [name, series.dims[name]])]);
}

/** The key holds all the characters of the dims once more. */
function bytesOf({ key }: SeriesEntry): number {
  return entryBytes + 4 * key.length;
}
