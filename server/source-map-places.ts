/** A position in a file, both counted from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Where it was written: the index of the source in the map, and the position there. */
export interface Origin extends Position {
  readonly source: number;
}

/**
 * Looks `wanted` up, which stand in order, in the `mappings` of a source map
 * (ECMA-426) in one pass. It holds nothing of the map, where Node's `SourceMap`
 * holds 50 MB for one of 7 MB; and it pauses (`yield`) every millisecond or so.
 * Each gets the origin of the last segment at or before it in its line, if that
 * has one.
 */
export function* findOrigins(
  mappings: string,
  wanted: readonly Position[],
): Generator<void, ReadonlyArray<Origin | undefined>> {
  const found: Array<Origin | undefined> = [];
  const cursor: Cursor = { at: 0, fields: [0, 0, 0, 0] };
  let line = 0;
  let last: Origin | undefined;

  /** Answers what stands in this line before `column`, with the last segment. */
  function answerBefore(column: number): void {
    for (let next = wanted[found.length]; next; next = wanted[found.length]) {
      if (next.line > line || (next.line === line && next.column >= column)) return;
      found.push(next.line === line ? last : undefined);
    }
  }

  function takeSegment(count: number): void {
    answerBefore(cursor.fields[0] ?? 0);
    if (wanted[found.length]?.line === line) last = originOf(cursor, count);
  }

  function endLine(): void {
    answerBefore(Number.POSITIVE_INFINITY);
    line++;
    cursor.fields[0] = 0;
    last = undefined;
  }

  for (let segments = 1; found.length < wanted.length && cursor.at < mappings.length; segments++) {
    const count = readSegment(mappings, cursor);
    if (count > 0) takeSegment(count);
    if (mappings.charCodeAt(cursor.at++) === semicolon) endLine();
    if (segments % segmentsPerSlice === 0) yield;
  }
  answerBefore(Number.POSITIVE_INFINITY);
  while (found.length < wanted.length) found.push(undefined);
  return found;
}

const segmentsPerSlice = 10_000;

interface Cursor {
  at: number;
  /** Column, source, line and column there; the text has differences to the last. */
  readonly fields: number[];
}

/** Reads a segment into the fields; gives how many it had. */
function readSegment(mappings: string, cursor: Cursor): number {
  const { fields } = cursor;
  let count = 0;
  for (; cursor.at < mappings.length && !isEnd(mappings.charCodeAt(cursor.at)); count++) {
    const value = readValue(mappings, cursor);
    if (count < 4) fields[count] = (fields[count] ?? 0) + value;
  }
  return count;
}

/** A number in base64 digits of five bits, the lowest first; its own lowest bit is the sign. */
function readValue(mappings: string, cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; ; shift += 5) {
    const digit = digits[mappings.charCodeAt(cursor.at++)] ?? 0;
    value += (digit & 31) << shift;
    if (digit < 32 || shift >= 30) return value & 1 ? -(value >>> 1) : value >>> 1;
  }
}

function originOf({ fields }: Cursor, count: number): Origin | undefined {
  const [, source = 0, line = 0, column = 0] = fields;
  return count >= 4 ? { source, line, column } : undefined;
}

const comma = 44;
const semicolon = 59;
const isEnd = (code: number) => code === comma || code === semicolon;

const digits = new Uint8Array(128);
for (const [value, digit] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries()) {
  digits[digit.charCodeAt(0)] = value;
}
