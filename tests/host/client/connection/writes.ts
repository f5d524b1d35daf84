import type { Connection, Store, StoreMessage } from './types';

type Writes = Pick<
  Connection,
  | 'createStoreMethods'
  | 'registerStoreClient'
  | 'registerStoreServer'
  | '_waitingForQuiescence'
  | '_prepareBuffersToFlush'
  | '_flushBufferedWrites'
  | '_performWritesClient'
  | '_runAfterUpdateCallbacks'
  | '_runWhenAllServerDocsAreFlushed'
>;

const storeMethods = [
  'update',
  'beginUpdate',
  'endUpdate',
  'saveOriginals',
  'retrieveOriginals',
  'getDoc',
  '_getCollection',
] as const satisfies ReadonlyArray<keyof Store>;

/** Stores, and how what the server sent is written to them: in groups, between which nothing waits. */
export const writes: Writes & ThisType<Connection> = {
  createStoreMethods(name, wrapped) {
    if (name in this._stores) return false;
    const store = Object.create(null) as Record<string, (...args: never[]) => unknown>;
    for (const method of storeMethods) {
      store[method] = (...args) => (wrapped[method] as typeof store.update)?.apply(wrapped, args);
    }
    this._stores[name] = store as unknown as Store;
    return this._stores[name];
  },

  registerStoreClient(name, wrapped) {
    const store = this.createStoreMethods(name, wrapped);
    const early = this._updatesForUnknownStores[name];
    if (store && early) {
      store.beginUpdate(early.length, false);
      for (const message of early) store.update(message);
      store.endUpdate();
      delete this._updatesForUnknownStores[name];
    }
    return true;
  },

  async registerStoreServer(name, wrapped) {
    return this.registerStoreClient(name, wrapped);
  },

  _waitingForQuiescence() {
    return isFilled(this._subsBeingRevived) || isFilled(this._methodsBlockingQuiescence);
  },

  _prepareBuffersToFlush() {
    clearTimeout(this._bufferedWritesFlushHandle ?? undefined);
    this._bufferedWritesFlushHandle = null;
    this._bufferedWritesFlushAt = null;
    const updates = this._bufferedWrites;
    this._bufferedWrites = Object.create(null);
    return updates;
  },

  _flushBufferedWrites() {
    this._performWritesClient(this._prepareBuffersToFlush());
  },

  _performWritesClient(updates) {
    if (this._resetStores || isFilled(updates)) {
      for (const [name, store] of Object.entries(this._stores)) {
        store.beginUpdate(updates[name]?.length ?? 0, this._resetStores);
      }
      this._resetStores = false;
      for (const [name, messages] of Object.entries(updates)) write(this, name, messages);
      for (const store of Object.values(this._stores)) store.endUpdate();
    }
    this._runAfterUpdateCallbacks();
  },

  _runAfterUpdateCallbacks() {
    const callbacks = this._afterUpdateCallbacks;
    this._afterUpdateCallbacks = [];
    for (const callback of callbacks) callback();
  },

  /** Runs `run` after the next writes, and not before what stubs wrote has been answered. */
  _runWhenAllServerDocsAreFlushed(run) {
    const afterwards = () => {
      this._afterUpdateCallbacks.push(run);
    };
    let unflushed = 0;
    for (const documents of Object.values(this._serverDocuments)) {
      documents.forEach((document) => {
        const sent = Object.keys(document.writtenByStubs).some(
          (methodId) => this._methodInvokers[methodId]?.sentMessage,
        );
        if (!sent) return;
        unflushed += 1;
        document.flushCallbacks.push(() => {
          unflushed -= 1;
          if (unflushed === 0) afterwards();
        });
      });
    }
    if (unflushed === 0) afterwards();
  },
};

/** What is for a store that is not there yet waits for it. */
function write(connection: Connection, name: string, messages: readonly StoreMessage[]): void {
  const store = connection._stores[name];
  if (store) {
    for (const message of messages) store.update(message);
    return;
  }
  const early = connection._updatesForUnknownStores[name] ?? [];
  connection._updatesForUnknownStores[name] = [...early, ...messages];
}

function isFilled(record: Record<string, unknown>): boolean {
  return Object.keys(record).length > 0;
}
