/** The versions of a client program, by which a client finds out that it is old. */
export interface ClientVersion {
  readonly version: string;
  readonly versionRefreshable: string;
  readonly versionNonRefreshable: string;
  readonly versionReplaceable?: string;
}

/** `__meteor_runtime_config__`, as the server writes it into the page. */
export interface RuntimeConfig {
  readonly meteorRelease?: string;
  readonly gitCommitHash?: string;
  readonly ROOT_URL?: string;
  readonly ROOT_URL_PATH_PREFIX?: string;
  readonly DDP_DEFAULT_CONNECTION_URL?: string;
  readonly DISABLE_SOCKJS?: boolean;
  readonly isModern?: boolean;
  readonly meteorEnv?: { readonly NODE_ENV?: string };
  readonly PUBLIC_SETTINGS?: Record<string, unknown>;
  readonly autoupdate?: { readonly versions: Readonly<Record<string, ClientVersion>> };
}

/** The part of a WebSocket that a client touches. */
export interface ClientSocket {
  onopen: ((event: never) => unknown) | null;
  onmessage: ((event: never) => unknown) | null;
  onclose: ((event: never) => unknown) | null;
  onerror: ((event: never) => unknown) | null;
  send(data: string): void;
  close(): void;
}

/** The part of `localStorage` and `sessionStorage` that a client touches. */
export interface ClientStorage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export interface ClientLocation {
  hash: string;
  readonly href: string;
  readonly protocol: string;
  readonly host: string;
  reload(): void;
  replace(url: string): void;
}

/**
 * What a client takes from the browser it runs in, or from what stands for one.
 * Reading a storage may throw, as it does where a browser forbids it.
 */
export interface ClientEnvironment {
  readonly config: RuntimeConfig;
  readonly location: ClientLocation;
  readonly localStorage: ClientStorage | undefined;
  readonly sessionStorage: ClientStorage | undefined;
  /** Resolves with whether a server answers at this address, as `GET /sockjs/info` does. */
  reachable(url: string): Promise<boolean>;
  openSocket(url: string): ClientSocket;
  /** Calls `listener` at events of the window. */
  onWindow(event: string, listener: () => void): void;
  /** Calls `run` once the page is loaded. */
  whenLoaded(run: () => void): void;
  readonly console: Pick<Console, 'log' | 'warn' | 'error'>;
}
