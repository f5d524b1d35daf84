import { MongoServerError, ObjectId } from 'mongodb';
import type { Document, FindOptions, UpdateOptions, UpdateResult } from './driver';
import { createOplog, difference, type MemoryOplog, type Operation } from './memory-oplog';
import { createTable, type MemoryTable } from './memory-table';
import { isReplacement, modified, upsertDocument } from './modify';
import { cloned, withoutUndefined } from './values';

/**
 * A database server in memory: collections by namespace (`db.collection`) and
 * the oplog that every write goes to. Its functions are synchronous; the
 * clients in front of it add the time a network takes.
 */
export interface MemoryServer {
  readonly oplog: MemoryOplog;
  table(namespace: string): MemoryTable;
  find(namespace: string, selector: Document, options?: FindOptions): Document[];
  insert(namespace: string, document: Document): unknown;
  update(ns: string, selector: Document, modifier: Document, o?: UpdateOptions): UpdateResult;
  remove(namespace: string, selector: Document, limit?: number): number;
  drop(namespace: string): boolean;
  dropDatabase(database: string): void;
}

export function createMemoryServer(): MemoryServer {
  const tables = new Map<string, MemoryTable>();
  const oplog = createOplog();

  function table(namespace: string): MemoryTable {
    const existing = tables.get(namespace);
    if (existing) return existing;
    const created = createTable(namespace);
    tables.set(namespace, created);
    return created;
  }

  function insert(namespace: string, given: Document): unknown {
    const { _id = new ObjectId(), ...fields } = withoutUndefined(given);
    const document = { _id, ...fields };
    table(namespace).insert(document);
    oplog.append({ op: 'i', ns: namespace, o: cloned(document), o2: { _id } });
    return _id;
  }

  function update(
    namespace: string,
    selector: Document,
    modifier: Document,
    options: UpdateOptions = {},
  ): UpdateResult {
    const found = table(namespace).matching(selector, options.multi ? 0 : 1);
    if (found.length === 0 && options.upsert) return upsert(namespace, selector, modifier);
    const changes = found.map((document) =>
      change(namespace, document, modified(document, modifier, selector, options.arrayFilters), {
        replaced: isReplacement(modifier),
      }),
    );
    return updateResult(found.length, changes.filter(Boolean).length);
  }

  function change(
    namespace: string,
    before: Document,
    after: Document,
    { replaced }: { replaced: boolean },
  ): boolean {
    const diff = difference(before, after);
    if (!diff) return false;
    table(namespace).replace(before, after);
    const o = replaced ? cloned(after) : { $v: 2, diff: cloned(diff) };
    oplog.append({ op: 'u', ns: namespace, o, o2: { _id: before._id } });
    return true;
  }

  function upsert(namespace: string, selector: Document, modifier: Document): UpdateResult {
    const upsertedId = insert(namespace, upsertDocument(selector, modifier));
    return { ...updateResult(0, 0), upsertedCount: 1, upsertedId };
  }

  function remove(namespace: string, selector: Document, limit = 0): number {
    const found = table(namespace).matching(selector, limit);
    for (const document of found) table(namespace).remove(document);
    logRemovals(found.map(({ _id }) => ({ op: 'd', ns: namespace, o: { _id } })));
    return found.length;
  }

  /** Since MongoDB 6.1 the removal of many documents is one entry. */
  function logRemovals(removals: Operation[]): void {
    const [first, second] = removals;
    if (first && !second) oplog.append(first);
    else if (second) oplog.append({ op: 'c', ns: 'admin.$cmd', o: { applyOps: removals } });
  }

  function drop(namespace: string): boolean {
    if (!tables.delete(namespace))
      throw new MongoServerError({ message: 'ns not found', code: 26 });
    const [database, ...rest] = namespace.split('.');
    oplog.append({ op: 'c', ns: `${database}.$cmd`, o: { drop: rest.join('.') } });
    return true;
  }

  function dropDatabase(database: string): void {
    for (const namespace of tables.keys()) {
      if (namespace.startsWith(`${database}.`)) tables.delete(namespace);
    }
    oplog.append({ op: 'c', ns: `${database}.$cmd`, o: { dropDatabase: 1 } });
  }

  return {
    oplog,
    table,
    find: (namespace, selector, options) => table(namespace).find(selector, options),
    insert,
    update: (namespace, selector, modifier, options) =>
      update(namespace, selector, withoutUndefined(modifier), options),
    remove,
    drop,
    dropDatabase,
  };
}

function updateResult(matchedCount: number, modifiedCount: number): UpdateResult {
  return { acknowledged: true, matchedCount, modifiedCount, upsertedCount: 0, upsertedId: null };
}
