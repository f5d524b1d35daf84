import type { Host } from '../../host/host';

/** A DDP session whose client listens to nothing, so that sending costs what it costs the server. */
export interface QuietSession {
  subscribe(publication: string, ...params: readonly unknown[]): string;
  unsubscribe(id: string): void;
  /** Resolves when every subscription so far is ready, and every end confirmed. */
  settled(): Promise<void>;
}

interface Session {
  processMessage(message: object): void;
}

export function quietSession({ Meteor }: Host): QuietSession {
  let asked = 0;
  let answered = 0;
  const socket = {
    send(text: string) {
      if (text.startsWith('{"msg":"ready"')) answered += JSON.parse(text).subs.length;
      else if (text.startsWith('{"msg":"nosub"')) answered += 1;
    },
    close() {},
    on() {},
    setWebsocketTimeout() {},
    headers: {},
    remoteAddress: '127.0.0.1',
    _meteorSession: undefined as Session | undefined,
  };
  const connect = { msg: 'connect', version: '1', support: ['1'] };
  Meteor.server._handleConnect(socket as never, connect as never);

  const send = (message: object) => {
    asked += 1;
    socket._meteorSession?.processMessage(message);
  };

  return {
    subscribe(name, ...params) {
      const id = String(asked);
      send({ msg: 'sub', id, name, params });
      return id;
    },
    unsubscribe: (id) => send({ msg: 'unsub', id }),
    async settled() {
      while (answered < asked) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
