import type { Sliced } from '../../../common/in-slices';
import type { Resource } from '../../../common/resource';
import { type PackedText, packText } from './packed-text';

/** One trace, line or event, packed. */
export interface JournalRecord extends PackedText {
  /** Epoch milliseconds. */
  readonly at: number;
  /** 0 for what takes no time. */
  readonly durationMs: number;
}

/** What came with one batch, as it was recorded. Never changed: whoever reads may go on while some are forgotten. */
export interface JournalBlock {
  readonly resource: Resource;
  readonly records: readonly JournalRecord[];
  /** Number of the first record; all that a journal ever took are numbered. */
  readonly first: number;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly longestMs: number;
}

/** Records one by one, the oldest of which go first. */
export interface Journal {
  add(resource: Resource, records: readonly JournalRecord[]): void;
  /** Forgets the oldest until it fits. */
  shrink(limitBytes: number): void;
  /** Forgets these, which takes nothing from how far back it is complete. */
  remove(records: ReadonlySet<JournalRecord>): void;
  /** Forgets what came before `at`. */
  forgetBefore(at: number): void;
  readonly blocks: readonly JournalBlock[];
  /** Nothing later than this was forgotten. */
  readonly forgottenUpTo: number;
  readonly sizeBytes: number;
}

/** Room is made for some more batches at once. */
const targetShare = 0.9;
const recordBytes = 130;
const blockBytes = 300;

export function* packRecords<Item>(
  items: readonly Item[],
  timesOf: (item: Item) => Pick<JournalRecord, 'at' | 'durationMs'>,
): Sliced<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for (const item of items) {
    const { at, durationMs } = timesOf(item);
    records.push({ at, durationMs, ...packText(item) });
    yield;
  }
  return records;
}

/** What a journal grows by when it takes these. */
export function recordsBytes(records: readonly JournalRecord[]): number {
  if (records.length === 0) return 0;
  return records.reduce((sum, { textBytes }) => sum + recordBytes + textBytes, blockBytes);
}

export function createJournal(): Journal {
  let blocks: readonly JournalBlock[] = [];
  let taken = 0;
  let sizeBytes = 0;
  let forgottenUpTo = Number.NEGATIVE_INFINITY;

  function put(next: readonly JournalBlock[], forgotten: readonly JournalRecord[]): void {
    blocks = next;
    for (const { at } of forgotten) forgottenUpTo = Math.max(forgottenUpTo, at);
    sizeBytes = next.reduce((sum, { records }) => sum + recordsBytes(records), 0);
  }

  return {
    add(resource, records) {
      if (records.length === 0) return;
      blocks = [...blocks, blockOf(resource, records, taken)];
      taken += records.length;
      sizeBytes += recordsBytes(records);
    },
    shrink(limitBytes) {
      if (sizeBytes <= limitBytes) return;
      const { kept, forgotten } = withoutOldest(blocks, sizeBytes - limitBytes * targetShare);
      put(kept, forgotten);
    },
    remove(gone) {
      const kept = blocks.flatMap(({ resource, records, first }) => {
        const left = records.filter((record) => !gone.has(record));
        return left.length > 0 ? [blockOf(resource, left, first)] : [];
      });
      put(kept, []);
    },
    forgetBefore(before) {
      if (!blocks.some(({ lastAt }) => lastAt < before)) return;
      const [kept, old] = [[] as JournalBlock[], [] as JournalBlock[]];
      for (const block of blocks) (block.lastAt < before ? old : kept).push(block);
      put(
        kept,
        old.flatMap(({ records }) => records),
      );
    },
    get blocks() {
      return blocks;
    },
    get forgottenUpTo() {
      return forgottenUpTo;
    },
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

function blockOf(
  resource: Resource,
  records: readonly JournalRecord[],
  first: number,
): JournalBlock {
  let [firstAt, lastAt, longestMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const { at, durationMs } of records) {
    firstAt = Math.min(firstAt, at);
    lastAt = Math.max(lastAt, at);
    longestMs = Math.max(longestMs, durationMs);
  }
  return { resource, records, first, firstAt, lastAt, longestMs };
}

function withoutOldest(blocks: readonly JournalBlock[], excessBytes: number) {
  const kept: JournalBlock[] = [];
  const forgotten: JournalRecord[] = [];
  let excess = excessBytes;
  for (const block of blocks) {
    const { resource, records, first } = block;
    let gone = 0;
    for (; gone < records.length && excess > 0; gone++) {
      excess -= recordBytes + (records[gone]?.textBytes ?? 0);
    }
    forgotten.push(...records.slice(0, gone));
    if (gone === 0) kept.push(block);
    else if (gone < records.length) kept.push(blockOf(resource, records.slice(gone), first + gone));
    else excess -= blockBytes;
  }
  return { kept, forgotten };
}
