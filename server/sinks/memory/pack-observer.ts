import type { Grid } from '../../../common/metrics';
import type { CoverageEntry, ObserverEntry } from '../../../common/observer-entry';
import type { ByteReader } from './byte-reader';
import type { ByteWriter } from './byte-writer';
import type { KnownObserver, KnownStream } from './observer-ids';
import { packTally, unpackTally } from './pack-tally';

const numbers = [
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

const histograms = ['initialQuery', 'lifetime', 'poll'] as const;

const grids: readonly Grid[] = ['duration', 'lifetime', 'size'];

/** How a number is written: two bits of the head each. */
const code = { zero: 0, whole: 1, double: 2, absent: 3 } as const;

/** An entry without what its id says: some 15 bytes when little happened, 100 to 300 with histograms. */
export function packObserver(writer: ByteWriter, entry: ObserverEntry): void {
  const codes = numbers.map((field) => codeOf(entry[field]));
  const hasHistogram = histograms.map((field) => (entry[field] ? 1 : 0));
  writer.varint([...codes, ...hasHistogram].reduceRight((head, one) => head * 4 + one, 0));
  for (const [at, field] of numbers.entries()) writeNumber(writer, codes[at], entry[field]);
  for (const field of histograms) {
    const histogram = entry[field];
    if (!histogram) continue;
    writer.byte(grids.indexOf(histogram.grid));
    packTally(writer, { ...histogram, histogram });
  }
}

export function unpackObserver(reader: ByteReader, of: KnownObserver['of']): ObserverEntry {
  let head = reader.varint();
  const nextCode = () => {
    const next = head % 4;
    head = Math.floor(head / 4);
    return next;
  };
  const codes = numbers.map(nextCode);
  const hasHistogram = histograms.map(nextCode);
  const entry: Record<string, unknown> = { ...of };
  numbers.forEach((field, at) => {
    if (codes[at] !== code.absent) entry[field] = readNumber(reader, codes[at]);
  });
  histograms.forEach((field, at) => {
    if (!hasHistogram[at]) return;
    const grid = grids[reader.byte()] ?? 'size';
    entry[field] = unpackTally(reader, grid).histogram;
  });
  return entry as unknown as ObserverEntry;
}

export function packCoverage(writer: ByteWriter, entry: CoverageEntry): void {
  for (const value of [entry.mutations, entry.expected, entry.evaluations]) {
    const how = codeOf(value);
    writer.byte(how);
    writeNumber(writer, how, value);
  }
}

export function unpackCoverage(reader: ByteReader, of: KnownStream['of']): CoverageEntry {
  const next = () => readNumber(reader, reader.byte());
  return { ...of, mutations: next(), expected: next(), evaluations: next() };
}

function codeOf(value: number | undefined): number {
  if (value === undefined) return code.absent;
  if (value === 0) return code.zero;
  return Number.isSafeInteger(value) && value > 0 ? code.whole : code.double;
}

function writeNumber(writer: ByteWriter, how: number | undefined, value: number | undefined): void {
  if (how === code.whole) writer.varint(value ?? 0);
  else if (how === code.double) writer.double(value ?? 0);
}

function readNumber(reader: ByteReader, how: number | undefined): number {
  if (how === code.whole) return reader.varint();
  return how === code.double ? reader.double() : 0;
}
