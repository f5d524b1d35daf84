import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';

/** What a server does instead of taking what it is given. */
export const serverFaults = [
  'refuses',
  'hangs',
  'trickles',
  'resets',
  'answer lost',
  'answer trickles',
  'garbage',
  '429',
  '500',
  '503',
  '413',
] as const;

export type ServerFault = (typeof serverFaults)[number];

export interface FaultyServer {
  readonly url: string;
  /** When requests came, and whether the server was well then. */
  readonly requests: ReadonlyArray<{ readonly at: number; readonly fault: string | undefined }>;
  /** Breaks, or is well again without an argument. */
  become(fault?: ServerFault): Promise<void>;
  close(): Promise<void>;
}

export const retryAfterSeconds = 120;

/** What a client sent. */
export interface Sent {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: Buffer;
}

/**
 * A real server on this machine that can break. `take` is called with all that
 * it keeps; what it gives is the answer, 200 without a body where it gives none.
 */
export async function faultyServer(options: {
  readonly take: (sent: Sent) => Promise<Answer> | undefined;
  readonly now: () => number;
}): Promise<FaultyServer> {
  const { take, now } = options;
  const requests: Array<{ at: number; fault: string | undefined }> = [];
  const trickling = new Set<NodeJS.Timeout>();
  let fault: ServerFault | undefined;
  let port = 0;

  const server = createServer((request, response) => {
    requests.push({ at: now(), fault });
    serve(request, response).catch(() => response.destroy()); // the client hung up meanwhile
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bytesOf(request);
    const keep = () => take({ path: request.url ?? '', headers: request.headers, bytes });
    const { socket } = request;
    switch (fault) {
      case undefined: {
        const answer = await keep();
        response.writeHead(answer?.status ?? 200, answer?.headers).end(answer?.bytes);
        return;
      }
      case 'hangs':
      case 'refuses': // it came just before
        return;
      case 'trickles':
        drip(socket, 'HTTP/1.1 200 O');
        return;
      case 'answer trickles':
        await keep();
        drip(socket, 'HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
        return;
      case 'resets':
        socket.resetAndDestroy();
        return;
      case 'answer lost':
        await keep();
        socket.resetAndDestroy();
        return;
      case 'garbage':
        socket.end('\u0000\u0001 not HTTP at all\r\n\r\n');
        return;
      case '429':
        response.writeHead(429, { 'retry-after': String(retryAfterSeconds) }).end('slow down');
        return;
      default:
        response.writeHead(Number(fault)).end('no');
    }
  }

  /** Sends the beginning at once, or a byte at a time where it is no whole head, and goes on for ever. */
  function drip(socket: Socket, beginning: string): void {
    let rest = beginning;
    if (rest.endsWith('\r\n\r\n')) {
      socket.write(rest);
      rest = '';
    }
    const timer = setInterval(() => {
      if (socket.destroyed) clearInterval(timer);
      else socket.write(rest[0] ?? ' ');
      rest = rest.slice(1);
    }, 5);
    trickling.add(timer);
    socket.on('close', () => clearInterval(timer));
  }

  function listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  }

  function shut(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  await listen();
  ({ port } = server.address() as AddressInfo);

  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async become(next) {
      const wasRefusing = fault === 'refuses';
      fault = next;
      if (next === 'refuses') await shut();
      else if (wasRefusing) await listen();
    },
    async close() {
      for (const timer of trickling) clearInterval(timer);
      if (fault !== 'refuses') await shut();
    },
  };
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/** The text of a body, gzipped or not. */
export function textOf({ headers, bytes }: Sent): string {
  return (headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes).toString();
}

/** A `take` that hands everything on to another server. */
export function handOnTo(url: string): (sent: Sent) => Promise<Answer> {
  return async ({ path, headers, bytes }) => {
    const { host: _host, connection: _connection, ...rest } = headers;
    const { 'content-length': _length, 'transfer-encoding': _encoding, ...kept } = rest;
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: kept as Record<string, string>,
      body: bytes as NonNullable<RequestInit['body']>,
    });
    const code = response.headers.get('x-clickhouse-exception-code');
    return {
      status: response.status,
      headers: code === null ? {} : { 'x-clickhouse-exception-code': code },
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
}
