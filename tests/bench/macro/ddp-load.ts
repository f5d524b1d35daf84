import WebSocket from 'ws';

/** One DDP connection that costs the process that makes load as little as it can. */
export interface LoadClient {
  readonly number: number;
  /** `done` is called with the answer. */
  call(method: string, params: readonly unknown[], done: Done): void;
  /** Ends the subscription there was, begins another; `done` when it is ready. */
  subscribe(publication: string, params: readonly unknown[], done: Done): void;
  /** Calls and subscriptions without an answer, and calls without their `updated`. */
  open(): number;
  close(): void;
}

export type Done = (failed: boolean) => void;

const beforeId = '{"msg":"result","id":"';

/**
 * Connects by a raw WebSocket. Of what comes in only answers are read, and of
 * results, which all begin alike, only the id.
 */
export async function connectLoad(url: string, number: number): Promise<LoadClient> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/websocket`, {
    perMessageDeflate: false,
  });
  const waiting = new Map<string, Done>();
  let updates = 0;
  let lastId = 0;
  let subscription: string | undefined;
  let connected: () => void = () => undefined;
  const ready = new Promise<void>((resolve, reject) => {
    connected = resolve;
    socket.on('error', reject);
  });

  const send = (message: object) => socket.send(JSON.stringify(message));

  function answered(id: string, failed: boolean): void {
    const done = waiting.get(id);
    waiting.delete(id);
    done?.(failed);
  }

  function received(text: string): void {
    if (text.startsWith(beforeId)) {
      const end = text.indexOf('"', beforeId.length);
      answered(text.slice(beforeId.length, end), text.startsWith('","error":', end));
    } else if (text.startsWith('{"msg":"updated"')) updates -= JSON.parse(text).methods.length;
    else if (text.startsWith('{"msg":"ready"')) {
      for (const id of JSON.parse(text).subs) answered(id, false);
    } else if (!/^{"msg":"(added|changed|removed)"/.test(text)) other(JSON.parse(text));
  }

  function other(message: { readonly msg?: string; readonly id?: string; error?: unknown }): void {
    if (message.msg === 'connected') connected();
    if (message.msg === 'ping') send({ msg: 'pong', id: message.id });
    if (message.msg === 'nosub' && message.error) answered(String(message.id), true);
  }

  socket.on('open', () => send({ msg: 'connect', version: '1', support: ['1'] }));
  socket.on('message', (raw) => received(raw.toString()));
  await ready;

  return {
    number,
    call(method, params, done) {
      const id = String(++lastId);
      waiting.set(id, done);
      updates++;
      send({ msg: 'method', method, params, id });
    },
    subscribe(name, params, done) {
      if (subscription) send({ msg: 'unsub', id: subscription });
      subscription = `s${++lastId}`;
      waiting.set(subscription, done);
      send({ msg: 'sub', id: subscription, name, params });
    },
    open: () => waiting.size + Math.max(0, updates),
    close: () => socket.terminate(),
  };
}
