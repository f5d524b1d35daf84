import type { MongoConnection } from './connection';
import { prepareUpdate, type UpdateOptions } from './connection-update';
import type { MongoContext } from './context';
import type { Document, UpdateResult } from './driver/driver';
import { isPlain } from './driver/values';
import { idsMatchedBySelector } from './local/selectors';
import type { TypeReplacement } from './replace-types';

export interface AffectedDocuments {
  numberAffected: number;
  insertedId?: unknown;
}

/** The writes of a connection. Each tells the invalidation crossbar what it may have changed. */
export interface WriteMethods {
  insertAsync(collectionName: string, document: Document): Promise<unknown>;
  removeAsync(collectionName: string, selector: Document): Promise<number>;
  updateAsync(
    collectionName: string,
    selector: Document,
    modifier: Document,
    options?: UpdateOptions,
  ): Promise<number | AffectedDocuments>;
  upsertAsync(
    collectionName: string,
    selector: Document,
    modifier: Document,
    options?: UpdateOptions,
  ): Promise<number | AffectedDocuments>;
  dropCollectionAsync(collectionName: string): Promise<boolean>;
  dropDatabaseAsync(): Promise<void>;
  _refresh(collectionName: string, selector: Document): Promise<void>;
}

export function writeMethods(context: MongoContext, types: TypeReplacement) {
  const { Meteor, EJSON } = context.options;

  /** Holds the current fence from here until `write` is done and observers know of it. */
  async function fenced<T>(
    connection: MongoConnection,
    write: () => Promise<T>,
    refresh: () => Promise<void>,
  ): Promise<T> {
    const outstanding = connection._maybeBeginWrite();
    try {
      const result = await write();
      await refresh();
      await outstanding.committed();
      return result;
    } catch (error) {
      await outstanding.committed();
      throw error;
    }
  }

  const assertPlain = (value: unknown, message: string) => {
    if (!isPlain(value) || EJSON._isCustomType(value)) throw new Error(message);
  };

  return {
    async insertAsync(this: MongoConnection, collectionName: string, document: Document) {
      assertPlain(document, 'Only plain objects may be inserted into MongoDB');
      return fenced(
        this,
        async () => {
          const stored = types.toMongo(document);
          const { insertedId } = await this.rawCollection(collectionName).insertOne(stored);
          return types.toMeteor({ insertedId }).insertedId;
        },
        () => Meteor.refresh({ collection: collectionName, id: document._id }),
      );
    },

    async _refresh(collectionName: string, selector: Document) {
      const ids = idsMatchedBySelector(selector);
      if (!ids) return Meteor.refresh({ collection: collectionName });
      for (const id of ids) await Meteor.refresh({ id, collection: collectionName });
    },

    async removeAsync(this: MongoConnection, collectionName: string, selector: Document) {
      return fenced(
        this,
        async () => {
          const collection = this.rawCollection(collectionName);
          const { deletedCount } = await collection.deleteMany(types.toMongo(selector));
          return deletedCount;
        },
        () => this._refresh(collectionName, selector),
      );
    },

    async dropCollectionAsync(this: MongoConnection, collectionName: string) {
      return fenced(
        this,
        () => this.rawCollection(collectionName).drop(),
        () => Meteor.refresh({ collection: collectionName, id: null, dropCollection: true }),
      );
    },

    async dropDatabaseAsync(this: MongoConnection) {
      await fenced(
        this,
        () => this.db.dropDatabase(),
        () => Meteor.refresh({ dropDatabase: true }),
      );
    },

    async updateAsync(
      this: MongoConnection,
      collectionName: string,
      selector: Document,
      modifier: Document,
      options: UpdateOptions | undefined,
    ) {
      if (!modifier || typeof modifier !== 'object') {
        throw new Error('Invalid modifier. Modifier must be an object.');
      }
      assertPlain(modifier, 'Only plain objects may be used as replacement documents in MongoDB');
      const prepared = prepareUpdate(selector, modifier, options ?? {}, types);
      const affected = await fenced(
        this,
        async () => affectedBy(await prepared.run(this.rawCollection(collectionName)), types),
        () => this._refresh(collectionName, selector),
      );
      return options?._returnObject ? affected : affected.numberAffected;
    },

    async upsertAsync(
      this: MongoConnection,
      collectionName: string,
      selector: Document,
      modifier: Document,
      options: UpdateOptions | undefined,
    ) {
      const all = { ...options, upsert: true, _returnObject: true };
      return this.updateAsync(collectionName, selector, modifier, all);
    },
  };
}

function affectedBy(result: UpdateResult, types: TypeReplacement): AffectedDocuments {
  if (!result.upsertedCount) return { numberAffected: result.matchedCount };
  const { upsertedId: insertedId } = types.toMeteor({ upsertedId: result.upsertedId });
  return { numberAffected: result.upsertedCount, insertedId };
}
