import type { Frame } from '../../ddp/types';
import { idParse, idStringify } from '../../meteor/object-id';
import type { Connection, Handlers, StoreMessage } from './types';

type DocumentHandlers = Omit<
  Handlers,
  | '_livedata_connected'
  | '_livedata_data'
  | '_livedata_nosub'
  | '_livedata_result'
  | '_livedata_error'
>;

export type DocumentProcessors = DocumentHandlers & { readonly _connection: Connection };

/** What data messages do to documents, calls and subscriptions. */
export const documentProcessors: DocumentHandlers & ThisType<DocumentProcessors> = {
  async _process_added(msg, updates) {
    const connection = this._connection;
    const known = serverDocument(connection, msg);
    if (!known) {
      connection._pushUpdate(updates, String(msg.collection), msg as StoreMessage);
      return;
    }
    const existed = known.document !== undefined;
    known.document = { ...(msg.fields as object | undefined), _id: idParse(String(msg.id)) };
    if (connection._resetStores) {
      // What stubs wrote outlives the reset.
      const current = await connection._stores[String(msg.collection)]?.getDoc(msg.id);
      const message = current === undefined ? msg : { ...msg, fields: current };
      connection._pushUpdate(updates, String(msg.collection), message as StoreMessage);
    } else if (existed) {
      throw new Error(`Server sent add for existing id: ${msg.id}`);
    }
  },

  _process_changed(msg, updates) {
    const known = serverDocument(this._connection, msg);
    if (!known) {
      this._connection._pushUpdate(updates, String(msg.collection), msg as StoreMessage);
      return;
    }
    if (known.document === undefined) {
      throw new Error(`Server sent changed for nonexisting id: ${msg.id}`);
    }
    for (const [key, value] of Object.entries((msg.fields ?? {}) as object)) {
      if (value === undefined) delete known.document[key];
      else known.document[key] = value;
    }
  },

  _process_removed(msg, updates) {
    const known = serverDocument(this._connection, msg);
    if (!known) {
      const { collection, id } = msg as { collection?: unknown; id?: unknown };
      const message = { msg: 'removed', collection, id: String(id) };
      this._connection._pushUpdate(updates, String(collection), message);
      return;
    }
    if (known.document === undefined) {
      throw new Error(`Server sent removed for nonexisting id:${msg.id}`);
    }
    known.document = undefined;
  },

  _process_ready(msg, _updates) {
    const connection = this._connection;
    for (const id of msg.subs as string[]) {
      connection._runWhenAllServerDocsAreFlushed(() => {
        const record = connection._subscriptions[id];
        if (!record || record.ready) return;
        record.ready = true;
        record.readyCallback?.();
        record.readyDeps.changed();
      });
    }
  },

  _process_updated(msg, updates) {
    const connection = this._connection;
    for (const methodId of msg.methods as string[]) {
      for (const written of connection._documentsWrittenByStub[methodId] ?? []) {
        answerStub(connection, methodId, written, updates);
      }
      delete connection._documentsWrittenByStub[methodId];
      const invoker = connection._methodInvokers[methodId];
      if (!invoker) throw new Error(`No callback invoker for method ${methodId}`);
      connection._runWhenAllServerDocsAreFlushed(() => invoker.dataVisible());
    }
  },

  _pushUpdate(updates, collection, msg) {
    const pushed = updates[collection] ?? [];
    updates[collection] = pushed;
    pushed.push(msg);
  },

  _getServerDoc(collection, id) {
    return this._connection._serverDocuments[collection]?.get(id) ?? null;
  },
};

function serverDocument(connection: Connection, msg: Frame) {
  return connection._getServerDoc(String(msg.collection), idParse(String(msg.id)));
}

/** Puts the server's version in place of what stubs wrote, once the last of them is answered. */
function answerStub(
  connection: Connection,
  methodId: string,
  { collection, id }: { collection: string; id: unknown },
  updates: Connection['_bufferedWrites'],
): void {
  const known = connection._getServerDoc(collection, id);
  if (!known?.writtenByStubs[methodId]) {
    throw new Error(`Doc ${idStringify(id)} of ${collection} not written by method ${methodId}`);
  }
  delete known.writtenByStubs[methodId];
  if (Object.keys(known.writtenByStubs).length > 0) return;
  const message = { msg: 'replace', id: idStringify(id), replace: known.document };
  connection._pushUpdate(updates, collection, message);
  for (const callback of known.flushCallbacks) callback();
  connection._serverDocuments[collection]?.remove(id);
}
