import { Query } from 'mingo';
import type { Document, DriverCursor, FindOptions } from './driver';
import type { Network } from './memory-network';
import type { MemoryServer } from './memory-server';
import { createTail, type Tail } from './memory-tail';

/** Which collection is asked, and by what way. */
export interface CursorSource {
  readonly server: MemoryServer;
  readonly network: Network;
  readonly database: string;
  readonly collection: string;
}

/** A cursor of `find`: asks the server at the first `next`, and again after `rewind`. */
export function createCursor(
  source: CursorSource,
  selector: Document,
  given: FindOptions,
): DriverCursor {
  const { server, network, database, collection } = source;
  const options = { ...given };
  const flags = new Set<string>();
  let batch: Promise<Document[]> | undefined;
  let tail: Tail | undefined;
  let position = 0;

  function fetch(): Promise<Document[]> {
    const body = { filter: selector, ...options };
    return network.send({ name: 'find', database, collection, body }, () =>
      source.database === 'local' && collection === 'oplog.rs'
        ? fromOplog(server, selector, options)
        : server.find(`${database}.${collection}`, selector, options),
    );
  }

  async function next(): Promise<Document | null> {
    if (flags.has('tailable')) {
      tail ??= createTail(source, selector);
      return tail.next();
    }
    batch ??= fetch();
    const documents = await batch;
    return documents[position++] ?? null;
  }

  function rewind(): void {
    batch = undefined;
    position = 0;
  }

  async function toArray(): Promise<Document[]> {
    batch ??= fetch();
    const documents = await batch;
    const rest = documents.slice(position);
    position = documents.length;
    return rest;
  }

  const cursor: DriverCursor = {
    next,
    rewind,
    toArray,
    addCursorFlag(flag, value) {
      if (value) flags.add(flag);
      return cursor;
    },
    async close() {
      tail?.close();
    },
    hint: () => cursor,
    maxTimeMS: () => cursor,
    limit: (limit) => set({ limit }),
    skip: (skip) => set({ skip }),
    sort: (sort) => set({ sort }),
    async *[Symbol.asyncIterator]() {
      for (let document = await next(); document; document = await next()) yield document;
    },
  };

  function set(changed: FindOptions): DriverCursor {
    Object.assign(options, changed);
    return cursor;
  }

  return cursor;
}

/** Only what the oplog is asked for: the newest entry that matches. */
function fromOplog(server: MemoryServer, selector: Document, { limit = 0 }: FindOptions) {
  const query = new Query(selector as never);
  const { entries } = server.oplog;
  const found: Document[] = [];
  for (let index = entries.length - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry && query.test(entry)) found.push(entry);
    if (limit && found.length === limit) break;
  }
  return found;
}
