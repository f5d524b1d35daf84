import { ByteReader } from '../../../common/byte-reader';
import { ByteWriter } from '../../../common/byte-writer';
import type { ObserverEntry } from '../../../common/observer-entry';
import { skipTally } from '../../../common/pack-tally';
import { joinHistograms } from './join-histograms';
import type { KnownObserver } from './observer-ids';
import type { ObserverSum } from './observer-sum';
import {
  createObserverRow,
  gaugeCount,
  loadOf,
  type ObserverRow,
  packedHistograms,
  packObserver,
  readRow,
  skipHistograms,
  unpackObserver,
  writeRow,
} from './pack-observer';
import { noRow } from './rows';

/** Stands before one packed observer. All but `id` and `reader` move on to the next. */
export interface ObserverCursor {
  /** `noRow` behind the last one. */
  readonly id: number;
  readonly reader: ByteReader;
  next(): void;
  /** `coarse` leaves out its histograms. */
  entry(of: KnownObserver['of'], options?: { readonly coarse?: boolean }): ObserverEntry;
  /** Adds its numbers; those of the end of a window count where the window is the last. */
  addTo(sum: ObserverSum, isLast: boolean): void;
  load(): ReturnType<typeof loadOf>;
}

// Used from one line to the next only, never across a pause.
const [left, right, sum] = [createObserverRow(), createObserverRow(), createObserverRow()];

export function createObserverCursor(bytes: Buffer, count: number): ObserverCursor {
  const reader = new ByteReader(bytes);
  let id = 0;
  let rest = count;

  function next(): void {
    id = rest > 0 ? id + reader.varint() : noRow;
    rest--;
  }

  next();
  return {
    get id() {
      return id;
    },
    reader,
    next,
    entry(of, options) {
      const entry = unpackObserver(reader, of, options);
      next();
      return entry;
    },
    addTo(sum, isLast) {
      readRow(reader, left);
      sum.add(left, reader, isLast);
      next();
    },
    load() {
      readRow(reader, left);
      skipHistograms(reader, left);
      next();
      return loadOf(left);
    },
  };
}

/** Puts packed observers together, by ascending id. */
export interface ObserverWriter {
  readonly count: number;
  add(id: number, entry: ObserverEntry): void;
  /** As it is. */
  copy(cursor: ObserverCursor): void;
  /** Of an earlier window: without live handles. */
  copyEnded(cursor: ObserverCursor): void;
  /** Of both windows: counts of both, gauges of the later one. */
  join(earlier: ObserverCursor, later: ObserverCursor): void;
  take(): { readonly bytes: Buffer; readonly count: number };
}

export function createObserverWriter(): ObserverWriter {
  const writer = new ByteWriter();
  let lastId = 0;
  let count = 0;

  function begin(id: number): void {
    writer.varint(id - lastId);
    lastId = id;
    count++;
  }

  function copyRow(cursor: ObserverCursor): void {
    const { reader } = cursor;
    const start = reader.at;
    skipHistograms(reader, left);
    begin(cursor.id);
    writeRow(writer, left);
    writer.copy(reader.bytes, start, reader.at);
    cursor.next();
  }

  return {
    get count() {
      return count;
    },
    add(id, entry) {
      begin(id);
      packObserver(writer, entry);
    },
    copy(cursor) {
      readRow(cursor.reader, left);
      copyRow(cursor);
    },
    copyEnded(cursor) {
      readRow(cursor.reader, left);
      left.values.fill(0, 0, gaugeCount);
      copyRow(cursor);
    },
    join(earlier, later) {
      readRow(earlier.reader, left);
      readRow(later.reader, right);
      begin(earlier.id);
      writeRow(writer, joinRows(left, right));
      packedHistograms.forEach(([, grid], at) => {
        const bit = 1 << at;
        if (left.histograms & right.histograms & bit) {
          joinHistograms(writer, earlier.reader, later.reader, grid);
        } else if (left.histograms & bit) copyTally(writer, earlier.reader);
        else if (right.histograms & bit) copyTally(writer, later.reader);
      });
      earlier.next();
      later.next();
    },
    take: () => ({ bytes: writer.take(), count }),
  };
}

/** Unknown and known make unknown: NaN. */
function joinRows(earlier: ObserverRow, later: ObserverRow): ObserverRow {
  sum.histograms = earlier.histograms | later.histograms;
  sum.values.set(later.values);
  for (let at = gaugeCount; at < sum.values.length; at++) {
    sum.values[at] = (earlier.values[at] ?? 0) + (later.values[at] ?? 0);
  }
  return sum;
}

function copyTally(writer: ByteWriter, reader: ByteReader): void {
  const start = reader.at;
  skipTally(reader);
  writer.copy(reader.bytes, start, reader.at);
}
