import type { DDP } from '../ddp/ddp';
import type { PackageMap } from '../ddp/internals';
import type { DDPServer } from '../ddp/server-types';
import type { AsynchronousQueueClass } from '../meteor/asynchronous-queue';
import type { Dynamics } from '../meteor/dynamics';
import type { Ejson } from '../meteor/ejson';
import type { HookClass } from '../meteor/hook';
import type { Meteor } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import type { HostVersion } from '../meteor/versions';
import type { CollectionClass } from './collection';
import type { ConnectionClass, MongoConnection } from './connection';
import type { CursorClass, CursorDescriptionClass } from './cursor';
import type { CreateClient } from './driver/driver';
import type { DiffSequence } from './local/diff-sequence';
import type { LocalCollection } from './local/local-collection';
import type { ObserveDriverName } from './mongo-environment';
import type { ChangeStreamObserveDriverClass } from './observe/change-stream-observe-driver';
import type { ObserveHandleClass } from './observe/observe-handle';
import type { ObserveMultiplexerClass } from './observe/observe-multiplexer';
import type { OplogHandleClass } from './observe/oplog-handle';
import type { OplogObserveDriverClass } from './observe/oplog-observe-driver';
import type { PollingObserveDriverClass } from './observe/polling-observe-driver';
import type { SharedChangeStreamClass } from './observe/shared-change-stream';
import type { RemoteCollectionDriverClass } from './remote-collection-driver';

/** What the Mongo package of one host is made of. */
export interface MongoOptions {
  readonly version: HostVersion;
  /** As the environment says when nothing is given; see `mongoEnvironment`. */
  readonly driver?: ObserveDriverName | undefined;
  readonly Meteor: Meteor;
  readonly DDP: DDP;
  readonly DDPServer: DDPServer;
  readonly EJSON: Ejson;
  readonly Random: RandomPackage;
  readonly dynamics: Dynamics;
  readonly settings?: Record<string, unknown> | undefined;
  readonly env?: Record<string, string | undefined> | undefined;
  /** The exports of the host's packages; `facts-base` is used when it is there. */
  readonly Package?: PackageMap | undefined;
  /** Milliseconds a command takes in each direction on the in-memory server. */
  readonly latencyMs?: number | undefined;
}

/**
 * What the parts of the Mongo package share. The classes are looked up here
 * when they are needed, so that the order in which they are made is free.
 */
export interface MongoContext {
  readonly options: MongoOptions;
  readonly env: Record<string, string | undefined>;
  readonly Hook: HookClass;
  readonly AsynchronousQueue: AsynchronousQueueClass;
  readonly DiffSequence: DiffSequence;
  readonly LocalCollection: LocalCollection;
  readonly createClient: CreateClient;
  /** Drivers that are running, to be stopped with the host. */
  readonly liveDrivers: Set<{ stop(): unknown }>;
  readonly connections: Set<MongoConnection>;
  /** What `Mongo.setConnectionOptions` was given. */
  connectionOptions: object;
  ChangeStreamObserveDriver: ChangeStreamObserveDriverClass;
  Collection: CollectionClass;
  Connection: ConnectionClass;
  Cursor: CursorClass;
  CursorDescription: CursorDescriptionClass;
  ObserveHandle: ObserveHandleClass;
  ObserveMultiplexer: ObserveMultiplexerClass;
  OplogHandle: OplogHandleClass;
  OplogObserveDriver: OplogObserveDriverClass;
  PollingObserveDriver: PollingObserveDriverClass;
  RemoteCollectionDriver: RemoteCollectionDriverClass;
  SharedChangeStream: SharedChangeStreamClass;
}
