import type { Batch, Series } from '../../../common/batch';
import { appMetrics } from '../../../common/export-names';
import { observerAttributes, observerExports } from '../../../common/export-observers';
import { exportSeries } from '../../../common/export-series';
import { foldTo, type HistogramState } from '../../../common/histogram';
import type { Sliced } from '../../../common/in-slices';
import { metrics } from '../../../common/metrics';
import type { ObserverEntry } from '../../../common/observer-entry';
import { boundsOf } from './bounds';
import type { Cell, Family, HistogramCell, NumberCell } from './cells';
import { noteExemplars } from './exemplars';
import { familyName, labelText } from './family-name';

/** Everything that is told to whoever scrapes. */
export interface Registry {
  /** By name. */
  readonly families: ReadonlyMap<string, Family>;
  /** Adds a batch. Do not start another before it is done. */
  add(batch: Batch): Sliced<void>;
  /** Series that were left out, because their name means another kind of metric already. */
  readonly conflicts: number;
}

interface FamilyWanted {
  readonly name: string;
  readonly unit: string;
  readonly kind: Family['kind'];
  readonly help: string;
  readonly bounds?: readonly number[] | undefined;
  readonly isVolatile?: boolean;
}

/** Batches after which a series that was not in any of them is forgotten. */
export function createRegistry({ idleBatches }: { readonly idleBatches: number }): Registry {
  const families = new Map<string, Family>();
  let batches = 0;
  let conflicts = 0;

  function familyOf(wanted: FamilyWanted): Family | undefined {
    const name = familyName(wanted.name, wanted.unit, wanted.kind);
    const known = families.get(name);
    if (known) return known.kind === wanted.kind ? known : undefined;
    const { kind, help, bounds, isVolatile = true } = wanted;
    const family = { name, kind, help, bounds, isVolatile, cells: new Map<string, Cell>() };
    families.set(name, family);
    return family;
  }

  function addValue(
    family: Family,
    attributes: Parameters<typeof labelText>[0],
    value: number | HistogramState,
    factor: number,
  ): void {
    const labels = labelText(attributes);
    const cell = family.cells.get(labels) ?? newCell(family, labels);
    cell.seen = batches;
    if (cell.kind === 'histogram') {
      if (typeof value !== 'number') addHistogram(cell, family, value, factor);
    } else if (typeof value === 'number') addNumber(cell, family, value * factor);
  }

  function addSeries(series: Series): void {
    const { metric, dims, kind, value } = series;
    const exported = exportSeries(metric, dims);
    if (!exported) return;
    const { name, unit, attributes, factor } = exported;
    const isApps = appMetrics.has(metric);
    const help = isApps ? "Of the app's own." : metrics[metric].help;
    const bounds = kind === 'histogram' ? boundsOf(metric, unit) : undefined;
    const family = familyOf({ name, unit, kind, help, bounds, isVolatile: !isApps });
    if (family) addValue(family, attributes, value, factor);
    else conflicts++;
  }

  function addObserver(entry: ObserverEntry): void {
    const own = observerAttributes(entry);
    for (const { figure, name, unit, kind, factor, help, attributes } of observerExports) {
      const value = entry[figure];
      if (value === undefined) continue;
      const family = familyOf({ name, unit, kind, help });
      if (family) addValue(family, { ...own, ...attributes }, value, factor);
    }
  }

  function forgetIdle(): void {
    for (const [name, family] of families) {
      forgetCells(family, batches, idleBatches);
      if (family.cells.size === 0) families.delete(name);
    }
  }

  return {
    families,
    get conflicts() {
      return conflicts;
    },
    *add({ series, observers = [], traces = [] }) {
      batches++;
      for (const one of series) {
        addSeries(one);
        yield;
      }
      for (const one of observers) {
        addObserver(one);
        yield;
      }
      noteExemplars(families, traces);
      forgetIdle();
    },
  };
}

function newCell(family: Family, labels: string): Cell {
  const buckets = new Array<number>(family.bounds ? family.bounds.length + 1 : 0).fill(0);
  const cell: Cell =
    family.kind === 'histogram'
      ? { kind: 'histogram', labels, seen: 0, count: 0, sum: 0, buckets, exemplars: new Map() }
      : { kind: 'number', labels, seen: 0, value: 0 };
  family.cells.set(labels, cell);
  return cell;
}

function addNumber(cell: NumberCell, { kind }: Family, value: number): void {
  cell.value = kind === 'counter' ? cell.value + value : value;
}

function addHistogram(
  cell: HistogramCell,
  { bounds }: Family,
  state: HistogramState,
  factor: number,
): void {
  cell.count += state.count;
  cell.sum += state.sum * factor;
  if (!bounds) return;
  const inOwnUnit = bounds.map((bound) => bound / factor);
  foldTo(state, inOwnUnit).forEach((count, at) => {
    cell.buckets[at] = (cell.buckets[at] ?? 0) + count;
  });
}

/** A gauge is known only as long as somebody tells it; those of the app stay for longer. */
function forgetCells({ kind, isVolatile, cells }: Family, now: number, idleBatches: number): void {
  const after = kind === 'gauge' && isVolatile ? 2 : idleBatches;
  for (const [labels, cell] of cells) if (now - cell.seen >= after) cells.delete(labels);
}
