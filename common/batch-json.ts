import type { Batch } from './batch';

/** The lists of a batch, in the order in which they are written. */
const lists = ['series', 'observers', 'coverage', 'traces', 'errors', 'logs', 'events'] as const;

type ListName = (typeof lists)[number];

/** A piece ends with the entry that fills it: a fraction of a millisecond. A trace alone may be larger. */
const perPiece = 32;
const pieceLength = 16 * 1024;

/**
 * A batch as JSON, the format of `docs/batch-format.md`, in pieces that are
 * made in a fraction of a millisecond each, so that the event loop can have
 * its turn between them. Joined by nothing they are one line; joined by line
 * breaks they are the same JSON, which {@link batchFromPieces} reads in pieces
 * again. A series whose value is no finite number is left out: JSON has none.
 */
export function* batchPieces(batch: Batch): Generator<string, void> {
  const { v, id, sequences, resource, from, to, drops } = batch;
  const envelope = JSON.stringify({ v, id, sequences, resource, from, to, drops });
  yield envelope.slice(0, -1);
  for (const name of lists) {
    const entries = batch[name];
    if (entries) yield* listPieces(name, entries);
  }
  yield '}';
}

/** A batch as one line of JSON, at once. */
export function batchToJson(batch: Batch): string {
  return [...batchPieces(batch)].join('');
}

/**
 * The batch that a text holds, equal to the one that was written.
 *
 * @throws {Error} when it is cut off, no batch, or of a version that this Radiant does not know.
 */
export function batchFromJson(text: string): Batch {
  return asBatch(JSON.parse(text));
}

/**
 * The same from the lines of a text whose pieces were joined by line breaks;
 * can pause at each yield.
 */
export function* batchFromPieces(lines: Iterable<string>): Generator<void, Batch> {
  const whole: Record<string, unknown> = {};
  let list: unknown[] = [];
  let ended = false;
  for (const line of lines) {
    if (ended) throw new Error('there is more behind the end of the batch');
    const begun = /^,"(\w+)":\[/.exec(line);
    if (line === '}') ended = true;
    else if (begun?.[1]) {
      list = [];
      whole[begun[1]] = list;
      push(list, line.slice(begun[0].length));
    } else if (line.startsWith('{')) Object.assign(whole, JSON.parse(`${line}}`));
    else push(list, line.slice(1));
    yield;
  }
  if (!ended) throw new Error('the batch is cut off');
  return asBatch(whole);
}

function* listPieces(name: ListName, entries: readonly unknown[]): Generator<string, void> {
  let piece = `,"${name}":[`;
  let separator = '';
  let count = 0;
  for (const entry of entries) {
    const json = entryJson(entry);
    if (json === undefined) continue;
    piece += separator + json;
    separator = ',';
    count++;
    if (count % perPiece !== 0 && piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]`;
}

function entryJson(entry: unknown): string | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  if ('metric' in entry && 'value' in entry && !isCounted(entry.value)) return undefined;
  try {
    return JSON.stringify(entry);
  } catch {
    // Only what an app opted to record can hold what is not JSON: a cycle, a bigint.
    const { args: _args, ...rest } = entry as { readonly args?: unknown };
    return JSON.stringify(rest);
  }
}

function isCounted(value: unknown): boolean {
  return typeof value === 'object' || Number.isFinite(value);
}

/** Adds the entries of one piece without its opening; only the last one of a list is closed. */
function push(list: unknown[], piece: string): void {
  const entries: unknown[] = JSON.parse(piece.endsWith(']') ? `[${piece}` : `[${piece}]`);
  for (const entry of entries) list.push(entry);
}

function asBatch(value: unknown): Batch {
  const batch = (typeof value === 'object' && value !== null ? value : {}) as Partial<Batch>;
  if (batch.v !== 1) {
    throw new Error(`a batch of version ${JSON.stringify(batch.v)}; this Radiant knows 1`);
  }
  const { id, sequences, from, to, resource, series, drops } = batch;
  const isWhole =
    typeof id === 'string' &&
    typeof resource === 'object' &&
    typeof drops === 'object' &&
    Array.isArray(series) &&
    [...(sequences ?? []), from, to].filter(Number.isFinite).length === 4;
  if (!isWhole) throw new Error('this is no whole batch');
  return batch as Batch;
}
