import { WebSocket } from 'ws';
import type { ClientEnvironment, ClientSocket, ClientStorage, RuntimeConfig } from './environment';
import { createMemoryStorage } from './local-storage';

export interface NodeEnvironmentOptions {
  /** Address of the app. */
  readonly url: string;
  readonly config?: RuntimeConfig | undefined;
  /** Shared by clients that are tabs of one browser. */
  readonly localStorage?: ClientStorage | undefined;
  readonly sessionStorage?: ClientStorage | undefined;
  /** Part of the page's address behind `#`, with it. */
  readonly hash?: string | undefined;
  readonly onReload?: (() => void) | undefined;
  readonly console?: ClientEnvironment['console'] | undefined;
}

export interface NodeEnvironment extends ClientEnvironment {
  /** Tells listeners of the window of an event. */
  fire(event: string): void;
  /** Cuts the sockets that are open, without a goodbye. */
  cut(): void;
  /** Lets no socket through until it is called again with false. */
  setOffline(offline: boolean): void;
}

/** What stands for a browser in Node: a page that is loaded, storages in memory, sockets of `ws`. */
export function createNodeEnvironment(options: NodeEnvironmentOptions): NodeEnvironment {
  const { url, config, onReload = () => {}, hash = '' } = options;
  const { host, protocol } = new URL(url);
  const listeners: Array<readonly [event: string, listener: () => void]> = [];
  const sockets = new Set<WebSocket>();
  let offline = false;

  function openSocket(address: string): ClientSocket {
    const socket = new WebSocket(new URL(address, url.replace(/^http/, 'ws')));
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (offline) socket.terminate();
    return socket as unknown as ClientSocket;
  }

  return {
    config: { ROOT_URL: url, ...config },
    location: { hash, href: `${url}/${hash}`, protocol, host, reload: onReload, replace: onReload },
    localStorage: options.localStorage ?? createMemoryStorage(),
    sessionStorage: options.sessionStorage ?? createMemoryStorage(),
    console: options.console ?? console,
    openSocket,
    reachable: async (address) => {
      if (offline) return false;
      return fetch(new URL(address, url)).then(
        ({ ok }) => ok,
        () => false,
      );
    },
    onWindow: (event, listener) => {
      listeners.push([event, listener]);
    },
    whenLoaded: (run) => {
      setImmediate(run);
    },
    fire(event) {
      for (const [name, listener] of listeners) if (name === event) listener();
    },
    cut() {
      for (const socket of sockets) socket.terminate();
    },
    setOffline(is) {
      offline = is;
      if (is) for (const socket of sockets) socket.terminate();
    },
  };
}
