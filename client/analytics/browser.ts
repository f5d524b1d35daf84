/** The parts of a browser's window that the core touches. A page's own window is one. */
export interface Browser {
  readonly document: {
    cookie: string;
    readonly title: string;
    readonly referrer: string;
    readonly visibilityState: string;
    querySelector(selector: string): unknown;
    addEventListener(type: string, listener: () => void): void;
  };
  readonly location: {
    readonly href: string;
    readonly hostname: string;
    readonly pathname: string;
    readonly search: string;
  };
  readonly navigator: {
    readonly onLine?: boolean;
    readonly language?: string;
    readonly userAgent?: string;
    readonly webdriver?: boolean;
    sendBeacon?(url: string, body: string): boolean;
    readonly locks?: object;
  };
  readonly localStorage: BrowserStorage;
  readonly screen?: { readonly width: number; readonly height: number };
  readonly devicePixelRatio?: number;
  readonly crypto: {
    randomUUID?(): string;
    getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array;
  };
  readonly Request?: { readonly prototype: object };
  fetchLater?(url: string, init: { method: string; body: string; activateAfter: number }): unknown;
  fetch(
    url: string,
    init: { method: string; body: string; keepalive: boolean },
  ): Promise<{ readonly status: number; readonly headers: { get(name: string): string | null } }>;
  addEventListener(type: string, listener: () => void): void;
}

export interface BrowserStorage {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}
