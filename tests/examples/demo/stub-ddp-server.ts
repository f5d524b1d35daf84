import { WebSocketServer } from 'ws';

type Frame = Readonly<Record<string, unknown>> & { readonly msg?: string };

export interface StubDdpServer {
  readonly url: string;
  /** Every frame that came, of all connections. */
  readonly received: Frame[];
  /** Cuts every connection. */
  cut(): void;
  close(): Promise<void>;
}

export interface StubOptions {
  /** The frames to answer a frame with; `undefined` leaves it to the stub. */
  readonly answer?: (frame: Frame) => readonly Frame[] | undefined;
}

/** Speaks just enough DDP to answer every call and subscription. */
export async function startStubDdpServer({ answer }: StubOptions = {}): Promise<StubDdpServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const received: Frame[] = [];
  server.on('connection', (socket) => {
    socket.on('message', (raw) => {
      const frame = JSON.parse(raw.toString()) as Frame;
      received.push(frame);
      for (const reply of answer?.(frame) ?? usual(frame)) socket.send(JSON.stringify(reply));
    });
  });
  await new Promise((resolve) => {
    server.once('listening', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;

  return {
    url: `http://127.0.0.1:${port}`,
    received,
    cut() {
      for (const client of server.clients) client.terminate();
    },
    close: () =>
      new Promise((resolve) => {
        for (const client of server.clients) client.terminate();
        server.close(() => resolve());
      }),
  };
}

function usual(frame: Frame): readonly Frame[] {
  const { id } = frame;
  switch (frame.msg) {
    case 'connect':
      return [{ msg: 'connected', session: 's1' }];
    case 'method':
      return [
        { msg: 'result', id, result: `result of ${frame.method}` },
        { msg: 'updated', methods: [id] },
      ];
    case 'sub':
      return [
        { msg: 'added', collection: 'lists', id: 'l1', fields: { title: 'List 1' } },
        { msg: 'ready', subs: [id] },
      ];
    case 'unsub':
      return [{ msg: 'nosub', id }];
    default:
      return [];
  }
}
