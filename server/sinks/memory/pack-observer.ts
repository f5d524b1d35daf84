import type { ByteReader } from '../../../common/byte-reader';
import type { ByteWriter } from '../../../common/byte-writer';
import {
  type ObserverEntry,
  observerCounters,
  observerGauges,
} from '../../../common/observer-entry';
import { packTally, skipTally, unpackTally } from '../../../common/pack-tally';
import type { KnownObserver } from './observer-ids';

/** The numbers of an entry as they are packed; gauges first. */
const fields = [
  ...observerGauges,
  'oldestMs',
  ...observerCounters,
  'evaluations',
  'useful',
] as const satisfies ReadonlyArray<keyof ObserverEntry>;

type Field = (typeof fields)[number];

export const gaugeCount = observerGauges.length + 1;

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

/** `coarse` leaves out the histograms. */
export function unpackObserver(
  reader: ByteReader,
  of: KnownObserver['of'],
  { coarse = false } = {},
): ObserverEntry {
  readRow(reader, row);
  const entry = entryOf(row, of);
  if (coarse) skipHistograms(reader, row);
  else addHistograms(entry, reader);
  return entry;
}

export type MutableEntry = { -readonly [Key in keyof ObserverEntry]: ObserverEntry[Key] };

/**
 * An entry without histograms. Field by field, because objects that grow in a loop are slow ever
 * after.
 */
export function entryOf(
  { values }: Pick<ObserverRow, 'values'>,
  of: KnownObserver['of'],
): MutableEntry {
  const { owner, collection, shape, driver, driverReason } = of;
  const numberOf = (field: Field) => values[indexOf[field]] ?? 0;
  const entry: MutableEntry = {
    owner,
    collection,
    shape,
    driver,
    handles: numberOf('handles'),
    multiplexers: numberOf('multiplexers'),
    duplicates: numberOf('duplicates'),
    orphans: numberOf('orphans'),
    oldestMs: numberOf('oldestMs'),
    created: numberOf('created'),
    reused: numberOf('reused'),
    stopped: numberOf('stopped'),
    cpuMs: numberOf('cpuMs'),
    fanout: numberOf('fanout'),
    added: numberOf('added'),
    changed: numberOf('changed'),
    removed: numberOf('removed'),
    initialDocs: numberOf('initialDocs'),
    polls: numberOf('polls'),
    polledDocs: numberOf('polledDocs'),
    fetches: numberOf('fetches'),
  };
  if (driverReason !== undefined) entry.driverReason = driverReason;
  for (const field of ['evaluations', 'useful'] as const) {
    const value = numberOf(field);
    if (!Number.isNaN(value)) entry[field] = value;
  }
  return entry;
}

const indexOf = Object.fromEntries(fields.map((field, at) => [field, at])) as Record<Field, number>;

function addHistograms(entry: MutableEntry, reader: ByteReader): void {
  for (const [at, [field, grid]] of packedHistograms.entries()) {
    if (!(row.histograms & (1 << at))) continue;
    const { histogram } = unpackTally(reader, grid);
    if (histogram) entry[field] = histogram;
  }
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
  const { values } = into;
  const head = reader.varint();
  let codes = head >>> 0; // of the first sixteen; shifting is several times as fast as dividing
  for (let at = 0; at < 16; at++) {
    values[at] = readNumber(reader, codes & 3);
    codes >>>= 2;
  }
  codes = Math.floor(head / 2 ** 32);
  for (let at = 16; at < fields.length; at++) {
    values[at] = readNumber(reader, codes & 3);
    codes >>>= 2;
  }
  into.histograms = codes;
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
