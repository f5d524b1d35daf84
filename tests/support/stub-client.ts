export interface Frame {
  readonly msg?: string;
  readonly id?: string;
  readonly [key: string]: unknown;
}

interface StubSession {
  readonly id: string;
  _expectingDisconnect?: boolean;
  processMessage(message: object): void;
  close(): void;
}

interface ConnectingServer {
  _handleConnect(socket: never, message: never): void;
}

/** A DDP client without a network: frames go straight to a session of the server and back. */
export interface StubClient {
  readonly session: StubSession;
  /** What the server sent so far. */
  readonly frames: readonly Frame[];
  /** The frames as they went over the wire. */
  readonly raw: readonly string[];
  send(frame: object): void;
  /** Resolves with the first frame, at any time, that has these fields. */
  until(fields: Readonly<Record<string, unknown>>): Promise<Frame>;
  /** Sends a method call and resolves with its result frame. */
  call(method: string, ...params: unknown[]): Promise<Frame>;
  /** Sends a call and resolves once both `result` and `updated` are in. */
  callToEnd(method: string, ...params: unknown[]): Promise<Frame>;
  /** Forgets the frames that came so far. */
  forget(): void;
  /** Says goodbye: the session ends. */
  close(): void;
  /** Goes away without a word: from 3.5 on the session is parked. */
  lose(): void;
}

export function stubClient(server: ConnectingServer): StubClient {
  const frames: Frame[] = [];
  const raw: string[] = [];
  const waiting: Array<{ matches(frame: Frame): boolean; found(frame: Frame): void }> = [];
  let nextId = 1;

  const socket = {
    send(text: string) {
      raw.push(text);
      const frame: Frame = JSON.parse(text);
      frames.push(frame);
      for (const wait of [...waiting]) {
        if (!wait.matches(frame)) continue;
        waiting.splice(waiting.indexOf(wait), 1);
        wait.found(frame);
      }
    },
    close() {},
    on() {},
    setWebsocketTimeout() {},
    headers: {},
    remoteAddress: '127.0.0.1',
    _meteorSession: undefined as StubSession | undefined,
  };
  server._handleConnect(socket as never, connectFrame as never);
  const session = socket._meteorSession;
  if (!session) throw new Error('the server made no session');

  const until: StubClient['until'] = (fields) => {
    const matches = (frame: Frame) =>
      Object.entries(fields).every(
        ([key, value]) => JSON.stringify(frame[key]) === JSON.stringify(value),
      );
    const known = frames.find(matches);
    if (known) return Promise.resolve(known);
    return new Promise((found) => waiting.push({ matches, found }));
  };

  const start = (method: string, params: unknown[]) => {
    const id = String(nextId++);
    session.processMessage({ msg: 'method', method, params, id });
    return id;
  };

  return {
    session,
    frames,
    raw,
    until,
    send: (frame) => session.processMessage(frame),
    call: (method, ...params) => until({ msg: 'result', id: start(method, params) }),
    async callToEnd(method, ...params) {
      const id = start(method, params);
      await until({ msg: 'updated', methods: [id] });
      return until({ msg: 'result', id });
    },
    forget() {
      frames.length = 0;
      raw.length = 0;
    },
    close() {
      session._expectingDisconnect = true;
      session.close();
    },
    lose: () => session.close(),
  };
}

const connectFrame = { msg: 'connect', version: '1', support: ['1'] };
