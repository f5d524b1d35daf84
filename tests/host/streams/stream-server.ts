import type { Server as HttpServer } from 'node:http';
import type { Socket, StreamServer as StreamServerShape } from '../ddp/types';
import { legacyClass } from '../meteor/legacy-class';
import { atLeast, type HostVersion } from '../meteor/versions';
import { attachEndpoints } from './endpoints';
import { SockJSConnection } from './sockjs-connection';

export interface StreamOptions {
  readonly version: HostVersion;
  readonly httpServer: HttpServer;
  /** What the path of `ROOT_URL` puts before every path, without a slash at the end. */
  readonly pathPrefix: string;
}

export interface Streams {
  createStreamServer(): StreamServerShape;
  /** Cuts every client off. */
  close(): void;
}

/** Stands where sockjs' own server stands; nobody calls it. */
class Server {
  readonly options: { readonly prefix: string };

  constructor(prefix: string) {
    this.options = { prefix };
  }
}

const DDP_HANDSHAKE_TIMEOUT_MS = 45_000;

/**
 * The stream server of one host, on its HTTP server. A socket is told to all who
 * registered before its first message is read.
 */
export function createStreams({ version, httpServer, pathPrefix }: StreamOptions): Streams {
  const detachers: (() => void)[] = [];

  class StreamServer {
    readonly registration_callbacks: ((socket: Socket) => void)[] = [];
    open_sockets: Socket[] = [];
    declare prefix: string;
    declare server: object;

    constructor() {
      if (!atLeast(version, '3.5')) {
        this.prefix = `${pathPrefix}/sockjs`;
        this.server = new Server(this.prefix);
        (this as unknown as Redirecting)._redirectWebsocketEndpoint();
      }
      const detach = attachEndpoints(httpServer, pathPrefix, (socket, request, framing) => {
        const connection = new SockJSConnection(socket, request, framing);
        accept(this, connection);
        connection.begin();
      });
      detachers.push(detach);
    }

    register(callback: (socket: Socket) => void): void {
      this.registration_callbacks.push(callback);
      for (const socket of this.all_sockets()) callback(socket);
    }

    all_sockets(): Socket[] {
      return Object.values(this.open_sockets);
    }
  }

  if (atLeast(version, '3.5')) {
    Object.assign(StreamServer.prototype, {
      _onConnection(this: StreamServer, socket: SockJSConnection) {
        accept(this, socket);
      },
    });
  } else {
    // The endpoint `/websocket` needs no redirection here: it is served as it is.
    Object.assign(StreamServer.prototype, { _redirectWebsocketEndpoint() {} });
  }
  legacyClass(StreamServer);

  return {
    createStreamServer: () => new StreamServer(),
    close() {
      for (const detach of detachers.splice(0)) detach();
    },
  };
}

interface Redirecting {
  _redirectWebsocketEndpoint(): void;
}

function accept(streams: StreamServerShape, socket: SockJSConnection): void {
  socket.setWebsocketTimeout = (timeoutMs) => {
    socket._session.recv.connection.setTimeout(timeoutMs);
  };
  socket.setWebsocketTimeout(DDP_HANDSHAKE_TIMEOUT_MS);
  socket.send = (data) => {
    socket.write(data);
  };
  socket.on('close', () => {
    streams.open_sockets = streams.open_sockets.filter((each) => each !== socket);
  });
  streams.open_sockets.push(socket);
  for (const callback of streams.registration_callbacks) callback(socket);
}
