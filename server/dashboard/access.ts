import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Authorize } from '../../common/authorize';
import { createFailureLimiter } from './failure-limiter';
import { isLocalRequest, listed } from './local-request';

/** `throttled`: too many failures from the address, the request was not looked at. */
export type Verdict = 'ok' | 'denied' | 'throttled';

/** The guard before everything that Radiant answers over HTTP. */
export interface Access {
  /** Never rejects. */
  check(request: IncomingMessage): Promise<Verdict>;
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
  readonly warn: (message: string) => void;
}

/** How long a throttled address waits, at most. */
export const throttleMs = 60_000;

const limits = { failures: 10, windowMs: throttleMs, addresses: 1000 };

/**
 * A request is let in when it is made on this machine in development, when it
 * carries the bearer token, or when the app's `authorize` answers `true`.
 *
 * After ten failures within a minute an address is throttled: `authorize` is
 * not asked again for it. The right token passes even then. It is too long to
 * be guessed, and behind a proxy all clients may share one address, so that
 * anyone could lock everybody out.
 *
 * Without token and `authorize`, outside development, nobody is let in; this
 * is said once, at once.
 */
export function createAccess(options: AccessOptions): Access {
  const { token, authorize, development, forwardedCount = 0, now, warn } = options;
  const failures = createFailureLimiter(limits, now);
  const expected = token === undefined ? undefined : digest(token);

  if (!development && !expected && !authorize) {
    warn(
      'the query API lets nobody in: set RADIANT_API_TOKEN (or api.token in Meteor.settings.radiant) ' +
        'to at least 16 random characters, or pass authorize to Radiant.start()',
    );
  }

  return {
    async check(request) {
      if (development && isLocalRequest(request)) return 'ok';
      if (expected && hasToken(request, expected)) return 'ok';
      const address = addressOf(request, forwardedCount);
      if (failures.blocked(address)) return 'throttled';
      if (await isAuthorized(request, authorize)) return 'ok';
      failures.count(address);
      return 'denied';
    },
  };
}

function hasToken({ headers }: IncomingMessage, expected: Buffer): boolean {
  const [, given] = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  // Digests have one length, so that comparing them tells nothing of the token's.
  return given !== undefined && timingSafeEqual(digest(given), expected);
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
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

const longestAddress = 64;

/** The client's address as far as it can be trusted: what the outermost trusted proxy saw. */
function addressOf({ socket, headers }: IncomingMessage, forwardedCount: number): string {
  const chain = listed(headers['x-forwarded-for']);
  const seen = chain[chain.length - forwardedCount]; // without proxies, past the end
  return (seen || socket.remoteAddress || 'unknown').slice(0, longestAddress);
}
