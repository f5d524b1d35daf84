import type { HistogramState } from '../../../common/histogram';
import type { Grid } from '../../../common/metrics';
import type { Tally } from '../../../common/tally';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';

/** Which parts of a tally are whole numbers, and whether buckets follow. */
const flag = { count: 1, sum: 2, max: 4, buckets: 8, min: 16 } as const;

const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;

/** A tally of a histogram of some 100 values takes 100 to 200 bytes, any other about 5. */
export function packTally(writer: ByteWriter, { count, sum, max, histogram }: Tally): void {
  let flags = 0;
  if (isWhole(count)) flags |= flag.count;
  if (isWhole(sum)) flags |= flag.sum;
  if (isWhole(max)) flags |= flag.max;
  if (histogram) flags |= flag.buckets;
  if (histogram && isWhole(histogram.min)) flags |= flag.min;
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

function packNumber(writer: ByteWriter, whole: number, value: number): void {
  if (whole) writer.varint(value);
  else writer.double(value);
}

function unpackNumber(reader: ByteReader, whole: number): number {
  return whole ? reader.varint() : reader.double();
}

/** The used buckets only, each with its distance from the one before. */
function packBuckets(writer: ByteWriter, { scale, zero, offset, buckets }: HistogramState): void {
  const setLength = writer.length16();
  writer.byte(scale);
  writer.varint(zero);
  writer.varint(offset < 0 ? -2 * offset - 1 : 2 * offset);
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
  const folded = reader.varint();
  const offset = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
  const buckets: number[] = [];
  while (reader.at < end) {
    for (let gap = reader.varint(); gap > 0; gap--) buckets.push(0);
    buckets.push(reader.varint());
  }
  return { scale, zero, offset, buckets };
}
