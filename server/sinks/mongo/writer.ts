import { createHash } from 'node:crypto';
import type { Batch } from '../../../common/batch';
import { ByteWriter } from '../../../common/byte-writer';
import { inSlices } from '../../../common/in-slices';
import type { Resource } from '../../../common/resource';
import { PartlyTakenError } from '../../../common/sink';
import { contentOf, docsOf } from './content';
import type { DataDoc, WindowDoc } from './documents';
import { eventDocs } from './event-docs';
import { unlessStored } from './failures';
import type { Keep } from './levels';
import { logDocs, traceDocs } from './records';
import type { Collections } from './schema';
import { createSeriesIds, type SeriesIds } from './series-ids';

/** How long what is not in windows is kept, in milliseconds. */
export interface Keeping {
  readonly levels: Keep;
  readonly traces: number;
  readonly errors: number;
  readonly logs: number;
  readonly events: number;
}

export interface BatchWriter {
  /** Stores a batch; the same batch again changes nothing. */
  write(batch: Batch, to: Collections): Promise<void>;
}

const day = 24 * 60 * 60_000;

/**
 * Stores batches: first, at once, all that belongs to a window, then the
 * document that makes it count. Every document has an id of its batch, so what
 * a failure left half done is completed by the next delivery.
 */
export function createBatchWriter(keep: Keeping, now: () => number): BatchWriter {
  const ids = createSeriesIds(longest(keep) + 2 * day);
  const packing = new ByteWriter();
  let since = Number.POSITIVE_INFINITY;

  return {
    async write(batch, to) {
      const r = resourceId(batch.resource);
      const storedAt = Math.max(now(), batch.to);
      const head = {
        w: batch.id,
        r,
        m: (batch.from + batch.to) / 2,
        x: new Date(storedAt + keep.levels.fine),
      };
      const content = await inSlices(contentOf(batch, ids));
      const docs = await inSlices(docsOf(content, head, packing));
      const traces = await inSlices(traceDocs(batch, r, new Date(storedAt + keep.traces)));
      const logs = await inSlices(logDocs(batch, r, new Date(storedAt + keep.logs)));
      const events = await inSlices(eventDocs(batch, r, new Date(storedAt + keep.events)));
      await Promise.all([
        insertInParts(to.data.fine, docs),
        writeIds(ids, to),
        insertAll(to.traces, traces),
        insertAll(to.logs, logs),
        insertEach(to.events, events.parts),
        writeErrorGroups(batch, r, new Date(storedAt + keep.errors), to),
        writeResource(batch, r, new Date(storedAt + longest(keep) + day), to),
        batch.from < since ? writeSince(batch.from, to) : undefined,
      ]);
      since = Math.min(since, batch.from);
      await unlessStored(to.windows.insertOne(windowOf(batch, head)));
      if (events.lost > 0) throw new PartlyTakenError('events are too large', events.lost);
    },
  };
}

function windowOf({ id, from, to, drops }: Batch, head: Pick<WindowDoc, 'r' | 'm' | 'w' | 'x'>) {
  return { _id: id, l: 'fine', f: from, t: to, drops, u: 1, ...head } satisfies WindowDoc;
}

/** Equal for equal senders. An instance is one process, but nobody else sees to that. */
export function resourceId(resource: Resource): string {
  const names = Object.keys(resource).sort() as Array<keyof Resource>;
  const text = JSON.stringify(names.map((name) => [name, resource[name]]));
  return createHash('sha256').update(text).digest('base64url').slice(0, 12);
}

/** A command of the driver is encoded in one go, so it must not be too long. */
const partBytes = 512 * 1024;

export async function insertInParts(
  into: Collections['data']['fine'],
  docs: readonly DataDoc[],
): Promise<void> {
  let part: DataDoc[] = [];
  let bytes = 0;
  for (const doc of docs) {
    part.push(doc);
    bytes += roughBytes(doc);
    if (bytes < partBytes) continue;
    await insertAll(into, part);
    part = [];
    bytes = 0;
  }
  await insertAll(into, part);
}

function roughBytes({ s, observers = [], errors = [] }: DataDoc): number {
  let bytes = 500 * observers.length + 1_500 * errors.length;
  for (const id in s) {
    const cell = s[id];
    bytes += 20 + (cell instanceof Uint8Array ? cell.length : 8);
  }
  return bytes;
}

async function insertAll<Doc>(
  into: { insertMany(docs: readonly Doc[], options: { ordered: false }): Promise<unknown> },
  docs: readonly Doc[],
): Promise<void> {
  if (docs.length > 0) await unlessStored(into.insertMany(docs, { ordered: false }));
}

async function insertEach<Doc>(
  into: Parameters<typeof insertAll<Doc>>[0],
  parts: ReadonlyArray<readonly Doc[]>,
): Promise<void> {
  for (const part of parts) await insertAll(into, part);
}

async function writeIds(ids: SeriesIds, { series }: Collections): Promise<void> {
  const docs = ids.pending();
  if (docs.length === 0) return;
  const upserts = docs.map(({ _id, lastAt, x, ...rest }) =>
    upsert({ _id }, { $max: { lastAt, x }, $setOnInsert: rest }),
  );
  await unlessStored(series.bulkWrite(upserts, { ordered: false }));
  ids.stored(docs);
}

async function writeErrorGroups(
  { errors = [] }: Batch,
  r: string,
  x: Date,
  { errorGroups }: Collections,
): Promise<void> {
  if (errors.length === 0) return;
  const upserts = errors.map(({ group, firstAt }) =>
    upsert(
      { _id: `${group}|${r}` },
      { $min: { firstAt }, $max: { x }, $setOnInsert: { group, r } },
    ),
  );
  await unlessStored(errorGroups.bulkWrite(upserts, { ordered: false }));
}

async function writeResource(
  { resource, from, to }: Batch,
  r: string,
  x: Date,
  { resources }: Collections,
): Promise<void> {
  const change = {
    $min: { firstAt: from },
    $max: { lastAt: to, x },
    $setOnInsert: resource,
  };
  await unlessStored(resources.updateOne({ _id: r }, change, { upsert: true }));
}

async function writeSince(at: number, { meta }: Collections): Promise<void> {
  await unlessStored(meta.updateOne({ _id: 'since' }, { $min: { at } }, { upsert: true }));
}

const upsert = (filter: object, update: object) => ({
  updateOne: { filter, update, upsert: true },
});

function longest({ levels, ...rest }: Keeping): number {
  return Math.max(...Object.values(levels), ...Object.values(rest));
}
