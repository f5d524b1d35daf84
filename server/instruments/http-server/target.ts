import type { IncomingMessage, ServerResponse } from 'node:http';

/** The part of webapp this instrument touches. */
export interface HttpServerTarget {
  /** `WebApp.expressApp`: every request that is for express comes to it first. */
  readonly app: ExpressApp;
  /** Paths of Radiant's own, as requests name them; what lies below is left out too. */
  readonly ownPaths: readonly string[];
}

export interface HttpServerOptions {
  /** What to believe of the header `traceparent`. */
  readonly acceptTraceparent: 'never' | 'ids' | 'sampled';
}

export interface ExpressApp {
  handle(request: ExpressRequest, response: ServerResponse, done?: unknown): unknown;
  /** The router of Express 5; a getter that throws in Express 4. */
  readonly router?: ExpressRouter;
  /** The router of Express 4. */
  readonly _router?: ExpressRouter;
}

/** A router is a function that inherits `use`. */
export interface ExpressRouter {
  readonly stack: ExpressLayer[];
  use(...args: unknown[]): unknown;
}

/** One middleware or route, and the path it is for. */
export interface ExpressLayer {
  readonly name?: string;
  readonly route?: ExpressRoute | undefined;
  /** Whether it is for every path: Express 5. */
  readonly slash?: boolean;
  /** The same in Express 4. */
  readonly regexp?: { readonly fast_slash?: boolean };
  /** What it matched last, and the values in it; gone since version 2.3 of the router. */
  readonly path?: string | undefined;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
  /** What it was made with; since version 2.3 of the router. */
  readonly rawPath?: unknown;
}

export interface ExpressRoute {
  readonly path: unknown;
  readonly stack?: readonly ExpressLayer[];
}

export type ExpressRequest = IncomingMessage & {
  readonly route?: ExpressRoute | undefined;
  readonly baseUrl?: string;
};
