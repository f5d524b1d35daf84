import type { IncomingMessage, ServerResponse } from 'node:http';
import type { MeteorApp } from './meteor';

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A place on the app's web server that Radiant may answer at. */
export interface Mount {
  /** Answers below this path from now on, and nowhere else. */
  open(path: string, handler: Handler): void;
  /** Requests go on to the app, as if nothing were mounted. */
  close(): void;
  readonly isOpen: boolean;
}

/**
 * Express has no way to take a handler back, so there is one per path, which
 * lets requests through while the mount is closed or lives elsewhere.
 */
export function createMount({ handlers }: Pick<MeteorApp, 'handlers'>): Mount {
  const mounted = new Set<string>();
  let current: { readonly path: string; readonly handler: Handler } | undefined;

  function mountAt(path: string): void {
    if (mounted.has(path)) return;
    mounted.add(path);
    handlers?.use(path, (request: IncomingMessage, response: ServerResponse, next: () => void) => {
      if (current?.path === path) current.handler(request, response);
      else next();
    });
  }

  return {
    open(path, handler) {
      current = { path, handler };
      mountAt(path);
    },
    close() {
      current = undefined;
    },
    get isOpen() {
      return current !== undefined;
    },
  };
}
