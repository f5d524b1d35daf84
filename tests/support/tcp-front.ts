import { connect, createServer, type Socket } from 'node:net';

/** What a connection does instead of going on. */
export type TcpFault = 'refuses' | 'hangs' | 'resets' | 'answer lost';

export interface TcpFront {
  readonly port: number;
  /** Bytes that clients sent. */
  readonly sentBytes: number;
  /** Breaks, or is well again without an argument. */
  become(fault?: TcpFault): void;
  close(): Promise<void>;
}

/** Commands of MongoDB whose answers get lost; connections are made as ever. */
const writes = ['insert\0', 'update\0', 'bulkWrite\0'];

/** Hands connections on to a server, counts what is sent, and can break. */
export async function tcpFront(target: { host: string; port: number }): Promise<TcpFront> {
  const sockets = new Set<Socket>();
  let fault: TcpFault | undefined;
  let sentBytes = 0;

  const server = createServer((client) => {
    if (fault === 'refuses') {
      client.resetAndDestroy();
      return;
    }
    let isWrite = false;
    const upstream = connect(target.port, target.host);
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => {
      sentBytes += chunk.length;
      isWrite = isWrite || writes.some((word) => chunk.includes(word));
      if (fault === 'resets') client.resetAndDestroy();
      else if (fault !== 'hangs') upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (fault === 'answer lost' && isWrite) client.resetAndDestroy();
      else if (fault !== 'hangs') client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();

  return {
    port: typeof address === 'object' && address ? address.port : 0,
    get sentBytes() {
      return sentBytes;
    },
    become(next) {
      fault = next;
      if (next) for (const socket of sockets) socket.destroy();
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
