import type { Hook, HookHandle } from '../meteor/hook';
import type {
  CollectionView,
  PublicationStrategy,
  ViewCallbacks,
  WriteFence,
} from './server-types';

/** Types of the other file that Mongo's side imports from here. */
export type {
  Crossbar,
  CrossbarListener,
  DDPServer,
  Notification,
  Write,
  WriteFence,
} from './server-types';

/** A DDP message, parsed. */
export type Frame = Record<string, unknown> & { readonly msg?: unknown };

export type Fields = Record<string, unknown>;

/** What the client's side of a WebSocket looks like to the DDP server. */
export interface Socket {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly remoteAddress?: string | undefined;
  readonly url?: string | undefined;
  isClosed?: boolean;
  _meteorSession?: Session | null;
  on(event: 'data', listener: (raw: string) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  send(data: string): void;
  close(): void;
  setWebsocketTimeout(timeoutMs: number): void;
}

/** The `connection` that apps see. */
export interface ConnectionHandle {
  readonly id: string;
  close(): void;
  onClose(callback: () => void): void;
  readonly clientAddress: string | null | undefined;
  readonly httpHeaders: Socket['headers'];
}

export type MethodHandler = (this: MethodInvocation, ...args: never[]) => unknown;
export type PublishHandler = (this: Subscription, ...args: never[]) => unknown;

export interface MethodInvocation {
  readonly name: string | undefined;
  readonly isSimulation: boolean;
  userId: string | null;
  readonly connection: ConnectionHandle | null;
  readonly randomSeed: unknown;
  randomStream: unknown;
  readonly fence: WriteFence | undefined;
  unblock(): void;
  setUserId(userId: string | null): Promise<void>;
}

/** Collects the writes of one method and says when observers have seen them. */
/** The export `DDPServer` of the package `ddp-server`. */
/** What a collection view calls when what the client should have changes. */
/** `this` of a publish function. */
export interface Subscription {
  readonly connection: ConnectionHandle;
  readonly userId: string | null;
  unblock: () => void;
  _session: Session | null;
  readonly _handler: PublishHandler;
  readonly _name: string | undefined;
  readonly _params: unknown[];
  readonly _subscriptionId: string | undefined;
  readonly _subscriptionHandle: string;
  _deactivated: boolean;
  _ready: boolean;
  _documents: Map<string, Set<string>>;
  _stopCallbacks: (() => unknown)[];
  readonly _idFilter: { idStringify(id: unknown): string; idParse(id: string): unknown };
  added(collectionName: string, id: unknown, fields: Fields): void;
  changed(collectionName: string, id: unknown, fields: Fields): void;
  removed(collectionName: string, id: unknown): void;
  ready(): void;
  error(error: unknown): void;
  stop(): void;
  onStop(callback: () => unknown): void;
  _runHandler(): Promise<void>;
  _publishHandlerResult(res: unknown): Promise<void>;
  _deactivate(): void;
  /** Synchronous up to 3.4.0, a promise from 3.4.1. */
  _callStopCallbacks(): void | Promise<void>;
  _removeAllDocuments(): void;
  _recreate(): Subscription;
  _isDeactivated(): boolean;
}

export type SubscriptionClass = new (
  session: Session,
  handler: PublishHandler,
  subscriptionId?: string,
  params?: unknown[],
  name?: string,
) => Subscription;

export type SessionClass = new (
  server: Server,
  version: string,
  socket: Socket,
  options: ServerOptions,
) => Session;

export type ProtocolHandler = (this: Session, msg: Frame, unblock: () => void) => unknown;

/** The server's state for one DDP client. */
export interface Session {
  readonly id: string;
  readonly version: string;
  readonly server: Server;
  readonly options?: ServerOptions;
  socket: Socket | null;
  inQueue: { push(msg: Frame): unknown; shift(): Frame | undefined } | null;
  readonly initialized: boolean;
  readonly blocked: boolean;
  workerRunning: boolean;
  cachedUnblock: (() => void) | null;
  heartbeat?: Heartbeat | null;
  userId: string | null;
  collectionViews: Map<string, CollectionView>;
  readonly connectionHandle: ConnectionHandle;
  readonly protocol_handlers: Record<string, ProtocolHandler>;
  _namedSubs: Map<string, Subscription>;
  _universalSubs: Subscription[];
  _isSending: boolean;
  _dontStartNewUniversalSubs: boolean;
  _pendingReady: string[];
  readonly _closeCallbacks: (() => void)[];
  readonly _socketUrl: string | undefined;
  readonly _respondToPings: boolean;
  send(msg: Frame): void;
  sendError(reason: string, offendingMessage?: unknown): void;
  sendReady(subscriptionIds: string[]): void;
  sendAdded(collectionName: string, id: string, fields: Fields): void;
  sendChanged(collectionName: string, id: string, fields: Fields): void;
  sendRemoved(collectionName: string, id: string): void;
  getSendCallbacks(): ViewCallbacks;
  getCollectionView(collectionName: string): CollectionView;
  _canSend(collectionName: string): boolean;
  _clientAddress(): string | null | undefined;
  added(subscriptionHandle: string, collectionName: string, id: string, fields: Fields): void;
  changed(subscriptionHandle: string, collectionName: string, id: string, fields: Fields): void;
  removed(subscriptionHandle: string, collectionName: string, id: string): void;
  startUniversalSubs(): void;
  processMessage(msg: Frame): void;
  close(): void;
  _eachSub(callback: (sub: Subscription) => void): void;
  _diffCollectionViews(before: Map<string, CollectionView>): void;
  _setUserId(userId: string | null): Promise<void>;
  _startSubscription(
    handler: PublishHandler,
    subId?: string,
    params?: unknown[],
    name?: string,
  ): Promise<void>;
  _stopSubscription(subId: string | undefined, error?: unknown): void;
  _deactivateAllSubscriptions(): void;
}

/** What session resumption adds to a session, from 3.5. */
export interface ResumableSession extends Session {
  sentCount: number;
  readonly options: ServerOptions;
  messageQueue?: Frame[] | undefined;
  _expectingDisconnect?: boolean;
  _isClosing?: boolean;
  _removeTimeoutHandle?: NodeJS.Timeout | null | undefined;
  _pendingRemoveFunction?: (() => void) | null | undefined;
  _stopHeartbeat(): void;
}

export interface Heartbeat {
  start(): void;
  stop(): void;
  messageReceived(): void;
}

export interface ServerOptions {
  heartbeatInterval: number;
  heartbeatTimeout: number;
  respondToPings: boolean;
  defaultPublicationStrategy: PublicationStrategy;
  maxMessageQueueLength?: number;
  disconnectGracePeriod?: number;
}

export type ConnectionCallback = (connection: ConnectionHandle) => void;
export type MessageCallback = (msg: Frame, session: Session) => void;
export type MethodCallback = (error: unknown, result?: unknown) => void;

/** What `Meteor` offers of its server under the same names. */
export interface ServerFunctions {
  publish(
    name: string | null | Record<string, PublishHandler>,
    handler?: PublishHandler,
    options?: { is_auto?: boolean },
  ): void;
  isAsyncCall(): boolean;
  methods(methods: Record<string, MethodHandler>): void;
  call(name: string, ...args: unknown[]): unknown;
  callAsync(name: string, ...args: unknown[]): Promise<unknown>;
  apply(
    name: string,
    args: unknown[],
    options?: object | MethodCallback,
    callback?: MethodCallback,
  ): unknown;
  applyAsync(name: string, args: unknown[], options?: object): Promise<unknown>;
  onConnection(callback: ConnectionCallback): HookHandle;
  onMessage(callback: MessageCallback): HookHandle;
}

/** `Meteor.server.stream_server`: knows every socket and tells who registers of new ones. */
export interface StreamServer {
  readonly registration_callbacks: ((socket: Socket) => void)[];
  open_sockets: Socket[];
  register(callback: (socket: Socket) => void): void;
  all_sockets(): Socket[];
}

/** `Meteor.server`. */
export interface Server extends ServerFunctions {
  readonly options: ServerOptions;
  readonly onConnectionHook: Hook<ConnectionCallback>;
  readonly onMessageHook: Hook<MessageCallback>;
  readonly publish_handlers: Record<string, PublishHandler>;
  readonly universal_publish_handlers: PublishHandler[];
  readonly method_handlers: Record<string, MethodHandler>;
  readonly sessions: Map<string, Session>;
  readonly stream_server: StreamServer;
  setPublicationStrategy(name: string, strategy: PublicationStrategy): void;
  getPublicationStrategy(name: string): PublicationStrategy;
  _handleConnect(socket: Socket, msg: Frame): void;
  _removeSession(session: Session, callback?: () => void): void;
  _urlForSession(sessionId: string): string | null | undefined;
}
