import { Random } from '../meteor/random';
import type { ClientEnvironment, ClientSocket } from './environment';

/**
 * A socket in the framing of SockJS over a WebSocket, the only one of SockJS'
 * transports that is here: it asks for `info`, then opens a session of its own
 * below `url`, which is the address that ends in `/sockjs`.
 */
export function openSockjs(
  url: string,
  environment: Pick<ClientEnvironment, 'reachable' | 'openSocket'>,
  onHeartbeat: () => void,
): ClientSocket {
  let socket: ClientSocket | undefined;
  let closed = false;

  const facade: ClientSocket = {
    onopen: null,
    onmessage: null,
    onclose: null,
    onerror: null,
    send: (data) => socket?.send(JSON.stringify([data])),
    close() {
      closed = true;
      socket?.close();
    },
  };

  function lost(): void {
    if (closed) return;
    closed = true;
    facade.onclose?.({} as never);
  }

  function take(frame: string): void {
    const kind = frame[0];
    if (kind === 'o') facade.onopen?.({} as never);
    else if (kind === 'h') onHeartbeat();
    else if (kind === 'c') socket?.close();
    else if (kind === 'a') {
      const messages = JSON.parse(frame.slice(1)) as string[];
      for (const data of messages) facade.onmessage?.({ data } as never);
    }
  }

  function open(): void {
    const session = `${Math.floor(Random.fraction() * 1_000)}`.padStart(3, '0');
    const address = `${url.replace(/^http/, 'ws')}/${session}/${Random.id(8).toLowerCase()}/websocket`;
    const opened = environment.openSocket(address);
    socket = opened;
    opened.onmessage = ({ data }: { readonly data: unknown }) => {
      if (!closed) take(String(data));
    };
    opened.onclose = lost;
    opened.onerror = () => {};
  }

  environment.reachable(`${url}/info`).then((reachable) => {
    if (closed) return;
    if (reachable) open();
    else lost();
  });
  return facade;
}
