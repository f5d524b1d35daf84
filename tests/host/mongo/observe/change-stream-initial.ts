import { idStringify } from '../../meteor/object-id';
import type { MongoContext } from '../context';
import type { Document, DriverCollection, DriverCursor } from '../driver/driver';
import type { Documents } from '../local/caching-change-observer';
import { createTypeReplacement } from '../replace-types';
import type { ChangeStreamObserveDriver } from './change-stream-observe-driver';

/** The part of a change stream driver that asks for the documents there are. */
export function initialMethods(context: MongoContext) {
  const { DDPServer, EJSON, Meteor } = context.options;
  const types = createTypeReplacement(EJSON);

  /** Asks the driver's collection itself, not by a cursor of Meteor. */
  function query({ _cursorDescription }: ChangeStreamObserveDriver, collection: DriverCollection) {
    const { selector, options } = _cursorDescription;
    const { sort, fields, projection = fields } = options;
    return collection.find(types.toMongo(selector), { sort, projection });
  }

  async function* documents(cursor: DriverCursor): AsyncIterable<Document> {
    for await (const found of cursor) yield types.toMeteor(found);
  }

  async function start(driver: ChangeStreamObserveDriver): Promise<void> {
    const { _mongoHandle, _cursorDescription } = driver;
    const { collectionName } = _cursorDescription;
    const collection = _mongoHandle.rawCollection(collectionName);
    // The stream first: what is written during the query then waits in
    // `_pendingWrites`, and what the query found too is told once.
    driver._sharedStream = _mongoHandle._acquireSharedChangeStream(collectionName);
    await driver._sharedStream.addDriver(driver);
    if (driver._stopped) return;
    await driver._sendInitialAdds(collection);
    driver._multiplexer.ready();
    driver._isReady = true;
    driver._flushPendingWrites();
    await driver._flushWritesToCommit();
  }

  /** Tells what is new or changed since the query was last made; gives the ids of all it finds. */
  async function tellPresent(driver: ChangeStreamObserveDriver): Promise<Set<string>> {
    const { _mongoHandle, _cursorDescription } = driver;
    const collection = _mongoHandle.rawCollection(_cursorDescription.collectionName);
    const present = new Set<string>();
    for await (const document of documents(query(driver, collection))) {
      if (driver._stopped) break;
      present.add(idStringify(document._id));
      driver._handleInsert(document._id, document);
    }
    return present;
  }

  return {
    async _startWatching(this: ChangeStreamObserveDriver): Promise<void> {
      if (this._stopped) return;
      try {
        await start(this);
      } catch (error) {
        Meteor._debug('Failed to start ChangeStream:', error);
        if (!this._multiplexer._ready()) await this._multiplexer.ready();
        this._isReady = true;
        await this._flushWritesToCommit();
        throw error;
      }
    },

    async _sendInitialAdds(
      this: ChangeStreamObserveDriver,
      collection: DriverCollection,
    ): Promise<void> {
      if (this._stopped) return;
      const cursor = query(this, collection);
      const fence = DDPServer._getCurrentFence();
      if (fence) this._writesToCommitWhenReady.push(fence.beginWrite());
      for await (const document of documents(cursor)) {
        if (this._stopped) return;
        this._sendMultiplexerAdded(document._id, this._projectionFn(document));
      }
    },

    async _flushWritesToCommit(this: ChangeStreamObserveDriver): Promise<void> {
      const writes = this._writesToCommitWhenReady;
      this._writesToCommitWhenReady = [];
      if (writes.length === 0) return;
      await this._multiplexer.onFlush(async () => {
        for (const write of writes) await write.committed();
      });
    },

    /** Tells the difference between what was told and what there is. */
    async _resyncAfterHistoryLost(this: ChangeStreamObserveDriver): Promise<void> {
      if (this._stopped || !this._isReady) return;
      const present = await tellPresent(this);
      const gone = absent(this._multiplexer._cache.docs, present);
      for (const id of gone) if (!this._stopped) this._handleDelete(id);
    },
  };
}

function absent(documents: Documents, present: ReadonlySet<string>): unknown[] {
  const ids: unknown[] = [];
  documents.forEach((_document, id) => {
    if (!present.has(idStringify(id))) ids.push(id);
  });
  return ids;
}
