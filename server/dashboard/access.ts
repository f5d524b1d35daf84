import type { IncomingMessage } from 'node:http';
import type { Authorize } from '../../common/authorize';
import { clientAddress } from './client-address';
import { createFailureLimiter } from './failure-limiter';
import { isLocalRequest } from './local-request';
import { secretCheck } from './secret';
import { sessionsOf } from './session-cookie';
import { createSessions, type Sessions } from './sessions';

/** `throttled`: too many failures from the address, the request was not looked at. */
export type Verdict = 'ok' | 'denied' | 'throttled';

/** The guard before everything that Radiant answers over HTTP. */
export interface Access {
  /** Never rejects. */
  check(request: IncomingMessage): Promise<Verdict>;
  /** Whether the token that came in the body of a request is right. */
  checkToken(request: IncomingMessage, token: string): Verdict;
  /** How many milliseconds the address of a request is throttled for; 0 when it is not. */
  waitMs(request: IncomingMessage): number;
  /** Absent where no token is set: then nobody can sign in. */
  readonly sessions: Sessions | undefined;
  /** Whether the app decides who is let in. */
  readonly asksApp: boolean;
}

export interface AccessOptions {
  readonly token: string | undefined;
  readonly authorize: Authorize | undefined;
  /**
   * Whether requests made on this machine may pass without credentials. Only
   * for processes that are known to be in development.
   */
  readonly development: boolean;
  /** Trusted proxies before the app, as in Meteor's `HTTP_FORWARDED_COUNT`. */
  readonly forwardedCount?: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  readonly warn: (message: string) => void;
}

/** How long a throttled address waits, at most. */
export const throttleMs = 60_000;

const limits = { failures: 10, windowMs: throttleMs, addresses: 1000 };

/** What a request brings: `expired` was a session once. */
type Credentials = 'right' | 'wrong' | 'expired' | 'none';

/**
 * A request is let in when it is made on this machine in development, when it
 * carries the bearer token or the cookie of a session, or when the app's
 * `authorize` answers `true`.
 *
 * After ten failures within a minute an address is throttled: `authorize` is
 * not asked again for it. Whoever brings nothing to be checked has not failed.
 * The right token passes even then. It is too long to be guessed, and behind a
 * proxy all clients may share one address, so that anyone could lock everybody
 * out.
 *
 * Without token and `authorize`, outside development, nobody is let in; this
 * is said once, at once.
 */
export function createAccess(options: AccessOptions): Access {
  const { token, authorize, development, forwardedCount = 0, now, wallNow, warn } = options;
  const failures = createFailureLimiter(limits, now);
  const isToken = token === undefined ? () => false : secretCheck(token);
  const sessions = token === undefined ? undefined : createSessions(token, wallNow);

  if (!development && token === undefined && !authorize) {
    warn(
      'the dashboard and the query API let nobody in: set RADIANT_API_TOKEN (or api.token in ' +
        'Meteor.settings.radiant) to at least 16 random characters, or pass authorize to Radiant.start()',
    );
  }

  function credentialsOf({ headers }: IncomingMessage): Credentials {
    const [, bearer] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
    if (bearer !== undefined && isToken(bearer)) return 'right';
    const states = sessionsOf(headers).map((session) => sessions?.check(session) ?? 'forged');
    if (states.includes('valid')) return 'right';
    if (headers.authorization || states.includes('forged')) return 'wrong';
    return states.length > 0 ? 'expired' : 'none';
  }

  return {
    async check(request) {
      if (development && isLocalRequest(request)) return 'ok';
      const credentials = credentialsOf(request);
      if (credentials === 'right') return 'ok';
      const address = clientAddress(request, forwardedCount);
      if (failures.waitMs(address) > 0) return 'throttled';
      if (await isAuthorized(request, authorize)) return 'ok';
      if (authorize || credentials === 'wrong') failures.count(address);
      return 'denied';
    },
    checkToken(request, given) {
      if (isToken(given)) return 'ok';
      const address = clientAddress(request, forwardedCount);
      if (failures.waitMs(address) > 0) return 'throttled';
      failures.count(address);
      return 'denied';
    },
    waitMs: (request) => failures.waitMs(clientAddress(request, forwardedCount)),
    sessions,
    asksApp: authorize !== undefined,
  };
}

async function isAuthorized(
  request: IncomingMessage,
  authorize: Authorize | undefined,
): Promise<boolean> {
  if (!authorize) return false;
  try {
    return (await authorize(request)) === true;
  } catch {
    return false;
  }
}
