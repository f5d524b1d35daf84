import { atLeast } from '../meteor/versions';
import { clientAddress } from './client-address';
import { countFact, type Internals } from './internals';
import { createMethodHandler } from './protocol-method';
import { createSubHandler } from './protocol-sub';
import type { CollectionView } from './server-types';
import { sessionLifeMethods } from './session-life';
import { disconnect, sessionResumptionMethods } from './session-resumption';
import { sessionSubscriptionMethods } from './session-subscriptions';
import { sessionViewMethods } from './session-view';
import type {
  ConnectionHandle,
  Frame,
  Heartbeat,
  ProtocolHandler,
  ResumableSession,
  Server,
  ServerOptions,
  SessionClass,
  Session as SessionShape,
  Socket,
  Subscription,
  SubscriptionClass,
} from './types';

/** The class of sessions: the server's side of one DDP connection. */
export function createSession(internals: Internals, Subscription: SubscriptionClass): SessionClass {
  const { version: release, Meteor, Random, env } = internals;
  const resumable = atLeast(release, '3.5');

  class Session {
    readonly id = Random.id();
    declare sentCount: number;
    readonly server: Server;
    readonly version: string;
    readonly initialized = false;
    socket: Socket | null;
    declare options: ServerOptions;
    inQueue: SessionShape['inQueue'] = new Meteor._DoubleEndedQueue<Frame>();
    readonly blocked = false;
    workerRunning = false;
    cachedUnblock: (() => void) | null = null;
    _namedSubs = new Map<string, Subscription>();
    _universalSubs: Subscription[] = [];
    userId: string | null = null;
    collectionViews = new Map<string, CollectionView>();
    _isSending = true;
    _dontStartNewUniversalSubs = false;
    _pendingReady: string[] = [];
    readonly _closeCallbacks: (() => void)[] = [];
    readonly _socketUrl: string | undefined;
    readonly _respondToPings: boolean;
    readonly connectionHandle: ConnectionHandle;
    declare heartbeat: Heartbeat | null;

    constructor(server: Server, version: string, socket: Socket, options: ServerOptions) {
      if (resumable) {
        this.sentCount = 0;
        this.options = options;
      }
      this.server = server;
      this.version = version;
      this.socket = socket;
      this._socketUrl = socket.url;
      this._respondToPings = options.respondToPings;
      const session = this as unknown as ResumableSession;
      this.connectionHandle = connectionOf(internals, session, socket);

      session.send({ msg: 'connected', session: this.id });
      session.startUniversalSubs();
      startHeartbeat(internals, session, socket, options);
      countFact(internals, 'livedata', 'sessions', 1);
    }
  }

  const protocol_handlers: Record<string, ProtocolHandler> = {
    ...(resumable && { disconnect }),
    sub: createSubHandler(internals),
    unsub(msg) {
      this._stopSubscription(msg.id as string);
    },
    method: createMethodHandler(internals),
  };

  Object.assign(
    Session.prototype,
    sessionViewMethods(internals),
    sessionSubscriptionMethods(internals, Subscription),
    sessionLifeMethods(internals),
    resumable && sessionResumptionMethods(internals),
    {
      protocol_handlers,
      _clientAddress(this: SessionShape & { socket: Socket }) {
        return clientAddress(this.socket, env.HTTP_FORWARDED_COUNT, release);
      },
    },
  );
  return Session as unknown as SessionClass;
}

function connectionOf(
  { version, Meteor }: Internals,
  session: ResumableSession,
  socket: Socket,
): ConnectionHandle {
  return {
    id: session.id,
    close() {
      if (atLeast(version, '3.5')) session._expectingDisconnect = true;
      session.close();
    },
    onClose(callback) {
      const bound = Meteor.bindEnvironment(callback, 'connection onClose callback');
      if (session.inQueue) session._closeCallbacks.push(bound);
      else Meteor.defer(bound);
    },
    clientAddress: session._clientAddress(),
    httpHeaders: socket.headers,
  };
}

/** Starts the heartbeat of a session on a new socket, unless its version or the options have none. */
export function startHeartbeat(
  { DDPCommon }: Pick<Internals, 'DDPCommon'>,
  session: SessionShape,
  socket: Socket,
  options: ServerOptions,
): void {
  if (session.version === 'pre1' || options.heartbeatInterval === 0) return;
  socket.setWebsocketTimeout(0);
  session.heartbeat = new DDPCommon.Heartbeat({
    heartbeatInterval: options.heartbeatInterval,
    heartbeatTimeout: options.heartbeatTimeout,
    onTimeout: () => session.close(),
    sendPing: () => session.send({ msg: 'ping' }),
  });
  session.heartbeat.start();
}
