import { createHmac, hkdfSync } from 'node:crypto';
import { secretCheck } from './secret';

/** `expired`: it was valid once. `forged`: nobody who has the token made it. */
export type SessionState = 'valid' | 'expired' | 'forged';

/** What stands for the token in a browser, so that the token itself is kept nowhere. */
export interface Sessions {
  /** A new session, as a text of letters, digits, `-`, `_` and a dot. */
  begin(): string;
  check(session: string): SessionState;
}

/** How long somebody stays signed in. */
export const sessionMs = 12 * 60 * 60 * 1000;

/**
 * Sessions are kept nowhere: one is the time of its end in epoch milliseconds,
 * signed (HMAC-SHA256) with a key made from the token (HKDF, RFC 5869). All
 * processes with the same token accept it, and another token ends them all.
 */
export function createSessions(token: string, wallNow: () => number): Sessions {
  const key = Buffer.from(hkdfSync('sha256', token, '', 'radiant dashboard session 1', 32));
  const signatureOf = (end: string) => createHmac('sha256', key).update(end).digest('base64url');

  return {
    begin() {
      const end = (wallNow() + sessionMs).toString(radix);
      return `${end}.${signatureOf(end)}`;
    },
    check(session) {
      const [, end = '', signature = ''] = shape.exec(session) ?? [];
      if (!secretCheck(signatureOf(end))(signature)) return 'forged';
      return wallNow() < Number.parseInt(end, radix) ? 'valid' : 'expired';
    },
  };
}

const radix = 36;
const shape = /^([0-9a-z]{1,11})\.([\w-]{43})$/;
