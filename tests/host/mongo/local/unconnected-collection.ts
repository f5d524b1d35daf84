import type { UpdateOptions } from '../connection-update';
import type { AffectedDocuments } from '../connection-write';
import type { MongoContext } from '../context';
import type { CursorOptions } from '../cursor';
import type { Document, FindOptions } from '../driver/driver';
import { createMemoryServer } from '../driver/memory-server';
import { createUnconnectedCursor } from './unconnected-cursor';

/** The documents of a collection without a connection. */
export interface LocalDocuments {
  readonly name: string | null;
  find(selector: Document, options: FindOptions): Document[];
  /** Calls `listener` after every write that changed something; returns the way out. */
  onChange(listener: () => void): () => void;
}

/**
 * What a collection without a connection has for `_collection`: documents in
 * this process, of which no server and no other process knows. Its functions
 * are there with and without `Async`.
 */
export function createUnconnectedCollection(context: MongoContext, name: string | null) {
  const { Random } = context.options;
  const server = createMemoryServer();
  const namespace = `local.${name ?? 'anonymous'}`;
  const listeners = new Set<() => void>();
  const rewritten = (selector: unknown) => context.Collection._rewriteSelector(selector);
  const documents: LocalDocuments = {
    name,
    find: (selector, options) => server.find(namespace, selector, options),
    onChange(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };

  function written<T>(result: T): T {
    for (const listener of [...listeners]) listener();
    return result;
  }

  const collection = {
    name,
    find: (selector: unknown = {}, options?: CursorOptions) =>
      createUnconnectedCursor(context, documents, rewritten(selector), options),
    findOne: (selector: unknown = {}, options?: CursorOptions) =>
      collection.find(selector, { ...options, limit: 1 }).fetch()[0],
    insert: (document: Document) =>
      written(server.insert(namespace, { _id: Random.id(), ...document })),
    remove: (selector: unknown) => written(server.remove(namespace, rewritten(selector))),
    update(
      selector: unknown,
      modifier: Document,
      options: UpdateOptions = {},
    ): number | AffectedDocuments {
      const { insertedId, _returnObject } = options;
      const change = insertedId === undefined ? modifier : withId(modifier, insertedId);
      const result = server.update(namespace, rewritten(selector), change, options);
      written(result);
      const numberAffected = result.upsertedCount || result.matchedCount;
      if (!_returnObject) return numberAffected;
      return {
        numberAffected,
        ...(result.upsertedCount && { insertedId: result.upsertedId }),
      };
    },
    upsert: (selector: unknown, modifier: Document, options: UpdateOptions = {}) =>
      collection.update(selector, modifier, { ...options, upsert: true, _returnObject: true }),
    countDocuments: async (selector: Document = {}) => documents.find(selector, {}).length,
    estimatedDocumentCount: async () => documents.find({}, {}).length,
    findOneAsync: async (...args: FindArgs) => collection.findOne(...args),
    insertAsync: async (document: Document) => collection.insert(document),
    removeAsync: async (selector: unknown) => collection.remove(selector),
    updateAsync: async (...args: UpdateArgs) => collection.update(...args),
    upsertAsync: async (...args: UpdateArgs) => collection.upsert(...args),
  };
  return collection;
}

type FindArgs = [selector?: unknown, options?: CursorOptions];
type UpdateArgs = [selector: unknown, modifier: Document, options?: UpdateOptions];

function withId(modifier: Document, _id: unknown): Document {
  return Object.keys(modifier).some((key) => key.startsWith('$'))
    ? { ...modifier, $setOnInsert: { ...(modifier.$setOnInsert as Document | undefined), _id } }
    : modifier;
}
