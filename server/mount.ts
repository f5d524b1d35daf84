import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MeteorApp } from './meteor';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A place on the app's web server that Radiant may answer at. */
export interface Mount {
  /** Answers below this path from now on, and nowhere else; not below those of `except`. */
  open(path: string, handler: Handler, except?: readonly string[]): void;
  /** Requests go on to the app, as if nothing were mounted. */
  close(): void;
  readonly isOpen: boolean;
  /** Below which it answers now. */
  readonly path: string | undefined;
}

interface Opened {
  readonly path: string;
  readonly handler: Handler;
  readonly except: readonly string[];
}

/**
 * Express has no way to take a handler back, so there is one per path, which
 * lets requests through while the mount is closed or lives elsewhere.
 */
export function createMount({ handlers }: Pick<MeteorApp, 'handlers'>): Mount {
  const mounted = new Set<string>();
  let current: Opened | undefined;

  function mountAt(path: string): void {
    if (mounted.has(path)) return;
    mounted.add(path);
    handlers?.use(path, (request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (current?.path === path && !isExcepted(request, current)) {
        current.handler(request, response);
      } else next();
    });
  }

  return {
    open(path, handler, except = []) {
      current = { path, handler, except };
      mountAt(path);
    },
    close() {
      current = undefined;
    },
    get isOpen() {
      return current !== undefined;
    },
    get path() {
      return current?.path;
    },
  };
}

/** As express matches paths: without regard to case, and before anything is decoded. */
function isExcepted({ url = '' }: IncomingMessage, { path, except }: Opened): boolean {
  const [asked = ''] = `${path}${url}`.toLowerCase().split('?');
  return except.some((other) => `${asked}/`.startsWith(`${other.toLowerCase()}/`));
}

/** The paths of those that are open. */
export function openPaths(mounts: readonly Mount[]): readonly string[] {
  return mounts.flatMap(({ path }) => (path === undefined ? [] : [path]));
}
