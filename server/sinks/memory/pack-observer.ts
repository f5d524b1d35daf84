import type { ObserverEntry } from '../../../common/observer-entry';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { KnownObserver } from './observer-ids';
import { packTally, skipTally, unpackTally } from './pack-tally';

/** The numbers of an entry as they are packed; gauges first. */
const fields = [
  'handles',
  'multiplexers',
  'duplicates',
  'orphans',
  'oldestMs',
  'created',
  'reused',
  'stopped',
  'evaluations',
  'useful',
  'cpuMs',
  'fanout',
  'added',
  'changed',
  'removed',
  'initialDocs',
  'polls',
  'polledDocs',
  'fetches',
] as const satisfies ReadonlyArray<keyof ObserverEntry>;

export const gaugeCount = 5;

/** The histograms of an entry as they are packed, each with its grid. */
export const packedHistograms = [
  ['initialQuery', 'duration'],
  ['lifetime', 'lifetime'],
  ['poll', 'duration'],
] as const;

/** One entry between two packings. */
export interface ObserverRow {
  /** As `fields` has them; NaN for what is unknown. */
  readonly values: Float64Array;
  /** Bits of `packedHistograms`. */
  histograms: number;
}

export function createObserverRow(): ObserverRow {
  return { values: new Float64Array(fields.length), histograms: 0 };
}

export function loadOf({ values }: ObserverRow): { readonly cpuMs: number; handles: number } {
  return { cpuMs: values[fields.indexOf('cpuMs')] ?? 0, handles: values[0] ?? 0 };
}

const row = createObserverRow();

/** An entry without what its id says: some 15 bytes when little happened, 100 to 300 with histograms. */
export function packObserver(writer: ByteWriter, entry: ObserverEntry): void {
  for (const [at, field] of fields.entries()) row.values[at] = entry[field] ?? Number.NaN;
  row.histograms = 0;
  for (const [at, [field]] of packedHistograms.entries()) {
    if (entry[field]) row.histograms |= 1 << at;
  }
  writeRow(writer, row);
  for (const [field] of packedHistograms) {
    const histogram = entry[field];
    if (histogram) packTally(writer, { ...histogram, histogram });
  }
}

export function unpackObserver(reader: ByteReader, of: KnownObserver['of']): ObserverEntry {
  readRow(reader, row);
  const entry: Record<string, unknown> = { ...of };
  for (const [at, field] of fields.entries()) {
    const value = row.values[at] ?? 0;
    if (!Number.isNaN(value)) entry[field] = value;
  }
  for (const [at, [field, grid]] of packedHistograms.entries()) {
    if (row.histograms & (1 << at)) entry[field] = unpackTally(reader, grid).histogram;
  }
  return entry as unknown as ObserverEntry;
}

/** How a number is written: two bits of the head each. */
const code = { zero: 0, whole: 1, double: 2, unknown: 3 } as const;

/** Writes all of an entry but its histograms, which come next. */
export function writeRow(writer: ByteWriter, { values, histograms }: ObserverRow): void {
  let head = histograms;
  for (let at = fields.length - 1; at >= 0; at--) head = head * 4 + codeOf(values[at] ?? 0);
  writer.varint(head);
  for (const value of values) writeNumber(writer, codeOf(value), value);
}

/** Reads all of an entry but its histograms, before which the reader then stands. */
export function readRow(reader: ByteReader, into: ObserverRow): void {
  let head = reader.varint();
  for (let at = 0; at < fields.length; at++) {
    into.values[at] = readNumber(reader, head % 4);
    head = Math.floor(head / 4);
  }
  into.histograms = head;
}

/** Moves behind the histograms of an entry that was read. */
export function skipHistograms(reader: ByteReader, { histograms }: ObserverRow): void {
  for (let rest = histograms; rest > 0; rest >>= 1) if (rest & 1) skipTally(reader);
}

function codeOf(value: number): number {
  if (value === 0) return code.zero;
  if (Number.isNaN(value)) return code.unknown;
  return value > 0 && Number.isSafeInteger(value) ? code.whole : code.double;
}

function writeNumber(writer: ByteWriter, how: number, value: number): void {
  if (how === code.whole) writer.varint(value);
  else if (how === code.double) writer.double(value);
}

function readNumber(reader: ByteReader, how: number): number {
  if (how === code.whole) return reader.varint();
  if (how === code.double) return reader.double();
  return how === code.unknown ? Number.NaN : 0;
}
