import { ByteReader } from '../../../common/byte-reader';
import { ByteWriter } from '../../../common/byte-writer';
import type { Grid } from '../../../common/metrics';
import { packTally, skipTally, unpackTally } from '../../../common/pack-tally';
import type { Tally } from '../../../common/tally';
import { mergePacked } from './merge-packed';
import { firstRestId } from './series-ids';

/** The id behind the last row. */
export const noRow = Number.POSITIVE_INFINITY;

/** Stands before the tally of one row. */
export interface RowCursor {
  /** `noRow` behind the last one. */
  readonly id: number;
  /** For who reads the tally alone; then call `next`. All others move on to the next row. */
  readonly reader: ByteReader;
  next(): void;
  tally(grid: Grid): Tally;
  skip(): { readonly count: number };
  copyTo(writer: ByteWriter): { readonly hasBuckets: boolean };
}

export function createRowCursor(bytes: Buffer): RowCursor {
  const reader = new ByteReader(bytes);
  let id = 0;

  function next(): void {
    id = reader.done ? noRow : id + reader.varint();
  }

  next();
  return {
    get id() {
      return id;
    },
    reader,
    next,
    tally(grid) {
      const tally = unpackTally(reader, grid);
      next();
      return tally;
    },
    skip() {
      const skipped = skipTally(reader);
      next();
      return skipped;
    },
    copyTo(writer) {
      const start = reader.at;
      const skipped = skipTally(reader);
      writer.copy(bytes, start, reader.at);
      next();
      return skipped;
    },
  };
}

/** Puts rows together, by ascending id. */
export interface RowWriter {
  add(id: number, tally: Tally): void;
  /** The row at which the cursor stands, as it is; not one of rest. */
  copy(cursor: RowCursor): void;
  /** The sum of the rows at which the cursors stand; false, and nothing done, when it must be unpacked. */
  merge(a: RowCursor, b: RowCursor): boolean;
  /** True after every 32nd row: time to look at the clock. */
  due(): boolean;
  take(): { readonly bytes: Buffer; readonly withBuckets: number };
}

export function createRowWriter(): RowWriter {
  const writer = new ByteWriter();
  let lastId = 0;
  let rows = 0;
  let withBuckets = 0;

  function begin(id: number): void {
    writer.varint(id - lastId);
    lastId = id;
    rows++;
  }

  function merge(a: RowCursor, b: RowCursor): boolean {
    const { id } = a;
    const start = writer.at;
    writer.varint(id - lastId);
    if (!mergePacked(writer, a.reader, b.reader)) {
      writer.at = start;
      return false;
    }
    lastId = id;
    rows++;
    withBuckets++;
    a.next();
    b.next();
    return true;
  }

  return {
    add(id, tally) {
      begin(id);
      packTally(writer, tally);
      if (tally.histogram && id < firstRestId) withBuckets++;
    },
    copy(cursor) {
      begin(cursor.id);
      if (cursor.copyTo(writer).hasBuckets) withBuckets++;
    },
    merge,
    due: () => rows % 32 === 0,
    take: () => ({ bytes: writer.take(), withBuckets }),
  };
}
