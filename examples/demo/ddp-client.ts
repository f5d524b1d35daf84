import SimpleDDP from 'simpleddp';
import WebSocket from 'ws';
import { within } from './deferred';
import { createLedger, type Frame, type Sent } from './ledger';

export interface DdpClient {
  /** What went over the wire so far, by name. */
  readonly sent: Sent;
  /** Resolves with the result; rejects with the error that the server sent. */
  call(name: string, ...params: readonly unknown[]): Promise<unknown>;
  /** Resolves when the subscription is ready; rejects when the server refuses or ends it first. */
  subscribe(name: string, ...params: readonly unknown[]): Promise<DdpSubscription>;
  /** Ids of the documents of a collection that the server has published to this client. */
  ids(collection: string): readonly string[];
  /** Resolves once every call has its result and `updated`, and every subscription its answer. */
  settled(deadlineMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface DdpSubscription {
  readonly id: string;
  /** Resolves when the server confirmed the end. */
  stop(): Promise<void>;
}

export interface ReceivedFrame {
  readonly frame: Frame;
  /** Size on the wire. */
  readonly bytes: number;
}

export interface DdpClientOptions {
  /** Address of the app, `http://host:port`. */
  readonly url: string;
  readonly onReceived?: (received: ReceivedFrame) => void;
}

const CONNECT_MS = 10_000;

/** Connects over a raw WebSocket, without reconnecting: a lost connection makes open calls fail. */
export async function connectDdp({ url, onReceived }: DdpClientOptions): Promise<DdpClient> {
  const client = new SimpleDDP({
    endpoint: `${url.replace(/^http/, 'ws')}/websocket`,
    SocketConstructor: onReceived ? listeningSocket(onReceived) : WebSocket,
    autoConnect: false,
    autoReconnect: false,
  });
  const connection = client.ddpConnection;
  const ledger = createLedger();
  connection.socket.on('message:out', ledger.out);
  connection.socket.on('message:in', ledger.in);
  connection.socket.on('close', () =>
    ledger.closed(new Error(`The connection to ${url} is closed`)),
  );
  await within(CONNECT_MS, `No DDP connection to ${url}`, client.connect());

  return {
    sent: ledger.sent,
    call: (name, ...params) => ledger.result(connection.method(name, params)),
    async subscribe(name, ...params) {
      const id = connection.sub(name, params);
      await ledger.ready(id);
      await tick();
      return {
        id,
        stop: () => {
          const stopped = ledger.stopped(id);
          connection.unsub(id);
          return stopped;
        },
      };
    },
    ids: (collection) => (client.collections[collection] ?? []).map(({ id }) => id),
    settled: (deadlineMs) =>
      within(deadlineMs, 'The server left calls unanswered', ledger.settled()),
    close: () => client.disconnect(),
  };
}

/** simpleddp hands documents on by timers of 0 ms; one set later fires later. */
function tick(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

type SocketConstructor = new (address: string) => WebSocket;

/** A `ws` socket that also says what came and how large it was. */
function listeningSocket(onReceived: (received: ReceivedFrame) => void): SocketConstructor {
  return class extends WebSocket {
    constructor(address: string) {
      super(address);
      this.on('message', (raw) => {
        const text = raw.toString();
        onReceived({ frame: JSON.parse(text), bytes: Buffer.byteLength(text) });
      });
    }
  };
}
