import type { Sliced } from '../../../common/in-slices';
import type { Resource } from '../../../common/resource';
import type { Journal, JournalBlock, JournalRecord } from './journal';

/** A record that was found, unpacked. */
export interface Found<Item> {
  readonly item: Item;
  readonly resource: Resource;
  /** Of two of one sender, the later one's is higher. */
  readonly number: number;
  /** What the order goes by first. */
  readonly rank: number;
}

export interface JournalSearch<Item> {
  /** Epoch milliseconds; `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  /** What the order goes by first, the highest coming first. */
  readonly by: 'at' | 'durationMs';
  /** Strings, as JSON, that accepted records have in them: what lacks one is not unpacked. */
  readonly values: readonly string[];
  readonly accepts: (item: Item, resource: Resource) => boolean;
  /** Less than 0 where `a` comes before `b`. */
  readonly compare: (a: Found<Item>, b: Found<Item>) => number;
}

/** The first `limit` records in the order asked for, and whether there are others. */
export function* searchJournal<Item>(
  { blocks }: Journal,
  search: JournalSearch<Item>,
): Sliced<{ readonly found: readonly Found<Item>[]; readonly more: boolean }> {
  const { limit, by } = search;
  /** One more than asked for, which tells that there are others. */
  const best: Found<Item>[] = [];
  let worst = Number.NEGATIVE_INFINITY;

  function keep(found: Found<Item>): void {
    insert(best, found, search);
    if (best.length > limit + 1) best.pop();
    worst = best[limit]?.rank ?? worst;
  }

  for (const block of inOrder(blocks, search)) {
    if (highest(block, by) < worst) break;
    for (const [index, record] of block.records.entries()) {
      yield;
      const rank = record[by];
      if (rank < worst) continue;
      const item = unpackMatch(record, block, search);
      if (item) keep({ item, resource: block.resource, number: block.first + index, rank });
    }
  }
  return { found: best.slice(0, limit), more: best.length > limit };
}

/** The blocks of the range, those first that may have the first records. */
function inOrder<Item>(blocks: readonly JournalBlock[], search: JournalSearch<Item>) {
  const { from, to, by } = search;
  return blocks
    .filter(({ firstAt, lastAt }) => lastAt >= from && firstAt < to)
    .sort((a, b) => highest(b, by) - highest(a, by));
}

function highest(block: JournalBlock, by: 'at' | 'durationMs'): number {
  return by === 'at' ? block.lastAt : block.longestMs;
}

/** The record, when it is among those asked for. */
function unpackMatch<Item>(
  { at, text }: JournalRecord,
  { resource }: JournalBlock,
  { from, to, values, accepts }: JournalSearch<Item>,
): Item | undefined {
  if (at < from || at >= to || !values.every((value) => text.includes(value))) return undefined;
  const item: Item = JSON.parse(text);
  return accepts(item, resource) ? item : undefined;
}

function insert<Item>(
  sorted: Found<Item>[],
  found: Found<Item>,
  { compare }: JournalSearch<Item>,
): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = sorted[middle];
    if (other && compare(other, found) <= 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, found);
}
