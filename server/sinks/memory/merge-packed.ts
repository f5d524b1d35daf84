import type { ByteReader } from '../../../common/byte-reader';
import type { ByteWriter } from '../../../common/byte-writer';
import { bucketLimit } from '../../../common/histogram-grid';
import { flag, packNumber, unpackNumber, wholeFlags } from '../../../common/pack-tally';

/**
 * Writes the sum of the two tallies at which the readers stand, without
 * unpacking them: that is what a write costs when every series is rolled up
 * twice. Answers false, and leaves all three where they were, when it cannot:
 * one has no buckets, the scales differ, or the sum needs a coarser one.
 */
export function mergePacked(writer: ByteWriter, a: ByteReader, b: ByteReader): boolean {
  const [startA, startB, start] = [a.at, b.at, writer.at];
  if (mergeNumbers(writer, a, b) && mergeBuckets(writer, a, b)) return true;
  a.at = startA;
  b.at = startB;
  writer.at = start;
  return false;
}

function mergeNumbers(writer: ByteWriter, a: ByteReader, b: ByteReader): boolean {
  const [flagsA, flagsB] = [a.byte(), b.byte()];
  if (!(flagsA & flagsB & flag.buckets)) return false;
  const count = unpackNumber(a, flagsA & flag.count) + unpackNumber(b, flagsB & flag.count);
  const sum = unpackNumber(a, flagsA & flag.sum) + unpackNumber(b, flagsB & flag.sum);
  const [maxA, maxB] = [unpackNumber(a, flagsA & flag.max), unpackNumber(b, flagsB & flag.max)];
  const [minA, minB] = [unpackNumber(a, flagsA & flag.min), unpackNumber(b, flagsB & flag.min)];
  const [max, min] = [Math.max(maxA, maxB), Math.min(minA, minB)];
  const flags = flag.buckets | wholeFlags(count, sum, max, min);
  writer.byte(flags);
  packNumber(writer, flags & flag.count, count);
  packNumber(writer, flags & flag.sum, sum);
  packNumber(writer, flags & flag.max, max);
  packNumber(writer, flags & flag.min, min);
  return true;
}

/** Stands at one used bucket of a packed histogram. */
interface BucketCursor {
  index: number;
  count: number;
}

const behind = Number.POSITIVE_INFINITY;

function mergeBuckets(writer: ByteWriter, a: ByteReader, b: ByteReader): boolean {
  const endA = a.uint16() + a.at;
  const endB = b.uint16() + b.at;
  const scale = a.byte();
  if (b.byte() !== scale) return false;

  const setLength = writer.length16();
  writer.byte(scale);
  writer.varint(a.varint() + b.varint());
  const left = { index: a.signed() - 1, count: 0 };
  const right = { index: b.signed() - 1, count: 0 };
  advance(left, a, endA);
  advance(right, b, endB);
  const first = Math.min(left.index, right.index);
  if (first === behind) writer.signed(0);
  else writer.signed(first);

  let next = first;
  while (left.index < behind || right.index < behind) {
    const index = Math.min(left.index, right.index);
    let count = 0;
    if (left.index === index) {
      count += left.count;
      advance(left, a, endA);
    }
    if (right.index === index) {
      count += right.count;
      advance(right, b, endB);
    }
    writer.varint(index - next);
    writer.varint(count);
    next = index + 1;
  }
  setLength();
  return first === behind || next - first <= bucketLimit;
}

function advance(cursor: BucketCursor, reader: ByteReader, end: number): void {
  if (reader.at >= end) {
    cursor.index = behind;
    return;
  }
  cursor.index += 1 + reader.varint();
  cursor.count = reader.varint();
}
