import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { HistogramState } from './histogram';
import type { Grid } from './metrics';
import type { Tally } from './tally';

/** Which parts of a tally are whole numbers, and whether buckets follow. */
export const flag = { count: 1, sum: 2, max: 4, buckets: 8, min: 16 } as const;

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** Flags of the numbers that are whole; `min` goes with buckets. */
export function wholeFlags(count: number, sum: number, max: number, min: number): number {
  return (
    (isWhole(count) ? flag.count : 0) |
    (isWhole(sum) ? flag.sum : 0) |
    (isWhole(max) ? flag.max : 0) |
    (isWhole(min) ? flag.min : 0)
  );
}

/** A tally of a histogram of some 100 values takes 100 to 200 bytes, any other about 5. */
export function packTally(writer: ByteWriter, { count, sum, max, histogram }: Tally): void {
  const flags = wholeFlags(count, sum, max, histogram?.min ?? 0) | (histogram ? flag.buckets : 0);
  writer.byte(flags);
  packNumber(writer, flags & flag.count, count);
  packNumber(writer, flags & flag.sum, sum);
  packNumber(writer, flags & flag.max, max);
  if (!histogram) return;
  packNumber(writer, flags & flag.min, histogram.min);
  packBuckets(writer, histogram);
}

/** `grid` is that of the series; the bytes do not tell. */
export function unpackTally(reader: ByteReader, grid: Grid): Tally {
  const flags = reader.byte();
  const count = unpackNumber(reader, flags & flag.count);
  const sum = unpackNumber(reader, flags & flag.sum);
  const max = unpackNumber(reader, flags & flag.max);
  if (!(flags & flag.buckets)) return { count, sum, max };
  const min = unpackNumber(reader, flags & flag.min);
  return { count, sum, max, histogram: { grid, count, sum, min, max, ...unpackBuckets(reader) } };
}

/** Moves behind a tally; tells its count, and whether it has buckets. */
export function skipTally(reader: ByteReader): { count: number; hasBuckets: boolean } {
  const flags = reader.byte();
  const count = unpackNumber(reader, flags & flag.count);
  unpackNumber(reader, flags & flag.sum);
  unpackNumber(reader, flags & flag.max);
  const hasBuckets = (flags & flag.buckets) !== 0;
  if (hasBuckets) {
    unpackNumber(reader, flags & flag.min);
    const length = reader.uint16();
    reader.at += length;
  }
  return { count, hasBuckets };
}

export function packNumber(writer: ByteWriter, whole: number, value: number): void {
  if (whole) writer.varint(value);
  else writer.double(value);
}

export function unpackNumber(reader: ByteReader, whole: number): number {
  return whole ? reader.varint() : reader.double();
}

/** The used buckets only, each with its distance from the one before. */
function packBuckets(writer: ByteWriter, { scale, zero, offset, buckets }: HistogramState): void {
  const setLength = writer.length16();
  writer.byte(scale);
  writer.varint(zero);
  writer.signed(offset);
  let gap = 0;
  for (const count of buckets) {
    if (count === 0) {
      gap++;
      continue;
    }
    writer.varint(gap);
    writer.varint(count);
    gap = 0;
  }
  setLength();
}

function unpackBuckets(reader: ByteReader) {
  const length = reader.uint16();
  const end = reader.at + length;
  const scale = reader.byte();
  const zero = reader.varint();
  const offset = reader.signed();
  const buckets: number[] = [];
  while (reader.at < end) {
    for (let gap = reader.varint(); gap > 0; gap--) buckets.push(0);
    buckets.push(reader.varint());
  }
  return { scale, zero, offset, buckets };
}
