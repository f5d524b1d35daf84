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
  readonly byKey: RateLimiter;
}

/**
 * Refuses what can be refused by its head alone, the cheapest first: that costs
 * less than taking it in. A server of the app's is not counted by its address,
 * as it speaks for many.
 */
export function refuseByHead(
  { headers, address, credentials }: Head,
  { cors, knows, byAddress, byKey }: GuardParts,
): Answer | undefined {
  const { writeKey, isTrusted } = credentials;
  const waitMs = isTrusted ? 0 : byAddress.take(clientNetwork(address));
  if (waitMs > 0) return tooMany(waitMs);
  if (cors.isForeign(headers)) return answers.foreign;
  if (Number(headers['content-length'] ?? 0) > limits.bodyBytes) return answers.tooLarge;
  if (!isKnownEncoding(headers['content-encoding'])) return answers.encoding;
  if (writeKey === undefined) return undefined; // the body may have it
  return knows(writeKey) ? refuseByKey(writeKey, byKey) : answers.unknownKey;
}

/** Counts a request for its write key. */
export function refuseByKey(writeKey: string, byKey: RateLimiter): Answer | undefined {
  const waitMs = byKey.take(writeKey);
  return waitMs > 0 ? tooMany(waitMs) : undefined;
}
