import { ByteWriter } from '../../../common/byte-writer';
import type { DropReason, Drops } from '../../../common/drops';
import { inSlices } from '../../../common/in-slices';
import { contentFrom, docsOf, mergeContents } from './content';
import type { DataDoc, WindowDoc } from './documents';
import { unlessStored } from './failures';
import { type Keep, type Level, middleOf, slotOf } from './levels';
import type { Collections } from './schema';
import { insertInParts } from './writer';

export interface ClaimParts {
  readonly source: Level;
  readonly target: Level;
  readonly collections: Collections;
  readonly keep: Keep;
  readonly wallNow: () => number;
}

/**
 * Makes the window of a claim of all windows that carry it, and takes their
 * mark. Its documents carry the number of windows in their ids: who had seen
 * more of them wins, and never a mix of both.
 */
export async function mergeClaim(claim: string, parts: ClaimParts): Promise<void> {
  const { source, target, collections, keep, wallNow } = parts;
  const { windows, data } = collections;
  const sources = await windows.find({ g: claim }, { sort: { m: 1 } }).toArray();
  const [first] = sources;
  if (!first) return; // all have expired
  const contents = await inSlices(contentsOf(sources, await dataOf(sources, data[source.name])));
  const [from, to] = [
    Math.min(...sources.map(({ f }) => f)),
    Math.max(...sources.map(({ t }) => t)),
  ];
  const head = {
    w: `${claim}|${sources.length}`,
    r: first.r,
    m: middleOf(target, slotOf(target, first.m), from, to),
    x: new Date(Math.max(to, wallNow()) + keep[target.name]),
  };
  const merged = await inSlices(mergeContents(contents));
  await insertInParts(data[target.name], await inSlices(docsOf(merged, head, new ByteWriter())));
  const window: Omit<WindowDoc, '_id'> = {
    l: target.name,
    f: from,
    t: to,
    ...head,
    drops: addDrops(sources.map(({ drops }) => drops)),
    src: sources.map(({ _id }) => _id),
    n: sources.length,
    ...(target.name === '1h' ? {} : { u: 1 as const }),
  };
  await unlessStored(put(windows, claim, window));
  const ids = sources.map(({ _id }) => _id);
  await windows.updateMany({ _id: { $in: ids } }, { $unset: { u: 1 } });
}

/** Unless it is there with as many windows already: it may be part of a coarser one by now. */
function put(windows: Collections['windows'], claim: string, window: Omit<WindowDoc, '_id'>) {
  const fewer = { _id: claim, n: { $lt: window.n } };
  return windows.updateOne(fewer, { $set: window }, { upsert: true });
}

async function dataOf(
  sources: readonly WindowDoc[],
  data: Collections['data']['fine'],
): Promise<ReadonlyMap<string, DataDoc[]>> {
  const byWindow = new Map<string, DataDoc[]>();
  const ranges = sources.map(({ w }) => ({ _id: { $gte: `${w}|`, $lt: `${w}}` } }));
  for await (const doc of data.find({ $or: ranges }, { batchSize: 50 })) {
    const docs = byWindow.get(doc.w);
    if (docs) docs.push(doc);
    else byWindow.set(doc.w, [doc]);
  }
  return byWindow;
}

function* contentsOf(sources: readonly WindowDoc[], docs: ReadonlyMap<string, DataDoc[]>) {
  const contents = [];
  for (const { w } of sources) contents.push(yield* contentFrom(docs.get(w) ?? []));
  return contents;
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
