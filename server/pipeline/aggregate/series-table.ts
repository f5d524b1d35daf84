import type { Series } from '../../../common/batch';
import { Histogram } from '../../../common/histogram';
import { type Dims, type MetricName, metrics, OTHER } from '../../../common/metrics';

/** One series that holds a number. Set `touched` with every change of `value`. */
export interface NumberCell {
  value: number;
  touched: boolean;
}

export interface SeriesLimits {
  /** Series per metric; beyond it samples go to `_OTHER`. */
  readonly perMetric: number;
  /** Histogram series in all. */
  readonly histograms: number;
  /** A series that was not touched for so many windows is forgotten. */
  readonly idleWindows: number;
}

/**
 * All series of the process. Whoever records keeps the cells it got and
 * writes into them; when `generation` changes, some were forgotten and all
 * kept cells must be asked for again.
 */
export interface SeriesTable {
  number(metric: MetricName, dims: Dims): NumberCell;
  histogram(metric: MetricName, dims: Dims): Histogram;
  readonly limits: SeriesLimits;
  /** Counts one sample that was kept under `_OTHER`. */
  noteFolded(): void;
  /** Samples, and series beyond the limit, kept under `_OTHER` since the last call. */
  takeFolded(): number;
  /** Calls `sweep` after each window. */
  onClosed(sweep: () => void): void;
  /** Takes what each touched series gained, zeroes it, and forgets idle ones; yields after each series. */
  close(): Generator<Series, void>;
  readonly generation: number;
  readonly size: number;
}

interface Entry {
  readonly metric: MetricName;
  readonly dims: Dims;
  readonly cell: NumberCell | Histogram;
  idleWindows: number;
}

export function createSeriesTable(limits: SeriesLimits): SeriesTable {
  const entries = new Map<string, Entry>();
  const perMetric = new Map<MetricName, number>();
  const sweeps: Array<() => void> = [];
  let histograms = 0;
  let folded = 0;
  let generation = 0;

  const isFull = (metric: MetricName) =>
    (perMetric.get(metric) ?? 0) >= limits.perMetric ||
    (metrics[metric].kind === 'histogram' && histograms >= limits.histograms);

  function entryOf(metric: MetricName, dims: Dims): Entry {
    const key = seriesKey(metric, dims);
    const known = entries.get(key);
    if (known) return known;
    const other = isFull(metric) ? foldedDims(metric, dims) : undefined;
    if (other) {
      folded++;
      const otherKey = seriesKey(metric, other);
      return entries.get(otherKey) ?? add(otherKey, metric, other);
    }
    return add(key, metric, dims);
  }

  function add(key: string, metric: MetricName, dims: Dims): Entry {
    const definition = metrics[metric];
    const isHistogram = definition.kind === 'histogram';
    const cell = isHistogram ? new Histogram(definition.grid) : { value: 0, touched: false };
    const entry: Entry = { metric, dims, cell, idleWindows: 0 };
    entries.set(inOnePiece(key), entry);
    perMetric.set(metric, (perMetric.get(metric) ?? 0) + 1);
    if (isHistogram) histograms++;
    return entry;
  }

  function forget(key: string, entry: Entry): void {
    entries.delete(key);
    perMetric.set(entry.metric, (perMetric.get(entry.metric) ?? 1) - 1);
    if (entry.cell instanceof Histogram) histograms--;
    generation++;
  }

  return {
    number(metric, dims) {
      const { cell } = entryOf(metric, dims);
      if (cell instanceof Histogram) throw new TypeError(`${metric} is a histogram`);
      return cell;
    },
    histogram(metric, dims) {
      const { cell } = entryOf(metric, dims);
      if (cell instanceof Histogram) return cell;
      throw new TypeError(`${metric} is not a histogram`);
    },
    limits,
    onClosed: (sweep) => {
      sweeps.push(sweep);
    },
    noteFolded: () => {
      folded++;
    },
    takeFolded() {
      const taken = folded;
      folded = 0;
      return taken;
    },
    *close() {
      for (const [key, entry] of entries) {
        const series = takeSeries(entry);
        if (series) {
          entry.idleWindows = 0;
          yield series;
        } else if (++entry.idleWindows >= limits.idleWindows) forget(key, entry);
      }
      for (const sweep of sweeps) sweep();
    },
    get generation() {
      return generation;
    },
    get size() {
      return entries.size;
    },
  };
}

const separator = '\u0000';

function seriesKey(metric: MetricName, dims: Dims): string {
  let key: string = metric;
  for (const name of metrics[metric].dims) key += `${separator}${dims[name] ?? ''}`;
  return key;
}

/**
 * The same text, to be kept: of one that was added up, V8 keeps all the steps,
 * four times the memory.
 */
function inOnePiece(key: string): string {
  return key.split(separator).join(separator);
}

/** Dimensions that take values of the app's own choosing, and so may take any number of them. */
const openDims = new Set([
  ...['name', 'collection', 'owner', 'route', 'host', 'labels', 'command'],
  ...['publication', 'error'],
]);

/** The dims with `_OTHER` for all that is open; `undefined` where there is none, or it is folded already. */
function foldedDims(metric: MetricName, dims: Dims): Dims | undefined {
  const open = metrics[metric].dims.filter((name) => openDims.has(name) && dims[name] !== OTHER);
  if (open.length === 0) return undefined;
  return { ...dims, ...Object.fromEntries(open.map((name) => [name, OTHER])) };
}

function takeSeries({ metric, dims, cell }: Entry): Series | undefined {
  const { kind, unit } = metrics[metric];
  if (cell instanceof Histogram) {
    if (cell.count === 0) return undefined;
    return { metric, unit, dims, kind: 'histogram', value: cell.take() };
  }
  if (!cell.touched || kind === 'histogram') return undefined;
  const { value } = cell;
  cell.touched = false;
  if (kind === 'counter') cell.value = 0;
  return { metric, unit, dims, kind, value };
}
