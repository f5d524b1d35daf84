import * as mongodb from 'mongodb';
import { createAsynchronousQueue } from '../meteor/asynchronous-queue';
import { createHook } from '../meteor/hook';
import { ObjectID } from '../meteor/object-id';
import { atLeast } from '../meteor/versions';
import { type Collection, type CollectionClass, createCollectionClass } from './collection';
import { createConnectionClass, type MongoConnection } from './connection';
import type { MongoContext, MongoOptions } from './context';
import { createCursorClass, createCursorDescription } from './cursor';
import { clientFactory } from './driver/create-client';
import { createNetworkState, type NetworkState } from './driver/memory-network';
import { createMemoryServer, type MemoryServer } from './driver/memory-server';
import { createDiffSequence } from './local/diff-sequence';
import { createLocalCollection } from './local/local-collection';
import { mongoEnvironment } from './mongo-environment';
import { createChangeStreamObserveDriver } from './observe/change-stream-observe-driver';
import { createObserveHandle } from './observe/observe-handle';
import { createObserveMultiplexer } from './observe/observe-multiplexer';
import { createOplogHandle } from './observe/oplog-handle';
import { createOplogObserveDriver } from './observe/oplog-observe-driver';
import { createPollingObserveDriver } from './observe/polling-observe-driver';
import { createSharedChangeStream } from './observe/shared-change-stream';
import { installRedisOplog } from './redis-oplog/install-redis-oplog';
import {
  createRemoteCollectionDriver,
  type RemoteCollectionDriver,
} from './remote-collection-driver';

export type { MongoOptions } from './context';
export type { ObserveDriverName } from './mongo-environment';

/** The export `Mongo` of the package `mongo`. */
export interface Mongo {
  Collection: CollectionClass;
  ObjectID: typeof ObjectID;
  Cursor: unknown;
  _collections: Map<string | null, Collection>;
  getCollection(name: string): Collection | undefined;
  setConnectionOptions(options: object): void;
}

export type MongoPackage = ReturnType<typeof createMongo>;

/**
 * Meteor's package `mongo` over the database in memory, or over a server when
 * `MONGO_URL` names one: collections, cursors, and observers by polling, by the
 * oplog and, from 3.5, by change streams.
 */
export function createMongo(options: MongoOptions) {
  const env = mongoEnvironment(options);
  const server = createMemoryServer();
  const network = createNetworkState(options.latencyMs ?? 1);
  const createClient = clientFactory(server, network);
  const context = createContext(options, env, createClient);
  const driver = lazily(() => defaultDriver(context));
  const Mongo = createMongoExports(context, driver.get);
  const createOutsider = clientFactory(server, createNetworkState(network.latencyMs));
  const redisOplog = lazily(() => installRedisOplog(context, () => driver.get().mongo));
  if (options.driver === 'redis') redisOplog.get();
  const outside = lazily(() => createOutsider(String(env.MONGO_URL), { ignoreUndefined: true }));

  return {
    Mongo,
    MongoInternals: createInternals(context, driver.get),
    /** `ObserveMultiplexer` as `Package.mongo` has it: undefined from 3.1. */
    ObserveMultiplexer: atLeast(options.version, '3.1') ? undefined : context.ObserveMultiplexer,
    /** `LocalCollection` as the package `minimongo` has it. */
    LocalCollection: context.LocalCollection,
    /** The classes by the module ids that `require` knows from 3.1. */
    modules: internalModules(context),
    /** What can go wrong with the database in memory; a server is none of the host's. */
    faults: createFaults(server, network),
    /** Replaces observing as the package redis-oplog does; `driver: 'redis'` does so at once. */
    installRedisOplog: redisOplog.get,
    /** Calls a function of the driver's collection as another process would. */
    async external(op: string, collection: string, args: unknown[]): Promise<unknown> {
      const target = outside.get().db().collection(collection) as unknown as Record<string, Call>;
      return target[op]?.(...args);
    },
    /**
     * Stops what still observes and closes all connections. What the app has
     * asked a server for by then is rejected; what it asks the database in
     * memory for afterwards is never answered.
     */
    async close(): Promise<void> {
      for (const live of context.liveDrivers) await live.stop();
      context.liveDrivers.clear();
      for (const connection of context.connections) await connection.close();
      await outside.made()?.close();
      network.isOver = true;
    },
  };
}

/** Interrupts the way to the database in memory, and spoils its log. */
function createFaults(server: MemoryServer, network: NetworkState) {
  return {
    /** Commands and cursors of the app fail from now on; `external` goes on. */
    disconnect: () => network.setDown(true),
    reconnect: () => network.setDown(false),
    /** The oplog forgets what it holds: who has not read it by now never will. */
    loseHistory: () => server.oplog.forget(),
  };
}

type Call = (...args: unknown[]) => unknown;

function createContext(
  options: MongoOptions,
  env: Record<string, string | undefined>,
  createClient: MongoContext['createClient'],
): MongoContext {
  const { Meteor, dynamics, version, EJSON } = options;
  const DiffSequence = createDiffSequence(EJSON);
  const base = {
    options,
    env,
    Hook: createHook(Meteor),
    AsynchronousQueue: createAsynchronousQueue(dynamics, version, Meteor._debug),
    DiffSequence,
    LocalCollection: createLocalCollection(DiffSequence),
    createClient,
    liveDrivers: new Set<{ stop(): unknown }>(),
    connections: new Set<MongoConnection>(),
    connectionOptions: {},
  };
  // The classes need the context to be made, and each other only to be used.
  const context = base as unknown as MongoContext;
  context.CursorDescription = createCursorDescription(context);
  context.Cursor = createCursorClass(context);
  context.ObserveHandle = createObserveHandle(context);
  context.ObserveMultiplexer = createObserveMultiplexer(context);
  context.PollingObserveDriver = createPollingObserveDriver(context);
  context.OplogHandle = createOplogHandle(context);
  context.OplogObserveDriver = createOplogObserveDriver(context);
  context.SharedChangeStream = createSharedChangeStream(context);
  context.ChangeStreamObserveDriver = createChangeStreamObserveDriver(context);
  context.Connection = createConnectionClass(context);
  context.RemoteCollectionDriver = createRemoteCollectionDriver(context);
  return context;
}

function createMongoExports(
  context: MongoContext,
  defaultDriver: () => RemoteCollectionDriver,
): Mongo {
  const collections = new Map<string | null, Collection>();
  context.Collection = createCollectionClass(context, { collections, defaultDriver });
  return {
    Collection: context.Collection,
    ObjectID,
    Cursor: context.Cursor,
    _collections: collections,
    getCollection: (name) => collections.get(name),
    setConnectionOptions: (options) => {
      context.connectionOptions = options;
    },
  };
}

function createInternals(context: MongoContext, defaultDriver: () => RemoteCollectionDriver) {
  return {
    __packageName: 'mongo',
    NpmModules: { mongodb: { version: mongodbVersion(context), module: mongodb } },
    NpmModule: mongodb,
    MongoTimestamp: mongodb.Timestamp,
    Connection: context.Connection,
    OplogHandle: context.OplogHandle,
    OplogObserveDriver: context.OplogObserveDriver,
    RemoteCollectionDriver: context.RemoteCollectionDriver,
    defaultRemoteCollectionDriver: function defaultRemoteCollectionDriver() {
      return defaultDriver();
    },
  };
}

function mongodbVersion({ options }: MongoContext): string {
  return atLeast(options.version, '3.1') ? '6.16.0' : '4.17.2';
}

function internalModules(context: MongoContext): Record<string, Record<string, unknown>> {
  if (!atLeast(context.options.version, '3.1')) return {};
  const { Cursor, ObserveMultiplexer, PollingObserveDriver } = context;
  const { ChangeStreamObserveDriver, SharedChangeStream } = context;
  return {
    'meteor/mongo/cursor.ts': { Cursor },
    'meteor/mongo/observe_multiplex.ts': { ObserveMultiplexer },
    'meteor/mongo/polling_observe_driver.ts': { PollingObserveDriver },
    ...(atLeast(context.options.version, '3.5') && {
      'meteor/mongo/changestream_observe_driver.js': { ChangeStreamObserveDriver },
      'meteor/mongo/shared_change_stream.js': { SharedChangeStream },
    }),
  };
}

function defaultDriver(context: MongoContext): RemoteCollectionDriver {
  const { MONGO_URL = '', MONGO_OPLOG_URL } = context.env;
  const options = MONGO_OPLOG_URL ? { oplogUrl: MONGO_OPLOG_URL } : {};
  const driver = new context.RemoteCollectionDriver(MONGO_URL, options);
  context.options.Meteor.startup(async () => {
    await driver.mongo.client.connect();
  });
  return driver;
}

function lazily<T>(make: () => T): { get(): T; made(): T | undefined } {
  let made: { value: T } | undefined;
  return {
    made: () => made?.value,
    get: () => {
      made ??= { value: make() };
      return made.value;
    },
  };
}
