import type { IncomingHttpHeaders } from 'node:http';
import { sessionMs } from './sessions';

const name = 'radiant_session';

/** A browser has one; more come from other apps of the same host, below other paths. */
const lookedAt = 4;

/** The sessions that a request carries, in their order. */
export function sessionsOf({ cookie = '' }: IncomingHttpHeaders): readonly string[] {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${name}=`));
  return own.slice(0, lookedAt).map((pair) => pair.slice(name.length + 1));
}

export interface CookieScope {
  /** From the root of the site. */
  readonly path: string;
  /** Whether it is sent over https only. */
  readonly secure: boolean;
}

/**
 * `Set-Cookie` with a session; without one, the cookie is forgotten.
 *
 * The name has no prefix `__Host-`: browsers would want `Path=/`, and every
 * request to the app would carry it.
 */
export function sessionCookie(session: string | undefined, { path, secure }: CookieScope): string {
  const maxAge = session === undefined ? 0 : sessionMs / 1000;
  const scope = `Path=${path}; Max-Age=${maxAge}; HttpOnly; SameSite=Strict`;
  return `${name}=${session ?? ''}; ${scope}${secure ? '; Secure' : ''}`;
}
