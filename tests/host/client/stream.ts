import type { ClientEnvironment, ClientSocket } from './environment';
import { createRetry } from './retry';
import { openSockjs } from './sockjs';
import type { ClientTimers } from './timers';
import type { Dependency, Tracker } from './tracker';

export interface ConnectionStatus {
  status: 'connecting' | 'connected' | 'waiting' | 'offline' | 'failed';
  connected: boolean;
  retryCount: number;
  retryTime?: number;
  reason?: string;
}

export interface StreamEvents {
  message: (raw: string) => void;
  reset: () => void;
  disconnect: (error?: unknown) => void;
}

export interface DisconnectOptions {
  readonly _permanent?: boolean;
  readonly _error?: string;
}

export interface ReconnectOptions {
  readonly url?: string;
  readonly _force?: boolean;
}

export interface StreamNeeds {
  readonly environment: ClientEnvironment;
  readonly timers: ClientTimers;
  readonly Tracker: Tracker;
  readonly ConnectionError: new (message: string) => Error;
  /** Addresses of the two endpoints for the address of an app. */
  readonly urls: { sockjs(url: string): string; websocket(url: string): string };
}

export interface StreamOptions {
  readonly retry: boolean;
  readonly connectTimeoutMs?: number | undefined;
}

const CONNECT_TIMEOUT_MS = 10_000;
const HEARTBEAT_TIMEOUT_MS = 100_000;
const forcedReconnect = new Error('forced reconnect');

/**
 * The socket of one connection, of the package `socket-stream-client`: it opens
 * again when it is lost, ever later, and at once when the browser is back online.
 */
export class ClientStream {
  readonly eventCallbacks: { [Name in keyof StreamEvents]?: StreamEvents[Name][] } = {};
  readonly statusListeners: Dependency;
  currentStatus: ConnectionStatus = { status: 'connecting', connected: false, retryCount: 0 };
  socket: ClientSocket | null = null;
  connectionTimer: ReturnType<typeof setTimeout> | null = null;
  heartbeatTimer: ReturnType<typeof setTimeout> | null = null;
  rawUrl: string;
  _forcedToDisconnect = false;
  readonly _retry;
  readonly #needs: StreamNeeds;
  readonly #options: StreamOptions;

  constructor(url: string, needs: StreamNeeds, options: StreamOptions) {
    this.rawUrl = url;
    this.#needs = needs;
    this.#options = options;
    this._retry = createRetry(needs.timers);
    this.statusListeners = new needs.Tracker.Dependency();
    needs.environment.onWindow('online', () => this._online());
    this._launchConnection();
  }

  on<Name extends keyof StreamEvents>(name: Name, callback: StreamEvents[Name]): void {
    if (!['message', 'reset', 'disconnect'].includes(name)) {
      throw new Error(`unknown event type: ${name}`);
    }
    const callbacks: StreamEvents[Name][] = this.eventCallbacks[name] ?? [];
    this.eventCallbacks[name] = callbacks as never;
    callbacks.push(callback);
  }

  forEachCallback<Name extends keyof StreamEvents>(
    name: Name,
    call: (callback: StreamEvents[Name]) => void,
  ): void {
    const callbacks: StreamEvents[Name][] = this.eventCallbacks[name] ?? [];
    callbacks.forEach(call);
  }

  /** What is sent while there is no connection is lost. */
  send(data: string): void {
    if (this.currentStatus.connected) this.socket?.send(data);
  }

  status(): ConnectionStatus {
    this.statusListeners.depend();
    return this.currentStatus;
  }

  statusChanged(): void {
    this.statusListeners.changed();
  }

  reconnect({ url, _force = false }: ReconnectOptions = {}): void {
    if (url) this.rawUrl = url;
    if (this.currentStatus.connected) {
      if (_force || url) this._lostConnection(forcedReconnect);
      return;
    }
    if (this.currentStatus.status === 'connecting') this._lostConnection();
    this._retry.clear();
    this.currentStatus.retryCount -= 1;
    this._retryNow();
  }

  disconnect({ _permanent = false, _error }: DisconnectOptions = {}): void {
    if (this._forcedToDisconnect) return;
    this._forcedToDisconnect = _permanent;
    this._cleanup();
    this._retry.clear();
    this.currentStatus = {
      status: _permanent ? 'failed' : 'offline',
      connected: false,
      retryCount: 0,
      ...(_permanent && _error ? { reason: _error } : {}),
    };
    this.statusChanged();
  }

  _lostConnection(error?: unknown): void {
    this._cleanup(error);
    this._retryLater(error);
  }

  _online(): void {
    if (this.currentStatus.status !== 'offline') this.reconnect();
  }

  _retryLater(error?: unknown): void {
    delete this.currentStatus.retryTime;
    if (this.#options.retry || error === forcedReconnect) {
      const { retryCount } = this.currentStatus;
      const delayMs = this._retry.retryLater(retryCount, () => this._retryNow());
      this.currentStatus.status = 'waiting';
      this.currentStatus.retryTime = Date.now() + delayMs;
    } else {
      this.currentStatus.status = 'failed';
    }
    this.currentStatus.connected = false;
    this.statusChanged();
  }

  _retryNow(): void {
    if (this._forcedToDisconnect) return;
    this.currentStatus.retryCount += 1;
    this.currentStatus.status = 'connecting';
    this.currentStatus.connected = false;
    delete this.currentStatus.retryTime;
    this.statusChanged();
    this._launchConnection();
  }

  _cleanup(error?: unknown): void {
    const { timers } = this.#needs;
    timers.clearTimeout(this.connectionTimer);
    timers.clearTimeout(this.heartbeatTimer);
    this.connectionTimer = null;
    this.heartbeatTimer = null;
    const { socket } = this;
    this.socket = null;
    if (socket) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      // What is closed before it was open says so by an error.
      socket.onerror = () => {};
      socket.close();
    }
    this.forEachCallback('disconnect', (callback) => callback(error));
  }

  _connected(): void {
    this.#needs.timers.clearTimeout(this.connectionTimer);
    this.connectionTimer = null;
    if (this.currentStatus.connected) return;
    this.currentStatus.status = 'connected';
    this.currentStatus.connected = true;
    this.currentStatus.retryCount = 0;
    this.statusChanged();
    this.forEachCallback('reset', (callback) => callback());
  }

  _heartbeat_received(): void {
    if (this._forcedToDisconnect) return;
    const { timers, ConnectionError } = this.#needs;
    timers.clearTimeout(this.heartbeatTimer);
    this.heartbeatTimer = timers.setTimeout(
      () => this._lostConnection(new ConnectionError('Heartbeat timed out')),
      HEARTBEAT_TIMEOUT_MS,
    );
  }

  _launchConnection(): void {
    this._cleanup();
    const { environment, timers, ConnectionError, urls } = this.#needs;
    const socket: ClientSocket = environment.config.DISABLE_SOCKJS
      ? environment.openSocket(urls.websocket(this.rawUrl))
      : openSockjs(urls.sockjs(this.rawUrl), environment, () => this._heartbeat_received());
    this.socket = socket;
    socket.onopen = () => this._connected();
    socket.onmessage = ({ data }: { readonly data: unknown }) => {
      this._heartbeat_received();
      if (!this.currentStatus.connected) return;
      this.forEachCallback('message', (callback) => callback(String(data)));
    };
    socket.onclose = () => this._lostConnection();
    socket.onerror = () => {};
    this.connectionTimer = timers.setTimeout(
      () => this._lostConnection(new ConnectionError('DDP connection timed out')),
      this.#options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    );
  }
}
