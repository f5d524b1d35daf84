import type { MongoContext } from '../context';
import type { ChangeEvent, Document } from '../driver/driver';
import { createTypeReplacement } from '../replace-types';
import type { ChangeStreamObserveDriver, PendingChange } from './change-stream-observe-driver';

const OPERATIONS = ['insert', 'update', 'replace', 'delete'];

/** The part of a change stream driver that takes in events and tells what they mean. */
export function eventMethods(context: MongoContext) {
  const { DDPServer, EJSON, Meteor } = context.options;
  const types = createTypeReplacement(EJSON);

  function handle(driver: ChangeStreamObserveDriver, pending: PendingChange): void {
    const { operationType, id, fullDocument = null, fullDocumentBeforeChange = null } = pending;
    if (operationType === 'insert') driver._handleInsert(id, fullDocument ?? {});
    else if (operationType === 'delete') driver._handleDelete(id);
    else driver._handleUpdate(id, fullDocument, fullDocumentBeforeChange);
  }

  function tellChanged(
    driver: ChangeStreamObserveDriver,
    id: unknown,
    now: Document,
    before: Document,
  ): void {
    const fields = driver._projectionFn(now);
    const old = driver._projectionFn(before);
    const changed = context.DiffSequence.makeChangedFields(fields, old);
    if (Object.keys(changed).length > 0) driver._multiplexer.changed(id, changed);
  }

  function stay(
    driver: ChangeStreamObserveDriver,
    id: unknown,
    now: Document,
    before: Document | undefined,
  ): void {
    if (before) tellChanged(driver, id, now, before);
    else driver._sendMultiplexerAdded(id, driver._projectionFn(now));
  }

  return {
    _onChange(this: ChangeStreamObserveDriver, change: ChangeEvent): void {
      if (this._stopped) return;
      if (change?.clusterTime) this._setLastProcessedOperationTime(change.clusterTime);
      this._handleChange(change);
      const fence = DDPServer._getCurrentFence();
      if (fence && !fence.fired) this._flushPendingWrites();
      else {
        Meteor.defer(() => {
          if (!this._stopped) this._flushPendingWrites();
        });
      }
    },

    async _handleChange(this: ChangeStreamObserveDriver, change: ChangeEvent): Promise<void> {
      if (this._stopped) return;
      const { operationType, documentKey, clusterTime } = change;
      if (!OPERATIONS.includes(operationType)) return;
      // Translated for every driver anew, as Meteor does.
      const fullDocument = types.toMeteor(change.fullDocument);
      const fullDocumentBeforeChange = types.toMeteor(change.fullDocumentBeforeChange);
      const { id } = types.toMeteor({ id: documentKey?._id });
      if (clusterTime) this._setLastProcessedOperationTime(clusterTime);
      const pending = { operationType, id, fullDocument, fullDocumentBeforeChange, change };
      this._pendingWrites.push(pending);
    },

    async _flushPendingWrites(this: ChangeStreamObserveDriver): Promise<void> {
      if (!this._isReady) return;
      const changes = this._pendingWrites;
      this._pendingWrites = [];
      for (const pending of changes) {
        try {
          handle(this, pending);
        } catch (error) {
          Meteor._debug(`[ChangeStream ${this._id}] Error processing callback:`, error);
        }
      }
    },

    _sendMultiplexerAdded(this: ChangeStreamObserveDriver, id: unknown, fields: Document): void {
      try {
        this._multiplexer.added(id, fields);
      } catch (error) {
        Meteor._debug('[ChangeStreams] Error sending added document:', error);
      }
    },

    _handleInsert(this: ChangeStreamObserveDriver, id: unknown, document: Document): void {
      if (!matchesQuery(this, document)) return;
      // The initial query, or a query after a gap, may have found it already.
      if (this._multiplexer._cache.docs.has(id)) this._handleUpdate(id, document, null);
      else this._sendMultiplexerAdded(id, this._projectionFn(document));
    },

    _handleUpdate(
      this: ChangeStreamObserveDriver,
      id: unknown,
      now: Document | null,
      before: Document | null,
    ): void {
      const known = this._multiplexer._cache.docs.get(id);
      const matched = before ? matchesQuery(this, before) : known !== undefined;
      if (!matchesQuery(this, now ?? {})) leave(this, id, matched);
      // Else it was deleted before it could be looked up: its removal is to come.
      else if (now) stay(this, id, now, matched ? (before ?? known) : undefined);
    },

    _handleDelete(this: ChangeStreamObserveDriver, id: unknown): void {
      if (this._multiplexer._cache.docs.has(id)) this._multiplexer.removed(id);
    },
  };
}

function leave({ _multiplexer }: ChangeStreamObserveDriver, id: unknown, matched: boolean): void {
  if (matched) _multiplexer.removed(id);
}

function matchesQuery({ _matcher }: ChangeStreamObserveDriver, document: Document): boolean {
  return _matcher.documentMatches(document).result;
}
