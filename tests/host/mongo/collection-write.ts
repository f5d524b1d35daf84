import { ObjectID } from '../meteor/object-id';
import type { Collection } from './collection';
import type { UpdateOptions } from './connection-update';
import type { MongoContext } from './context';
import type { Document } from './driver/driver';
import type { clientOnly } from './remote-collection-driver';

type Updated = Promise<number | { numberAffected: number; insertedId?: unknown }>;

export interface CollectionWrites {
  insertAsync(document: Document, options?: object): Promise<unknown>;
  updateAsync(selector: unknown, modifier: Document, options?: UpdateOptions): Updated;
  upsertAsync(selector: unknown, modifier: Document, options?: UpdateOptions): Updated;
  removeAsync(selector: unknown, options?: object): Promise<number>;
  createIndexAsync(index: Document | string, options?: Document): Promise<void>;
  dropIndexAsync(index: string): Promise<void>;
  dropCollectionAsync(): Promise<void>;
  _insertAsync(document: Document, options?: object): Promise<unknown>;
}

/** Writing to a collection, with ids from the random stream of the running method. */
export function writeMethods(context: MongoContext) {
  const { Meteor } = context.options;

  function withId(collection: Collection, document: Document): Document {
    if (!document) throw new Error('insert requires an argument');
    const copy = Object.create(
      Object.getPrototypeOf(document),
      Object.getOwnPropertyDescriptors(document),
    );
    if (!('_id' in copy)) copy._id = collection._makeNewID();
    else if (!isUsableId(copy._id)) {
      throw new Error('Meteor requires document _id fields to be non-empty strings or ObjectIDs');
    }
    return copy;
  }

  function updateOptions(collection: Collection, selector: unknown, given: UpdateOptions) {
    if (!given.upsert) return { options: { ...given }, fallbackId: undefined };
    if (given.insertedId) {
      if (!isUsableId(given.insertedId)) throw new Error('insertedId must be string or ObjectID');
      return { options: { ...given }, fallbackId: given.insertedId };
    }
    if ((selector as Document | undefined)?._id)
      return { options: { ...given }, fallbackId: undefined };
    const insertedId = collection._makeNewID();
    return { options: { ...given, generatedId: true, insertedId }, fallbackId: insertedId };
  }

  return {
    _insertAsync(this: Collection, document: Document, _options: object = {}): Promise<unknown> {
      const copy = withId(this, document);
      return this._collection.insertAsync(copy).then(() => copy._id);
    },

    insertAsync(
      this: Collection,
      document: Document,
      options: object | undefined,
    ): Promise<unknown> {
      return this._insertAsync(document, options);
    },

    updateAsync(
      this: Collection,
      selector: unknown,
      modifier: Document,
      ...rest: [options?: UpdateOptions]
    ): Updated {
      const { options, fallbackId } = updateOptions(this, selector, rest[0] ?? {});
      const query = context.Collection._rewriteSelector(selector, { fallbackId });
      return this._collection.updateAsync(query, modifier, options);
    },

    async upsertAsync(
      this: Collection,
      selector: unknown,
      modifier: Document,
      options: UpdateOptions | undefined,
    ): Updated {
      const all = { ...options, _returnObject: true, upsert: true };
      return this.updateAsync(selector, modifier, all);
    },

    removeAsync(this: Collection, selector: unknown, _options: object = {}): Promise<number> {
      return this._collection.removeAsync(context.Collection._rewriteSelector(selector));
    },

    // Only collections without a connection can do without waiting; the others throw.
    insert(this: Collection, document: Document, _callback: unknown) {
      return synchronous(this, 'insert')(this._connection ? document : withId(this, document));
    },

    update(this: Collection, selector: unknown, modifier: Document, ...rest: [UpdateOptions?]) {
      return synchronous(this, 'update')(selector, modifier, ...rest);
    },

    remove(this: Collection, selector: unknown, _callback: unknown) {
      return synchronous(this, 'remove')(selector);
    },

    upsert(
      this: Collection,
      selector: unknown,
      modifier: Document,
      options: object,
      _callback: unknown,
    ) {
      return synchronous(this, 'upsert')(selector, modifier, options);
    },

    async createIndexAsync(
      this: Collection,
      index: Document | string,
      options: Document | undefined,
    ): Promise<void> {
      try {
        await this._collection.createIndexAsync(index, options);
      } catch (error) {
        throw new Meteor.Error(
          `An error occurred when creating an index for collection "${this._name}: ${(error as Error).message}`,
        );
      }
    },

    async ensureIndexAsync(
      this: Collection,
      index: Document | string,
      options: Document | undefined,
    ): Promise<void> {
      await this._collection.createIndexAsync(index, options);
    },

    createIndex(
      this: Collection,
      index: Document | string,
      options: Document | undefined,
    ): Promise<void> {
      return this.createIndexAsync(index, options);
    },

    async dropIndexAsync(this: Collection, index: string): Promise<void> {
      await this._collection.dropIndexAsync(index);
    },

    async dropCollectionAsync(this: Collection): Promise<void> {
      await this._collection.dropCollectionAsync();
    },

    async createCappedCollectionAsync(
      this: Collection,
      byteSize: number,
      maxDocuments: number,
    ): Promise<void> {
      await this._collection.createCappedCollectionAsync(byteSize, maxDocuments);
    },
  };
}

type Synchronous = 'insert' | 'update' | 'remove' | 'upsert';

function synchronous(
  { _collection }: Collection,
  name: Synchronous,
): (...args: unknown[]) => unknown {
  const local = _collection as unknown as Record<Synchronous, ReturnType<typeof clientOnly>>;
  return local[name];
}

function isUsableId(id: unknown): boolean {
  return Boolean(id) && (typeof id === 'string' || id instanceof ObjectID);
}
