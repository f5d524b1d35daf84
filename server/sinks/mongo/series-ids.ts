import { createHash } from 'node:crypto';
import type { Series } from '../../../common/batch';
import type { SeriesDoc } from './documents';

/** Short names for series, the same in every process. */
export interface SeriesIds {
  /** The id of a series that a window which ends at `to` has. */
  idOf(series: Series, to: number): string;
  /** What has to be written before the ids mean something to readers. */
  pending(): readonly SeriesDoc[];
  /** These were written. */
  stored(docs: readonly SeriesDoc[]): void;
}

/** Written anew each hour, so that a database that was emptied is whole again soon. */
const storedForMs = 60 * 60_000;
/** Beyond it all are forgotten, and written once more. */
const mostKnown = 50_000;

interface Known {
  readonly id: string;
  storedUpTo: number;
}

/** `keepMs`: how long a series is known after it was last seen. */
export function createSeriesIds(keepMs: number): SeriesIds {
  const known = new Map<string, Known>();
  const byId = new Map<string, Known>();
  const pending = new Map<string, SeriesDoc>();

  function get(series: Series): Known {
    const key = keyOf(series);
    let entry = known.get(key);
    if (!entry) {
      if (known.size >= mostKnown) {
        known.clear();
        byId.clear();
      }
      entry = { id: hashOf(series), storedUpTo: Number.NEGATIVE_INFINITY };
      known.set(key, entry);
      byId.set(entry.id, entry);
    }
    return entry;
  }

  return {
    idOf(series, to) {
      const entry = get(series);
      if (to > entry.storedUpTo) pending.set(entry.id, docOf(entry.id, series, to, keepMs));
      return entry.id;
    },
    pending: () => [...pending.values()],
    stored(docs) {
      for (const doc of docs) {
        const { _id, lastAt } = doc;
        const entry = byId.get(_id);
        if (entry) entry.storedUpTo = Math.max(entry.storedUpTo, lastAt);
        if (pending.get(_id) === doc) pending.delete(_id); // else it was asked for again meanwhile
      }
    },
  };
}

function docOf(id: string, series: Series, to: number, keepMs: number): SeriesDoc {
  const { metric, kind, unit, dims } = series;
  const lastAt = (Math.floor(to / storedForMs) + 1) * storedForMs;
  return {
    _id: id,
    metric,
    kind,
    unit,
    ...(series.kind === 'histogram' ? { grid: series.value.grid } : {}),
    dims: Object.entries(dims),
    lastAt,
    x: new Date(lastAt + keepMs),
  };
}

function keyOf(series: Series): string {
  const { metric, dims } = series;
  const sort = series.kind === 'histogram' ? series.value.grid : '';
  return [metric, sort, ...Object.entries(dims).flat()].join('\0'); // in one piece, as it is kept
}

/** 60 bits in letters, digits, `-` and `_`: of 100,000 series two share an id once in 200 million times. */
function hashOf(series: Series): string {
  const { metric, kind, dims } = series;
  const grid = series.kind === 'histogram' ? series.value.grid : '';
  const pairs = Object.keys(dims).sort();
  const text = JSON.stringify([metric, kind, grid, ...pairs.map((name) => [name, dims[name]])]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 10);
}
