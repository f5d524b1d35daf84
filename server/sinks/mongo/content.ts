import type { Batch } from '../../../common/batch';
import { ByteReader } from '../../../common/byte-reader';
import type { ByteWriter } from '../../../common/byte-writer';
import type { ErrorEntry } from '../../../common/error-entry';
import { mergeErrors } from '../../../common/error-merge';
import type { Sliced } from '../../../common/in-slices';
import type { Grid } from '../../../common/metrics';
import type { CoverageEntry, ObserverEntry } from '../../../common/observer-entry';
import { createEntryMerge, ended, mergeCoverage } from '../../../common/observer-merge';
import { packTally, unpackTally } from '../../../common/pack-tally';
import { addTallies, type Tally, tallyOf } from '../../../common/tally';
import type { DataDoc, StoredCell } from './documents';
import type { SeriesIds } from './series-ids';
import { asBuffer, packObserver, unpackObserver } from './stored-observer';

/** A counter's gain, or what anything else amounts to. */
export type Cell = number | Tally;

/** All that one window has, by kind of document. */
export interface Content {
  /** By kind, then by the id of the series. */
  readonly cells: ReadonlyMap<string, ReadonlyMap<string, Cell>>;
  readonly observers: readonly ObserverEntry[];
  readonly coverage: readonly CoverageEntry[];
  readonly errors: readonly ErrorEntry[];
}

/** The kind of counters and gauges, which are small; a histogram's names its metric and grid. */
export const numbers = 'numbers';
export const kindOf = (metric: string, grid: Grid | undefined) =>
  grid === undefined ? numbers : `${metric}/${grid}`;

export function* contentOf(batch: Batch, ids: SeriesIds): Sliced<Content> {
  const { series, from, to, observers = [], coverage = [], errors = [] } = batch;
  const cells = new Map<string, Map<string, Cell>>();
  for (const one of series) {
    if (one.kind !== 'histogram' && !Number.isFinite(one.value)) continue; // JSON has none, either
    const grid = one.kind === 'histogram' ? one.value.grid : undefined;
    const cell = one.kind === 'counter' ? one.value : tallyOf(one, to - from);
    addCell(cells, kindOf(one.metric, grid), ids.idOf(one, to), cell);
    yield;
  }
  return { cells, observers, coverage, errors };
}

/** What windows of one sender that follow each other have together, as one batch would have told it. */
export function* mergeContents(contents: readonly Content[]): Sliced<Content> {
  const cells = new Map<string, Map<string, Cell>>();
  const observers = createEntryMerge();
  for (const [at, content] of contents.entries()) {
    for (const [kind, byId] of content.cells) {
      for (const [id, cell] of byId) {
        addCell(cells, kind, id, cell);
        yield;
      }
    }
    for (const entry of content.observers) {
      observers.add(at === contents.length - 1 ? entry : ended(entry));
      yield;
    }
  }
  return {
    cells,
    observers: observers.take(),
    coverage: mergeCoverage(contents.flatMap(({ coverage }) => coverage)),
    errors: mergeErrors(contents.flatMap(({ errors }) => errors)),
  };
}

function addCell(
  cells: Map<string, Map<string, Cell>>,
  kind: string,
  id: string,
  cell: Cell,
): void {
  let byId = cells.get(kind);
  if (!byId) {
    byId = new Map();
    cells.set(kind, byId);
  }
  const known = byId.get(id);
  byId.set(id, known === undefined ? cell : addCells(known, cell));
}

function addCells(a: Cell, b: Cell): Cell {
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  return typeof a === 'number' || typeof b === 'number' ? b : addTallies(a, b);
}

/** The document's window, without its content. */
export type DataHead = Pick<DataDoc, 'w' | 'r' | 'm' | 'x'>;

/** A document is split when it comes to be so large; the server takes eight times as much. */
const splitBytes = 2 * 2 ** 20;

export function* docsOf(content: Content, head: DataHead, writer: ByteWriter): Sliced<DataDoc[]> {
  const docs: DataDoc[] = [];
  const add = (k: string, part: Partial<DataDoc>) => {
    const number = docs.filter((doc) => doc.k === k).length;
    docs.push({ _id: `${head.w}|${k}|${number}`, ...head, k, ...part });
  };
  for (const [kind, byId] of content.cells) {
    for (const s of yield* packCells(byId, writer)) add(kind, { s });
  }
  for (const part of yield* split(content.observers)) {
    add('observers', { observers: part.map((entry) => packObserver(entry, writer)) });
  }
  for (const coverage of yield* split(content.coverage)) add('observers', { coverage });
  for (const errors of yield* split(content.errors)) add('errors', { errors });
  return docs;
}

function* packCells(
  byId: ReadonlyMap<string, Cell>,
  writer: ByteWriter,
): Sliced<Array<Record<string, StoredCell>>> {
  const parts: Array<Record<string, StoredCell>> = [];
  let part: Record<string, StoredCell> = {};
  let bytes = 0;
  for (const [id, cell] of byId) {
    const stored = packCell(cell, writer);
    const size = typeof stored === 'number' ? 8 : stored.length;
    if (bytes === 0 || bytes + size + 20 > splitBytes) {
      part = {};
      bytes = 0;
      parts.push(part);
    }
    part[id] = stored;
    bytes += size + 20;
    yield;
  }
  return parts;
}

function packCell(cell: Cell, writer: ByteWriter): StoredCell {
  if (typeof cell === 'number') return cell;
  packTally(writer, cell);
  return writer.take();
}

function* split<Entry>(entries: readonly Entry[]): Sliced<Entry[][]> {
  const parts: Entry[][] = [];
  let part: Entry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = 2 * JSON.stringify(entry).length;
    if (bytes === 0 || bytes + size > splitBytes) {
      part = [];
      bytes = 0;
      parts.push(part);
    }
    part.push(entry);
    bytes += size;
    yield;
  }
  return parts;
}

/** What the documents of one window tell. */
export function* contentFrom(docs: readonly DataDoc[]): Sliced<Content> {
  const cells = new Map<string, Map<string, Cell>>();
  for (const { k, s = {} } of docs) {
    const grid = gridOf(k);
    for (const id in s) {
      const stored = s[id];
      if (stored !== undefined) addCell(cells, k, id, unpackCell(stored, grid));
      yield;
    }
  }
  return {
    cells,
    observers: docs.flatMap(({ observers = [] }) => observers.map(unpackObserver)),
    coverage: docs.flatMap(({ coverage = [] }) => coverage),
    errors: docs.flatMap(({ errors = [] }) => errors),
  };
}

function unpackCell(stored: StoredCell, grid: Grid): Cell {
  if (typeof stored === 'number') return stored;
  return unpackTally(new ByteReader(asBuffer(stored)), grid);
}

/** The tally of a stored cell, as answers are made of. */
export function tallyFrom(stored: StoredCell, grid: Grid): Tally {
  const cell = unpackCell(stored, grid);
  return typeof cell === 'number' ? { count: 0, sum: cell, max: cell } : cell;
}

/** Of a histogram's kind; the numbers of others have no buckets. */
function gridOf(kind: string): Grid {
  return (kind.split('/')[1] as Grid | undefined) ?? 'size';
}
