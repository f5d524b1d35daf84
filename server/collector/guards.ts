import type { IncomingHttpHeaders } from 'node:http';
import { type Answer, answers, tooMany } from './answers';
import type { Cors } from './cors';
import { isKnownEncoding } from './inflate';
import { clientNetwork } from './ip-policy';
import { limits } from './limits';
import type { RateLimiter } from './rate-limiter';
import type { Credentials } from './write-keys';

/** What is known of a request before its body is read. */
export interface Head {
  readonly headers: IncomingHttpHeaders;
  readonly address: string | undefined;
  readonly credentials: Credentials;
}

export interface GuardParts {
  readonly cors: Pick<Cors, 'isForeign'>;
  readonly knows: (writeKey: string) => boolean;
  readonly byAddress: RateLimiter;
  /** Bytes of bodies, so that no address uses up what all have. */
  readonly bytesByAddress: RateLimiter;
  readonly byKey: RateLimiter;
}

/**
 * Refuses what can be refused by its head alone, the cheapest first: that costs
 * less than taking it in. A server of the app's is not counted by its address,
 * as it speaks for many.
 */
export function refuseByHead(head: Head, parts: GuardParts): Answer | undefined {
  const { headers, credentials } = head;
  const { writeKey } = credentials;
  const waitMs = credentials.isTrusted ? 0 : parts.byAddress.take(clientNetwork(head.address));
  if (waitMs > 0) return tooMany(waitMs);
  if (parts.cors.isForeign(headers)) return answers.foreign;
  if (lengthOf(headers) > limits.bodyBytes) return answers.tooLarge;
  if (!isKnownEncoding(headers['content-encoding'])) return answers.encoding;
  if (writeKey !== undefined && !parts.knows(writeKey)) return answers.unknownKey;
  const refusal = refuseByBytes(head, lengthOf(headers), parts);
  if (refusal || writeKey === undefined) return refusal; // the body may have the key
  return refuseByKey(writeKey, parts.byKey);
}

/** Counts bytes for the address they come from. */
export function refuseByBytes(
  { address, credentials }: Head,
  bytes: number,
  { bytesByAddress }: Pick<GuardParts, 'bytesByAddress'>,
): Answer | undefined {
  if (credentials.isTrusted) return undefined;
  const waitMs = bytesByAddress.take(clientNetwork(address), bytes);
  return waitMs > 0 ? tooMany(waitMs) : undefined;
}

/** In bytes; a body that does not say how long it is may be as long as any. */
function lengthOf(headers: IncomingHttpHeaders): number {
  const length = headers['content-length'];
  if (length !== undefined) return Number(length);
  return headers['transfer-encoding'] === undefined ? 0 : limits.bodyBytes;
}

/** Counts a request for its write key. */
export function refuseByKey(writeKey: string, byKey: RateLimiter): Answer | undefined {
  const waitMs = byKey.take(writeKey);
  return waitMs > 0 ? tooMany(waitMs) : undefined;
}
