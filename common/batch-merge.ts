import type { Batch, Series } from './batch';
import type { DropReason, Drops } from './drops';
import { mergeStates } from './histogram';
import type { ObserverEntry } from './observer-entry';
import { createEntryMerge, ended, mergeCoverage } from './observer-merge';
import { mergeRecords } from './record-merge';

export interface BatchMerge {
  readonly batch: Batch;
  /** Traces, groups of errors and lines that found no room. */
  readonly lost: number;
}

export interface BatchMergeOptions {
  /** Memory for traces, errors and lines of the merged batch. */
  readonly recordBytes: number;
}

/**
 * One batch that says what several batches of one process say, which follow
 * each other without a gap, oldest first; nothing but the resolution in time
 * is lost. Counters and drops add up, histograms merge exactly, a gauge is
 * what it last was; observers as in `mergeWindows`. Traces, errors and lines
 * keep the most valuable within `recordBytes`; analytics events stay, all of
 * them, in the order in which they came.
 *
 * Its id comes from the windows it covers: the same whenever these are merged.
 * Can pause at each yield, every few microseconds.
 *
 * @throws {TypeError} when there is none.
 */
export function* mergeBatches(
  batches: readonly Batch[],
  { recordBytes }: BatchMergeOptions,
): Generator<void, BatchMerge> {
  const [first] = batches;
  const last = batches[batches.length - 1];
  if (!first || !last) throw new TypeError('no batches to merge');
  const sequences = [first.sequences[0], last.sequences[1]] as const;
  const id = `${last.resource.instance}-${sequences[0]}-${sequences[1]}`;
  const series = yield* mergeSeries(batches);
  const observers = yield* mergeObservers(batches);
  const coverage = mergeCoverage(batches.flatMap((batch) => batch.coverage ?? []));
  yield;
  const { records, lost } = mergeRecords(batches, { limitBytes: recordBytes, salt: id });
  const batch: Batch = {
    v: 1,
    id,
    sequences,
    resource: last.resource,
    from: first.from,
    to: last.to,
    series,
    ...(observers.length > 0 ? { observers } : {}),
    ...(coverage.length > 0 ? { coverage } : {}),
    ...records,
    drops: addDrops(batches.map(({ drops }) => drops)),
  };
  return { batch, lost };
}

/** Whether `next` is what the same process recorded right after `batch`. */
export function follows(batch: Batch, next: Batch): boolean {
  return (
    batch.resource.instance === next.resource.instance &&
    batch.sequences[1] + 1 === next.sequences[0]
  );
}

/** How many windows a batch covers. */
export function windowsOf({ sequences: [first, last] }: Batch): number {
  return last - first + 1;
}

function* mergeSeries(batches: readonly Batch[]): Generator<void, Series[]> {
  const merged = new Map<string, Series>();
  for (const batch of batches) {
    for (const one of batch.series) {
      const key = seriesKey(one);
      const known = merged.get(key);
      merged.set(key, known ? addSeries(known, one) : one);
      yield;
    }
  }
  return [...merged.values()];
}

function seriesKey({ metric, dims }: Series): string {
  let key: string = metric;
  for (const name in dims) key += `\0${name}\0${dims[name]}`;
  return key;
}

function addSeries(sum: Series, next: Series): Series {
  if (sum.kind === 'histogram' && next.kind === 'histogram') {
    return { ...sum, value: mergeStates(sum.value, next.value) };
  }
  if (sum.kind === 'counter' && next.kind === 'counter') {
    return { ...sum, value: sum.value + next.value };
  }
  return next;
}

function* mergeObservers(batches: readonly Batch[]): Generator<void, ObserverEntry[]> {
  const merge = createEntryMerge();
  const last = batches.length - 1;
  for (const [at, { observers = [] }] of batches.entries()) {
    for (const entry of observers) {
      merge.add(at === last ? entry : ended(entry));
      yield;
    }
  }
  return merge.take();
}

function addDrops(all: readonly Drops[]): Drops {
  const sum: Partial<Record<DropReason, number>> = {};
  for (const drops of all) {
    for (const [reason, count] of Object.entries(drops)) {
      sum[reason as DropReason] = (sum[reason as DropReason] ?? 0) + count;
    }
  }
  return sum;
}
