import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** What a request says of itself before its body is read. */
export interface Credentials {
  /** The write key, which is public: it says where events belong, not who sends them. */
  readonly writeKey: string | undefined;
  /** Whether it has the secret of a server of the app's. */
  readonly isTrusted: boolean;
}

export interface CredentialParts {
  readonly knows: (writeKey: string) => boolean;
  readonly secret: string | undefined;
}

export type CredentialReader = (
  headers: IncomingHttpHeaders,
  query: URLSearchParams | undefined,
) => Credentials;

/**
 * Reads the write key, from the user of `Authorization: Basic`, `X-Write-Key`,
 * `writeKey` of the query or `Authorization: Bearer`; and the secret, from the
 * password of the first or `X-Radiant-Secret`. What `Authorization` holds and
 * is not known is not for the collector: browsers send it for a site that is
 * behind a password.
 */
export function createCredentialReader({ knows, secret }: CredentialParts): CredentialReader {
  const expected = secret === undefined ? undefined : digest(secret);
  const isSecret = (given: string | undefined) =>
    expected !== undefined && given !== undefined && timingSafeEqual(digest(given), expected);
  const ifKnown = (writeKey: string | undefined) =>
    writeKey !== undefined && knows(writeKey) ? writeKey : undefined;

  return (headers, query) => {
    const basic = basicOf(headers.authorization);
    const writeKey =
      ifKnown(basic?.user) ||
      textOf(headers['x-write-key']) ||
      query?.get('writeKey') ||
      ifKnown(/^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]);
    const isTrusted = isSecret(basic?.password) || isSecret(textOf(headers['x-radiant-secret']));
    return { writeKey: writeKey || undefined, isTrusted };
  };
}

function textOf(header: string | string[] | undefined): string | undefined {
  return header === undefined ? undefined : String(header);
}

function basicOf(authorization = '') {
  const encoded = /^basic +([\w+/=-]{1,2000}) *$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  const [user, password] = colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
  return { user, password: password || undefined };
}

/** Digests have one length, so that comparing them tells nothing of the secret's. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
