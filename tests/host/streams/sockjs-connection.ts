import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { Socket as NetSocket } from 'node:net';
import type { WebSocket } from 'ws';
import type { Session, Socket } from '../ddp/types';
import type { Framing } from './framing';

/** The request headers that a connection shows; cookies are not among them. */
const SHOWN_HEADERS = [
  'referer',
  'x-client-ip',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-cluster-client-ip',
  'via',
  'x-real-ip',
  'x-forwarded-proto',
  'x-ssl',
  'dnt',
  'host',
  'user-agent',
  'accept-language',
] as const;

/**
 * One client's socket as the `sockjs` package shows it. `data` carries one
 * message, whatever the framing on the wire; `close` comes once.
 */
export class SockJSConnection extends EventEmitter implements Socket {
  readonly headers: Socket['headers'];
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  readonly url: string | undefined;
  readonly protocol: 'websocket' | 'websocket-raw';
  /** The part of sockjs' own session by which Meteor reaches the TCP socket. */
  readonly _session: { recv: { connection: NetSocket } };
  readable = true;
  writable = true;
  isClosed = false;
  declare _meteorSession?: Session | null;
  declare setWebsocketTimeout: (timeoutMs: number) => void;
  declare send: (data: string) => void;
  readonly #socket: WebSocket;
  readonly #framing: Framing;

  constructor(socket: WebSocket, request: IncomingMessage, framing: Framing) {
    super();
    this.#socket = socket;
    this.#framing = framing;
    this.url = request.url;
    this.protocol = framing.protocol;
    this.remoteAddress = request.socket.remoteAddress;
    this.remotePort = request.socket.remotePort;
    this.headers = Object.fromEntries(
      SHOWN_HEADERS.flatMap((name) =>
        request.headers[name] === undefined ? [] : [[name, request.headers[name]]],
      ),
    );
    this._session = { recv: { connection: request.socket } };
    request.socket.on('timeout', () => socket.terminate());
  }

  /** Begins to pass on what comes in. Called once somebody could be listening. */
  begin(): void {
    const socket = this.#socket;
    const heartbeat = this.#framing.open((frame) => socket.send(frame));
    socket.on('message', (raw) => {
      for (const message of this.#framing.decode(String(raw))) this.emit('data', message);
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      clearInterval(heartbeat);
      this.readable = false;
      this.writable = false;
      this.isClosed = true;
      this.emit('close');
    });
  }

  write(data: string): boolean {
    if (!this.writable) return false;
    this.#socket.send(this.#framing.encode(data));
    return true;
  }

  close(status = 1000, reason = 'Normal closure'): boolean {
    if (!this.writable) return false;
    this.writable = false;
    const goodbye = this.#framing.goodbye(status, reason);
    if (goodbye) this.#socket.send(goodbye);
    this.#socket.close(goodbye ? 1000 : status, goodbye ? '' : reason);
    return true;
  }

  end(data?: string): void {
    if (data) this.write(data);
    this.close();
  }

  destroy(): void {
    this.#socket.terminate();
  }
}
