import { randomInt } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Framing, rawFraming, sockjsFraming } from './framing';

type OnSocket = (socket: WebSocket, request: IncomingMessage, framing: Framing) => void;
// biome-ignore lint/complexity/noBannedTypes: the listeners of an emitter have no common signature
type Listener = Function;

/**
 * Puts the WebSocket endpoints in front of whatever listens on `server`: raw at
 * `/websocket`, SockJS at `/sockjs/<server>/<session>/websocket`, and what
 * SockJS clients ask for first at `/sockjs/info`. Returns how to end it all.
 */
export function attachEndpoints(server: Server, prefix: string, onSocket: OnSocket): () => void {
  const sockets = new WebSocketServer({ noServer: true });
  const sockjs = `${prefix}/sockjs`;

  function framingFor(path: string): Framing | undefined {
    const raw = [`${prefix}/websocket`, `${sockjs}/websocket`];
    if (raw.includes(path.replace(/\/$/, ''))) return rawFraming;
    const inside = path.startsWith(`${sockjs}/`) ? path.slice(sockjs.length) : '';
    return /^\/[^/.]+\/[^/.]+\/websocket\/?$/.test(inside) ? sockjsFraming : undefined;
  }

  overshadow(server, 'upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const framing = framingFor(pathOf(request));
    if (!framing) return false;
    sockets.handleUpgrade(request, socket, head, (ws) => onSocket(ws, request, framing));
    return true;
  });

  overshadow(server, 'request', (request: IncomingMessage, response: ServerResponse) => {
    const path = pathOf(request);
    if (path !== `${prefix}/websocket` && !path.startsWith(`${sockjs}/`)) return false;
    answer(path.slice(sockjs.length), response);
    return true;
  });

  return () => {
    for (const client of sockets.clients) client.terminate();
    sockets.close();
  };
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? '';
}

/** Runs `first`, and who listened before only when it answers false. */
function overshadow<A extends unknown[]>(
  server: Server,
  event: 'request' | 'upgrade',
  first: (...args: A) => boolean,
): void {
  const others: Listener[] = server.listeners(event);
  server.removeAllListeners(event);
  server.on(event, (...args: unknown[]) => {
    if (first(...(args as A))) return;
    for (const other of others) other.apply(server, args);
  });
}

function answer(path: string, response: ServerResponse): void {
  if (path !== '/info') {
    response.writeHead(path === '' || path === '/' ? 200 : 404, { 'content-type': 'text/plain' });
    response.end(path === '' || path === '/' ? 'Welcome to SockJS!\n' : 'Not found\n');
    return;
  }
  const info = {
    websocket: true,
    origins: ['*:*'],
    cookie_needed: false,
    entropy: randomInt(2 ** 32),
  };
  response.writeHead(200, {
    'content-type': 'application/json; charset=UTF-8',
    'cache-control': 'no-store, no-cache, no-transform, must-revalidate, max-age=0',
    'access-control-allow-origin': '*',
  });
  response.end(JSON.stringify(info));
}
