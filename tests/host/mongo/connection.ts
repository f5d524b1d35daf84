import type { Write } from '../ddp/server-types';
import type { Hook, HookHandle } from '../meteor/hook';
import { legacyClass } from '../meteor/legacy-class';
import { atLeast } from '../meteor/versions';
import { AsynchronousCursor } from './asynchronous-cursor';
import { type ObserveMethods, observeMethods } from './connection-observe';
import { type TailMethods, tailMethods } from './connection-tail';
import { type WriteMethods, writeMethods } from './connection-write';
import type { MongoContext } from './context';
import type { Cursor, CursorDescription, CursorOptions } from './cursor';
import { DocFetcher } from './doc-fetcher';
import type { Document, DriverClient, DriverCollection, DriverDb } from './driver/driver';
import { mongoSettings } from './mongo-settings';
import type { ObserveMultiplexer } from './observe/observe-multiplexer';
import type { OplogHandle } from './observe/oplog-handle';
import type { SharedChangeStream } from './observe/shared-change-stream';
import { CLIENT_ONLY_METHODS, clientOnly } from './remote-collection-driver';
import { createTypeReplacement } from './replace-types';

export interface ConnectionOptions {
  readonly oplogUrl?: string | undefined;
  readonly maxPoolSize?: number;
  readonly minPoolSize?: number;
}

type CreateCursor = (
  description: CursorDescription,
  options?: { selfForIteration?: unknown; useTransform?: boolean },
) => AsynchronousCursor;

/** `MongoInternals.Connection`: a client, and all that Meteor does with it. */
export interface MongoConnection extends WriteMethods, TailMethods, ObserveMethods {
  _observeMultiplexers: Record<string, ObserveMultiplexer>;
  /** The streams by collection, from 3.5. */
  _sharedChangeStreams?: Record<string, SharedChangeStream>;
  /** From 3.5, once an observer has asked. */
  _supportsChangeStreams?: boolean;
  _changeStreamServerReasons?: string[];
  _onFailoverHook: Hook;
  db: DriverDb;
  client: DriverClient;
  _oplogHandle: OplogHandle | null;
  _docFetcher: DocFetcher | null;
  _createSynchronousCursor: CreateCursor;
  _createAsynchronousCursor: CreateCursor;
  _maybeBeginWrite(): Write;
  _onFailover(callback: () => unknown): HookHandle;
  close(): Promise<void>;
  countDocuments(collectionName: string, ...args: Document[]): Promise<number>;
  createCappedCollectionAsync(name: string, byteSize: number, max?: number): Promise<void>;
  createIndexAsync(name: string, index: Document | string, options?: Document): Promise<void>;
  dropIndexAsync(collectionName: string, index: string): Promise<void>;
  ensureIndexAsync(name: string, index: Document | string, options?: Document): Promise<void>;
  estimatedDocumentCount(collectionName: string, ...args: Document[]): Promise<number>;
  find(collectionName: string, selector?: unknown, options?: CursorOptions): Cursor;
  findOneAsync(name: string, selector?: unknown, options?: CursorOptions): Promise<unknown>;
  rawCollection(collectionName: string): DriverCollection;
}

export type ConnectionClass = new (url: string, options?: ConnectionOptions) => MongoConnection;

export function createConnectionClass(context: MongoContext): ConnectionClass {
  const { version, DDPServer, EJSON, Meteor } = context.options;
  const types = createTypeReplacement(EJSON);

  class MongoConnection {
    _observeMultiplexers: Record<string, ObserveMultiplexer> = {};
    declare _sharedChangeStreams?: Record<string, SharedChangeStream>;
    _onFailoverHook: Hook = new context.Hook();
    db: DriverDb;
    _oplogHandle: OplogHandle | null = null;
    _docFetcher: DocFetcher | null = null;
    client: DriverClient;

    constructor(url: string, options: ConnectionOptions | undefined) {
      const { oplogUrl, ...pool } = options ?? {};
      if (atLeast(version, '3.5')) this._sharedChangeStreams = {};
      this.client = context.createClient(url, clientOptions(pool));
      this.db = this.client.db();
      this.client.on('serverDescriptionChanged', Meteor.bindEnvironment(onServer(this)));
      context.connections.add(this as unknown as ReturnType<typeof self>);
      if (!oplogUrl) return;
      this._oplogHandle = new context.OplogHandle(oplogUrl, this.db.databaseName);
      this._docFetcher = new DocFetcher(self(this), EJSON);
    }

    async _close() {
      const oplogHandle = this._oplogHandle;
      this._oplogHandle = null;
      if (oplogHandle) await oplogHandle.stop();
      await this.client.close();
      context.connections.delete(self(this));
    }

    close() {
      return this._close();
    }

    _setOplogHandle(oplogHandle: OplogHandle) {
      this._oplogHandle = oplogHandle;
      return this;
    }

    rawCollection(collectionName: string) {
      return this.db.collection(collectionName);
    }

    async createCappedCollectionAsync(name: string, size: number, max: number | undefined) {
      await this.db.createCollection(name, { capped: true, size, max });
    }

    _maybeBeginWrite(): Write {
      const fence = DDPServer._getCurrentFence();
      return fence ? fence.beginWrite() : { committed() {} };
    }

    _onFailover(callback: () => unknown) {
      return this._onFailoverHook.register(callback);
    }

    find(collectionName: string, selector: unknown, options: CursorOptions | undefined): Cursor {
      // `find('name')` means all, `find('name', undefined)` none.
      // biome-ignore lint/complexity/noArguments: the number of arguments counts
      const chosen = arguments.length === 1 ? {} : selector;
      const description = new context.CursorDescription(collectionName, chosen, options);
      return new context.Cursor(self(this), description);
    }

    async findOneAsync(
      collectionName: string,
      selector: unknown,
      options: CursorOptions | undefined,
    ) {
      // biome-ignore lint/complexity/noArguments: as in `find`
      const chosen = arguments.length === 1 ? {} : selector;
      const cursor = this.find(collectionName, chosen, { ...options, limit: 1 });
      const results = await cursor.fetch();
      return results[0];
    }

    async createIndexAsync(
      collectionName: string,
      index: Document | string,
      options: Document | undefined,
    ) {
      await this.rawCollection(collectionName).createIndex(index, options);
    }

    async createIndex(name: string, index: Document | string, options: Document | undefined) {
      await this.createIndexAsync(name, index, options);
    }

    async ensureIndexAsync(name: string, index: Document | string, options: Document | undefined) {
      await this.createIndexAsync(name, index, options);
    }

    async dropIndexAsync(collectionName: string, index: string) {
      await this.rawCollection(collectionName).dropIndex(index);
    }

    countDocuments(collectionName: string, ...args: Document[]) {
      const [selector, options] = args.map((arg) => types.toMongo(arg));
      return this.rawCollection(collectionName).countDocuments(selector, options);
    }

    estimatedDocumentCount(collectionName: string, ..._args: Document[]) {
      return this.rawCollection(collectionName).estimatedDocumentCount();
    }
  }

  function clientOptions(pool: object): object {
    const driverInfo = { name: 'Meteor', version: Meteor.release };
    const { options } = mongoSettings(context);
    return { ignoreUndefined: true, ...context.connectionOptions, ...options, ...pool, driverInfo };
  }

  /** Tells who has to start anew when there is another primary, or the same one again. */
  function onServer({ _onFailoverHook }: MongoConnection) {
    return ({ previousDescription, newDescription }: ServerChange) => {
      if (previousDescription.type === PRIMARY || newDescription.type !== PRIMARY) return;
      _onFailoverHook.each((callback) => {
        callback();
        return true;
      });
    };
  }

  function self(connection: MongoConnection) {
    return connection as unknown as InstanceType<ConnectionClass>;
  }

  const createCursor = cursorFactory(types);
  Object.assign(
    legacyClass(MongoConnection).prototype,
    writeMethods(context, types),
    tailMethods(context),
    observeMethods(context),
    atLeast(version, '3.1')
      ? { _createAsynchronousCursor: createCursor }
      : { _createSynchronousCursor: createCursor },
    Object.fromEntries(CLIENT_ONLY_METHODS.map((method) => [method, clientOnly(method)])),
  );
  return MongoConnection as unknown as ConnectionClass;
}

const PRIMARY = 'RSPrimary';

interface ServerChange {
  readonly previousDescription: { readonly type: string };
  readonly newDescription: { readonly type: string };
}

type Types = ReturnType<typeof createTypeReplacement>;

function cursorFactory(types: Types) {
  return function createCursor(
    this: MongoConnection,
    description: CursorDescription,
    { selfForIteration, useTransform = false }: Parameters<CreateCursor>[1] = {},
  ): AsynchronousCursor {
    const { collectionName, selector, options } = description;
    const { sort, limit, skip, fields, projection = fields } = options;
    const dbCursor = this.rawCollection(collectionName).find(types.toMongo(selector), {
      sort,
      limit,
      skip,
      projection: fields ?? projection,
    });
    if (options.tailable) {
      dbCursor.addCursorFlag('tailable', true);
      dbCursor.addCursorFlag('awaitData', true);
    }
    if (options.maxTimeMs !== undefined) dbCursor.maxTimeMS(options.maxTimeMs);
    if (options.hint !== undefined) dbCursor.hint(options.hint);
    return new AsynchronousCursor(dbCursor, description, { selfForIteration, useTransform }, types);
  };
}
