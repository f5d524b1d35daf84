import { find as mingoFind, Query } from 'mingo';
import { MongoServerError } from 'mongodb';
import type { Document, FindOptions } from './driver';
import { createProjection } from './projection';
import { cloned, isPlain, keyOf, valueAt } from './values';

const BAD_VALUE = 2;

export interface TableIndex {
  readonly name: string;
  readonly key: Document;
  readonly unique: boolean;
  readonly sparse: boolean;
}

/** One collection in memory. Everything is synchronous; what goes in or out is a copy. */
export interface MemoryTable {
  readonly namespace: string;
  readonly indexes: Map<string, TableIndex>;
  size(): number;
  find(selector: Document, options?: FindOptions): Document[];
  /** The matching documents themselves, at most `limit` of them. */
  matching(selector: Document, limit?: number): Document[];
  insert(document: Document): void;
  /** Puts `document` where `before`, with the same `_id`, is. */
  replace(before: Document, document: Document): void;
  remove(document: Document): void;
}

export function createTable(namespace: string): MemoryTable {
  const documents = new Map<string, Document>();
  const indexes = new Map<string, TableIndex>();

  function* scan(selector: Document, backwards: boolean): Iterable<Document> {
    const id = pinnedId(selector);
    const candidates = id === undefined ? [...documents.values()] : byId(id);
    if (backwards) candidates.reverse();
    const query = compiled(selector);
    for (const document of candidates) if (query.test(document)) yield document;
  }

  function byId(id: unknown): Document[] {
    const found = documents.get(keyOf(id));
    return found ? [found] : [];
  }

  function matching(selector: Document, limit = 0, backwards = false): Document[] {
    const found: Document[] = [];
    for (const document of scan(selector, backwards)) {
      found.push(document);
      if (found.length === limit) break;
    }
    return found;
  }

  function find(selector: Document, options: FindOptions = {}): Document[] {
    const { limit = 0, skip = 0 } = options;
    const sort = normalizedSort(options.sort);
    const natural = sort?.$natural;
    const unsorted = !sort || natural !== undefined;
    const enough = unsorted && limit ? limit + skip : 0;
    let found = matching(selector, enough, natural === -1);
    if (!unsorted) found = mingoFind<Document>(found, {}).sort(sort).all();
    const end = limit ? skip + Math.abs(limit) : undefined;
    return found.slice(skip, end).map(cloned).map(createProjection(options.projection));
  }

  function assertUnique(document: Document, except?: Document): void {
    for (const index of indexes.values()) {
      if (index.unique) assertFree(index, document, except);
    }
  }

  function assertFree(index: TableIndex, document: Document, except?: Document): void {
    const paths = Object.keys(index.key);
    const values = paths.map((path) => valueAt(document, path));
    if (index.sparse && values.every((value) => value === undefined)) return;
    const taken = [...documents.values()].some(
      (other) =>
        other !== except &&
        paths.every((path, n) => keyOf(valueAt(other, path) ?? null) === keyOf(values[n] ?? null)),
    );
    if (taken) throw duplicateKey(namespace, index.name, fromEntries(paths, values));
  }

  return {
    namespace,
    indexes,
    find,
    matching,
    size: () => documents.size,
    insert(document) {
      const key = keyOf(document._id);
      if (documents.has(key)) throw duplicateKey(namespace, '_id_', { _id: document._id });
      assertUnique(document);
      documents.set(key, document);
    },
    replace(before, document) {
      if (keyOf(before._id) !== keyOf(document._id)) throw changedId(before._id, document._id);
      assertUnique(document, before);
      documents.set(keyOf(before._id), document);
    },
    remove: (document) => {
      documents.delete(keyOf(document._id));
    },
  };
}

function compiled(selector: Document): Query<Document> {
  try {
    return new Query(selector as never);
  } catch (error) {
    const { message } = error as Error;
    throw new MongoServerError({ message, errmsg: message, code: BAD_VALUE });
  }
}

function fromEntries(keys: readonly string[], values: readonly unknown[]): Document {
  return Object.fromEntries(keys.map((key, index) => [key, values[index]]));
}

function pinnedId(selector: Document): unknown {
  const id = selector._id;
  if (id === null || id instanceof RegExp || isPlain(id) || Array.isArray(id)) return undefined;
  return id;
}

function normalizedSort(sort: unknown): Record<string, number> | undefined {
  if (!sort) return undefined;
  if (!Array.isArray(sort)) return directions(Object.entries(sort));
  return directions(sort.map((part) => (Array.isArray(part) ? [part[0], part[1]] : [part, 1])));
}

function directions(entries: Array<[string, unknown]>): Record<string, number> | undefined {
  const numbers = entries.map(([key, way]): [string, number] => [key, isDown(way) ? -1 : 1]);
  return numbers.length > 0 ? Object.fromEntries(numbers) : undefined;
}

function isDown(way: unknown): boolean {
  return way === -1 || way === 'desc' || way === 'descending';
}

function duplicateKey(namespace: string, index: string, keyValue: Document): MongoServerError {
  const shown = Object.entries(keyValue).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: { ${shown.join(', ')} }`;
  const keyPattern = Object.fromEntries(Object.keys(keyValue).map((key) => [key, 1]));
  return new MongoServerError({ message, errmsg: message, code: 11000, keyPattern, keyValue });
}

function changedId(before: unknown, after: unknown): MongoServerError {
  const message = `Performing an update on the path '_id' would modify the immutable field '_id' (the (immutable) field '_id' was found to have been altered to _id: ${JSON.stringify(after)}, was ${JSON.stringify(before)})`;
  return new MongoServerError({ message, errmsg: message, code: 66 });
}
