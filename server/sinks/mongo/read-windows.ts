import type { ReadWindow } from '../../../common/read-answer';
import type { Filters, ResourceField } from '../../../common/read-checks';
import type { Resource } from '../../../common/resource';
import type { DataDoc, ResourceDoc, WindowDoc } from './documents';
import type { Level } from './levels';
import type { Collections } from './schema';

/** What is looked for; times of windows' middles, `to` exclusive. */
export interface WindowsQuery {
  readonly from: number;
  readonly to: number;
  readonly resource: Filters<ResourceField>;
  /** The one to read first; the finer ones behind it have what is not rolled up yet. */
  readonly levels: readonly Level[];
}

export interface FoundWindow extends ReadWindow {
  readonly w: string;
}

export interface FoundWindows {
  /** Oldest first. */
  readonly windows: readonly FoundWindow[];
  /** The documents of these windows that have one of the kinds, by `w`. */
  dataOf(kinds: readonly string[], projection: object): Promise<ReadonlyMap<string, DataDoc[]>>;
}

type Found = Pick<WindowDoc, '_id' | 'r' | 'f' | 't' | 'm' | 'w' | 'src'>;

/** Where the windows of a level begin that are needed. */
interface LevelPart {
  readonly level: Level;
  readonly from: number;
  readonly found: readonly Found[];
}

/**
 * The windows of a range: those of the first level, and what finer ones have
 * that is in none of a coarser level yet. The finer are read first: what is
 * rolled up in between is seen twice, not missed, and the coarser window tells
 * what it was made of.
 */
export async function findWindows(
  collections: Collections,
  query: WindowsQuery,
): Promise<FoundWindows> {
  const senders = await findSenders(collections, query);
  const ofSenders = query.resource.length > 0 ? { r: { $in: [...senders.keys()] } } : {};
  const parts = await findParts(collections, query, ofSenders);
  const covered = new Set(parts.flatMap(({ found }) => found.flatMap(({ src = [] }) => src)));
  const windows: FoundWindow[] = [];
  for (const { found } of parts) {
    for (const { _id, r, f, t, m, w } of found) {
      const resource = senders.get(r);
      if (resource && !covered.has(_id)) windows.push({ resource, from: f, to: t, at: m, w });
    }
  }
  windows.sort((a, b) => a.at - b.at);

  return {
    windows,
    async dataOf(kinds, projection) {
      const byWindow = new Map<string, DataDoc[]>();
      const wanted = { projection: { _id: 0, w: 1, ...projection }, batchSize };
      await Promise.all(
        parts.map(async ({ level, from, found }) => {
          if (found.length === 0) return;
          const filter = { k: { $in: kinds }, m: { $gte: from, $lt: query.to }, ...ofSenders };
          const docs = collections.data[level.name].find(filter, wanted);
          for await (const doc of docs) listIn(byWindow, doc.w).push(doc);
        }),
      );
      return byWindow;
    },
  };
}

/** The senders of a range by id, those that match. */
export async function findSenders(
  { resources }: Collections,
  { from, to, resource }: Pick<WindowsQuery, 'from' | 'to' | 'resource'>,
): Promise<Map<string, Resource>> {
  const filter = { lastAt: { $gte: from }, firstAt: { $lt: to }, ...Object.fromEntries(resource) };
  const found = await resources.find(filter).toArray();
  return new Map(found.map((doc) => [doc._id, resourceFrom(doc)]));
}

export function resourceFrom(doc: ResourceDoc): Resource {
  const { _id, firstAt: _firstAt, lastAt: _lastAt, x: _x, ...resource } = doc;
  return resource;
}

const fields = { r: 1, f: 1, t: 1, m: 1, w: 1 };

/** As many as are decoded in one go without the app feeling it: some milliseconds. */
const batchSize = 1_000;

async function findParts(
  { windows }: Collections,
  { from, to, levels }: WindowsQuery,
  ofSenders: object,
): Promise<LevelPart[]> {
  const [first, ...finer] = levels;
  if (!first) throw new TypeError('a query without levels');
  const parts: LevelPart[] = [];
  let earliest = to;
  for (const level of finer.reverse()) {
    const filter = { u: 1, l: level.name, m: { $gte: from, $lt: to }, ...ofSenders };
    const found = await windows
      .find<Found>(filter, { projection: { ...fields, src: 1 } })
      .toArray();
    const firstAt = found.reduce((least, { m }) => Math.min(least, m), to);
    parts.push({ level, from: firstAt, found });
    earliest = Math.min(earliest, firstAt);
  }
  // Only windows near those know what they were made of that could be among them.
  const recent = Math.max(from, Math.min(to, earliest - 2 * first.widthMs));
  const read = (m: object, projection: object) =>
    windows.find<Found>({ l: first.name, m, ...ofSenders }, { projection, batchSize }).toArray();
  const both = await Promise.all([
    recent > from ? read({ $gte: from, $lt: recent }, fields) : [],
    recent < to ? read({ $gte: recent, $lt: to }, { ...fields, src: 1 }) : [],
  ]);
  return [...parts, { level: first, from, found: both.flat() }];
}

function listIn<Value>(lists: Map<string, Value[]>, key: string): Value[] {
  let list = lists.get(key);
  if (!list) {
    list = [];
    lists.set(key, list);
  }
  return list;
}
