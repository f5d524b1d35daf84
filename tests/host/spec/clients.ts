import DDPClient from 'ddp';
import SimpleDDP from 'simpleddp';
import { WebSocket } from 'ws';
import { SockjsSocket } from './sockjs-socket';

type Document = Record<string, unknown>;

/** What the tests need of a DDP client, whoever wrote it. */
export interface SpecClient {
  call(name: string, ...params: unknown[]): Promise<unknown>;
  /** Resolves when the subscription is ready, rejects with the error of its `nosub`. */
  subscribe(name: string, ...params: unknown[]): Promise<{ stop(): void }>;
  /** The client's documents of a collection, by id. */
  documents(collection: string): Record<string, Document>;
  close(): Promise<void> | void;
}

export type Connect = (port: number) => Promise<SpecClient>;

/** Every client with every way to the server. */
export const CLIENTS: Readonly<Record<string, Connect>> = {
  'simpleddp over a raw WebSocket': (port) =>
    simpleddp(`ws://127.0.0.1:${port}/websocket`, WebSocket),
  'simpleddp over SockJS': (port) =>
    simpleddp(`ws://127.0.0.1:${port}/sockjs/123/abcdefgh/websocket`, SockjsSocket),
  'ddp over a raw WebSocket': (port) => ddp(port, false),
  'ddp after asking for the info of SockJS': (port) => ddp(port, true),
};

async function simpleddp(endpoint: string, SocketConstructor: unknown): Promise<SpecClient> {
  const options = { endpoint, SocketConstructor, autoConnect: false, autoReconnect: false };
  const client = new SimpleDDP(options);
  await client.connect();
  const { ddpConnection } = client;

  return {
    call: (name, ...params) => client.call(name, ...params),
    subscribe: (name, ...params) =>
      new Promise((resolve, reject) => {
        const id = ddpConnection.sub(name, params);
        const stop = () => {
          ddpConnection.unsub(id);
        };
        client.on('ready', ({ subs }) => {
          if ((subs as string[]).includes(id)) resolve({ stop });
        });
        client.on('nosub', (frame) => {
          if (frame.id === id) reject(frame.error);
        });
      }),
    documents(collection) {
      const documents = (client.collections[collection] ?? []) as { id: string }[];
      return Object.fromEntries(documents.map(({ id, ...fields }) => [id, fields]));
    },
    close: () => client.disconnect(),
  };
}

async function ddp(port: number, useSockJs: boolean): Promise<SpecClient> {
  const client = new DDPClient({ host: '127.0.0.1', port, autoReconnect: false, useSockJs });
  await promised((callback) => client.connect(callback));

  return {
    call: (name, ...params) => promised((callback) => client.call(name, params, callback)),
    async subscribe(name, ...params) {
      let id = '';
      await promised((callback) => {
        id = client.subscribe(name, params, callback);
      });
      return { stop: () => client.unsubscribe(id) };
    },
    documents(collection) {
      const documents = Object.entries(client.collections[collection] ?? {});
      return Object.fromEntries(documents.map(([id, { _id, ...fields }]) => [id, fields]));
    },
    close: () => client.close(),
  };
}

function promised(
  start: (callback: (error?: unknown, result?: unknown) => void) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    start((error, result) => (error ? reject(error) : resolve(result)));
  });
}
