import { legacyClass } from '../meteor/legacy-class';
import { atLeast } from '../meteor/versions';
import { handleConnect } from './connect';
import type { Internals } from './internals';
import { serverMethodCalls } from './server-calls';
import { listen } from './server-socket';
import type { PublicationStrategy } from './server-types';
import { removeOrPark } from './session-resumption';
import type {
  ConnectionCallback,
  MessageCallback,
  MethodHandler,
  PublishHandler,
  ResumableSession,
  ServerOptions,
  Server as ServerShape,
  Session,
  SessionClass,
  StreamServer,
} from './types';

export type ServerClass = new (options?: Partial<ServerOptions>) => ServerShape;

/** The class of `Meteor.server`. */
export function createServer(internals: Internals, Session: SessionClass): ServerClass {
  const { version, Hook, DDPServer, createStreamServer } = internals;
  const resumable = atLeast(version, '3.5');

  class Server {
    readonly options: ServerOptions;
    readonly onConnectionHook = new Hook<ConnectionCallback>({
      debugPrintExceptions: 'onConnection callback',
    });
    readonly onMessageHook = new Hook<MessageCallback>({
      debugPrintExceptions: 'onMessage callback',
    });
    readonly publish_handlers: Record<string, PublishHandler> = {};
    readonly universal_publish_handlers: PublishHandler[] = [];
    readonly method_handlers: Record<string, MethodHandler> = {};
    readonly _publicationStrategies: Record<string, PublicationStrategy> = {};
    readonly sessions = new Map<string, Session>();
    readonly stream_server: StreamServer;

    constructor(options: Partial<ServerOptions> = {}) {
      this.options = {
        heartbeatInterval: 15000,
        heartbeatTimeout: 15000,
        respondToPings: true,
        defaultPublicationStrategy: DDPServer.publicationStrategies
          .SERVER_MERGE as PublicationStrategy,
        ...(resumable && { maxMessageQueueLength: 100, disconnectGracePeriod: 15000 }),
        ...options,
      };
      this.stream_server = createStreamServer();
      listen(internals, this as unknown as ServerShape);
    }
  }

  Object.assign(
    Server.prototype,
    serverMethods(internals, Session),
    serverMethodCalls(internals),
    resumable ? removal(internals) : plainRemoval,
  );
  return legacyClass(Server) as unknown as ServerClass;
}

type ServerMethods = Pick<
  ServerShape,
  | 'onConnection'
  | 'onMessage'
  | 'setPublicationStrategy'
  | 'getPublicationStrategy'
  | '_handleConnect'
  | 'publish'
  | 'methods'
  | '_urlForSession'
>;

function serverMethods(
  internals: Internals,
  Session: SessionClass,
): ServerMethods & ThisType<ServerShape & { _publicationStrategies: ServerOptionsMap }> {
  const { Meteor, DDPServer } = internals;

  return {
    onConnection(fn) {
      return this.onConnectionHook.register(fn);
    },

    onMessage(fn) {
      return this.onMessageHook.register(fn);
    },

    setPublicationStrategy(name, strategy) {
      if (!Object.values(DDPServer.publicationStrategies).includes(strategy)) {
        throw new Error(`Invalid merge strategy: ${strategy} \n        for collection ${name}`);
      }
      this._publicationStrategies[name] = strategy;
    },

    getPublicationStrategy(name) {
      return this._publicationStrategies[name] ?? this.options.defaultPublicationStrategy;
    },

    _handleConnect(socket, msg) {
      handleConnect(internals, Session, this, socket, msg);
    },

    publish(name, handler, _options) {
      if (typeof name === 'object' && name !== null) {
        for (const [key, value] of Object.entries(name)) this.publish(key, value, {});
        return;
      }
      if (name && name in this.publish_handlers) {
        Meteor._debug(`Ignoring duplicate publish named '${name}'`);
        return;
      }
      if (name) this.publish_handlers[name] = handler as PublishHandler;
      else publishToAll(this, handler as PublishHandler);
    },

    methods(methods) {
      for (const [name, func] of Object.entries(methods)) {
        if (typeof func !== 'function') throw new Error(`Method '${name}' must be a function`);
        if (this.method_handlers[name]) {
          throw new Error(`A method named '${name}' is already defined`);
        }
        this.method_handlers[name] = func;
      }
    },

    _urlForSession(sessionId) {
      const session = this.sessions.get(sessionId);
      return session ? session._socketUrl : null;
    },
  };
}

type ServerOptionsMap = Record<string, PublicationStrategy>;

function publishToAll(server: ServerShape, handler: PublishHandler): void {
  server.universal_publish_handlers.push(handler);
  for (const session of server.sessions.values()) {
    if (!session._dontStartNewUniversalSubs) session._startSubscription(handler);
  }
}

const plainRemoval: Pick<ServerShape, '_removeSession'> & ThisType<ServerShape> = {
  _removeSession(session) {
    this.sessions.delete(session.id);
  },
};

function removal(
  internals: Internals,
): Pick<ServerShape, '_removeSession'> & ThisType<ServerShape> {
  return {
    _removeSession(session, callback = () => {}) {
      removeOrPark(internals, this, session as ResumableSession, callback);
    },
  };
}
