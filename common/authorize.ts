/** The part of an HTTP request (node's `IncomingMessage`) that tells who asks. */
export interface AuthorizeRequest {
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly socket: { readonly remoteAddress?: string | undefined };
}

interface Shape {
  authorize(request: AuthorizeRequest): boolean | Promise<boolean>;
}

/**
 * The app's own decision on who may read. Only `true` lets a request in; any
 * other answer, a throw and a rejection keep it out.
 *
 * Taken from a method signature, so that a function which asks for more of the
 * request than is named here (an `IncomingMessage`) fits too.
 */
export type Authorize = Shape['authorize'];
