import { atLeast } from '../meteor/versions';
import type { MongoConnection } from './connection';
import { prepareUpdate, type UpdateOptions } from './connection-update';
import type { MongoContext } from './context';
import type { Document, UpdateResult, WriteOptions } from './driver/driver';
import { isPlain } from './driver/values';
import { idsMatchedBySelector } from './local/selectors';
import { annotateFence } from './observe/change-stream-catch-up';
import type { TypeReplacement } from './replace-types';

export interface AffectedDocuments {
  numberAffected: number;
  insertedId?: unknown;
}

interface FencedWrite<T> {
  /** Whose change streams tell of the write. */
  readonly collectionName?: string;
  run(options: WriteOptions): Promise<T>;
  changes?(result: T): boolean;
  refresh(): Promise<void>;
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
  const { Meteor, DDPServer, EJSON, version } = context.options;
  const hasSessions = atLeast(version, '3.5');

  /** Holds the current fence from here until the write is done and observers know of it. */
  async function fenced<T>(connection: MongoConnection, write: FencedWrite<T>): Promise<T> {
    const outstanding = connection._maybeBeginWrite();
    try {
      const result = await (hasSessions ? inSession(connection, write) : write.run({}));
      await write.refresh();
      await outstanding.committed();
      return result;
    } catch (error) {
      await outstanding.committed();
      throw error;
    }
  }

  /** From 3.5 a write has a session of its own, which knows when it took place. */
  async function inSession<T>(
    { client }: MongoConnection,
    { collectionName, run, changes }: FencedWrite<T>,
  ): Promise<T> {
    const session = client.startSession();
    try {
      const result = await run({ session });
      if (collectionName && changes?.(result)) {
        annotateFence(DDPServer._getCurrentFence(), collectionName, session.operationTime);
      }
      return result;
    } finally {
      await session.endSession();
    }
  }

  const assertPlain = (value: unknown, message: string) => {
    if (!isPlain(value) || EJSON._isCustomType(value)) throw new Error(message);
  };

  return {
    async insertAsync(this: MongoConnection, collectionName: string, document: Document) {
      assertPlain(document, 'Only plain objects may be inserted into MongoDB');
      return fenced(this, {
        collectionName,
        run: async (options) => {
          const stored = types.toMongo(document);
          const collection = this.rawCollection(collectionName);
          const { insertedId } = await collection.insertOne(stored, options);
          return types.toMeteor({ insertedId }).insertedId;
        },
        changes: () => true,
        refresh: () => Meteor.refresh({ collection: collectionName, id: document._id }),
      });
    },

    async _refresh(collectionName: string, selector: Document) {
      const ids = idsMatchedBySelector(selector);
      if (!ids) return Meteor.refresh({ collection: collectionName });
      for (const id of ids) await Meteor.refresh({ id, collection: collectionName });
    },

    async removeAsync(this: MongoConnection, collectionName: string, selector: Document) {
      return fenced(this, {
        collectionName,
        run: async (options) => {
          const collection = this.rawCollection(collectionName);
          const { deletedCount } = await collection.deleteMany(types.toMongo(selector), options);
          return deletedCount;
        },
        changes: (deletedCount) => deletedCount > 0,
        refresh: () => this._refresh(collectionName, selector),
      });
    },

    async dropCollectionAsync(this: MongoConnection, collectionName: string) {
      return fenced(this, {
        run: (options) => this.rawCollection(collectionName).drop(options),
        refresh: () =>
          Meteor.refresh({ collection: collectionName, id: null, dropCollection: true }),
      });
    },

    async dropDatabaseAsync(this: MongoConnection) {
      await fenced(this, {
        run: () => this.db.dropDatabase(),
        refresh: () => Meteor.refresh({ dropDatabase: true }),
      });
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
      const result = await fenced(this, {
        collectionName,
        run: (session) => prepared.run(this.rawCollection(collectionName), session),
        // What changes nothing has no event that a fence could wait for.
        changes: ({ modifiedCount, upsertedCount }) => modifiedCount > 0 || upsertedCount > 0,
        refresh: () => this._refresh(collectionName, selector),
      });
      const affected = affectedBy(result, types);
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
