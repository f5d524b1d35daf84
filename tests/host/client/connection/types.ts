import type { Frame } from '../../ddp/types';
import type { IdMap } from '../../mongo/local/id-map';
import type {
  ClientStream,
  ConnectionStatus,
  DisconnectOptions,
  ReconnectOptions,
} from '../stream';
import type { Dependency } from '../tracker';
import type { MethodInvoker } from './method-invoker';

type Document = Record<string, unknown>;
export type Result = (error?: unknown, result?: unknown) => unknown;
export type Stub = (this: unknown, ...args: never[]) => unknown;

/** A change for a store: a data message, or the `replace` that undoes what a stub wrote. */
export type StoreMessage = Frame & {
  readonly id: string;
  msg: string;
  fields?: Document | undefined;
  readonly replace?: Document | undefined;
};

/** What keeps the documents of one collection, and undoes what stubs wrote. */
export interface Store {
  beginUpdate(batchSize: number, reset: boolean): unknown;
  update(message: StoreMessage): unknown;
  endUpdate(): unknown;
  saveOriginals(): unknown;
  retrieveOriginals(): IdMap<Document | undefined> | undefined;
  getDoc(id: unknown): unknown;
  _getCollection(): unknown;
}

/** A document that stubs wrote, as the server last had it. */
export interface ServerDocument {
  document: Document | undefined;
  flushCallbacks: Array<() => void>;
  writtenByStubs: Record<string, true>;
}

export interface SubscriptionRecord {
  readonly id: string;
  readonly name: string;
  readonly params: unknown[];
  inactive: boolean;
  ready: boolean;
  readonly readyDeps: Dependency;
  readyCallback: (() => void) | undefined;
  errorCallback: ((error: unknown) => void) | undefined;
  stopCallback: ((error?: unknown) => void) | undefined;
  readonly connection: Connection;
  remove(): void;
  stop(): void;
}

export interface SubscriptionHandle {
  readonly subscriptionId: string;
  stop(): void;
  ready(): boolean;
}

/** Methods that may run at the same time; the first block is on its way. */
export interface MethodBlock {
  readonly wait: boolean;
  methods: MethodInvoker[];
}

export interface ApplyOptions {
  readonly wait?: boolean;
  readonly noRetry?: boolean;
  readonly onResultReceived?: Result;
  readonly throwStubExceptions?: boolean;
  readonly returnStubValue?: boolean;
  readonly returnServerResultPromise?: boolean;
  readonly isFromCallAsync?: boolean;
  readonly _returnMethodInvoker?: boolean;
}

/** What became of the stub of a call. */
export interface StubOutcome {
  hasStub: boolean;
  exception?: unknown;
  stubReturnValue?: unknown;
  readonly alreadyInSimulation: boolean | undefined;
  readonly isFromCallAsync: boolean | undefined;
  readonly randomSeed: { value: string | null };
}

export interface StubCall extends StubOutcome {
  readonly stubInvocation?: () => unknown;
  readonly invocation?: unknown;
}

export type ServerCall = Promise<unknown> & {
  stubPromise?: Promise<unknown>;
  serverPromise?: Promise<unknown>;
};

export interface ConnectionOptions {
  readonly onConnected: () => void;
  readonly onDDPVersionNegotiationFailure: (description: string) => void;
  readonly heartbeatInterval: number;
  readonly heartbeatTimeout: number;
  readonly reloadWithOutstanding: boolean;
  readonly supportedDDPVersions: string[];
  readonly retry: boolean;
  readonly respondToPings: boolean;
  readonly bufferedWritesInterval: number;
  readonly bufferedWritesMaxAge: number;
  readonly connectTimeoutMs?: number;
}

type Updates = Record<string, StoreMessage[]>;

/** The methods that handle what comes in; from 3.1.1 on properties of each connection. */
export interface Handlers {
  _livedata_connected(msg: Frame): Promise<void>;
  _livedata_data(msg: Frame): Promise<void>;
  _livedata_nosub(msg: Frame): Promise<void>;
  _livedata_result(msg: Frame): Promise<void>;
  _livedata_error(msg: Frame): void;
  _process_added(msg: Frame, updates: Updates): Promise<void>;
  _process_changed(msg: Frame, updates: Updates): void;
  _process_removed(msg: Frame, updates: Updates): void;
  _process_ready(msg: Frame, updates: Updates): void;
  _process_updated(msg: Frame, updates: Updates): void;
  _pushUpdate(updates: Updates, collection: string, msg: StoreMessage): void;
  _getServerDoc(collection: string, id: unknown): ServerDocument | null;
}

/** The state of a connection, under the names it has in Meteor. */
export interface ConnectionState {
  readonly options: ConnectionOptions;
  onReconnect: (() => void) | null;
  readonly _stream: ClientStream;
  _lastSessionId: string | null;
  _receivedCount?: number;
  _versionSuggestion: string | null;
  _version: string | null;
  readonly _stores: Record<string, Store>;
  readonly _methodHandlers: Record<string, Stub>;
  _nextMethodId: number;
  readonly _supportedDDPVersions: string[];
  readonly _heartbeatInterval: number;
  readonly _heartbeatTimeout: number;
  _heartbeat: { start(): void; stop(): void; messageReceived(): void } | null;
  readonly _methodInvokers: Record<string, MethodInvoker>;
  _outstandingMethodBlocks: MethodBlock[];
  _documentsWrittenByStub: Record<string, Array<{ collection: string; id: unknown }>>;
  _serverDocuments: Record<string, IdMap<ServerDocument>>;
  _afterUpdateCallbacks: Array<() => void>;
  _messagesBufferedUntilQuiescence: Frame[];
  _methodsBlockingQuiescence: Record<string, true>;
  _subsBeingRevived: Record<string, true>;
  _resetStores: boolean;
  _updatesForUnknownStores: Updates;
  _retryMigrate: (() => void) | null;
  _bufferedWrites: Updates;
  _bufferedWritesFlushAt: number | null;
  _bufferedWritesFlushHandle: ReturnType<typeof setTimeout> | null;
  readonly _bufferedWritesInterval: number;
  readonly _bufferedWritesMaxAge: number;
  readonly _subscriptions: Record<string, SubscriptionRecord>;
  _userId: string | null;
  readonly _userIdDeps: Dependency;
}

/** A DDP connection as the package `ddp-client` has it, with its internals. */
export interface Connection extends ConnectionState, Handlers {
  subscribe(name: string, ...args: unknown[]): SubscriptionHandle;
  _unsubscribeAll(): void;
  methods(methods: Record<string, Stub>): void;
  isAsyncCall(): boolean;
  call(name: string, ...args: unknown[]): unknown;
  callAsync(name: string, ...args: unknown[]): ServerCall;
  apply(name: string, args: unknown[], options?: ApplyOptions | Result, callback?: Result): unknown;
  applyAsync(
    name: string,
    args: unknown[],
    options?: ApplyOptions,
    callback?: Result | null,
  ): ServerCall;
  _applyAsyncStubInvocation(
    name: string,
    args: unknown[],
    options?: ApplyOptions,
  ): Promise<StubOutcome>;
  _applyAsync(call: {
    name: string;
    args: unknown[];
    options?: ApplyOptions | undefined;
    callback?: Result | null | undefined;
    stubPromise: Promise<StubOutcome>;
  }): Promise<unknown>;
  _apply(
    name: string,
    stub: StubOutcome,
    args: unknown[],
    options?: ApplyOptions | Result,
    callback?: Result | null,
  ): unknown;
  _stubCall(name: string, args: unknown[], options?: ApplyOptions): StubCall;
  _getIsSimulation(of: {
    isFromCallAsync: boolean | undefined;
    alreadyInSimulation: boolean | undefined;
  }): boolean | undefined;
  _saveOriginals(): void;
  _retrieveAndStoreOriginals(methodId: string): void;
  _addOutstandingMethod(invoker: MethodInvoker, options?: ApplyOptions): void;
  _outstandingMethodFinished(): void;
  _sendOutstandingMethods(): void;
  _sendOutstandingMethodBlocksMessages(blocks: MethodBlock[]): void;
  _callOnReconnectAndSendAppropriateOutstandingMethods(): void;
  _anyMethodsAreOutstanding(): boolean;
  _readyToMigrate(): boolean;
  _maybeMigrate(): void;
  _send(message: Frame, shouldQueue?: boolean): void;
  _sendQueued(message: Frame): void;
  _lostConnection(error: unknown): void;
  status(): ConnectionStatus;
  reconnect(options?: ReconnectOptions): void;
  disconnect(options?: DisconnectOptions): void;
  close(): void;
  userId(): string | null;
  setUserId(userId: string | null): void;
  createStoreMethods(name: string, wrapped: Partial<Store>): Store | false;
  registerStoreClient(name: string, wrapped: Partial<Store>): boolean;
  registerStoreServer(name: string, wrapped: Partial<Store>): Promise<boolean>;
  _waitingForQuiescence(): boolean;
  _prepareBuffersToFlush(): Updates;
  _flushBufferedWrites(): unknown;
  _performWritesClient(updates: Updates): void;
  _runAfterUpdateCallbacks(): void;
  _runWhenAllServerDocsAreFlushed(run: () => void): void;
}
