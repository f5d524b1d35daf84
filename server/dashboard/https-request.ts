import type { IncomingMessage } from 'node:http';
import { listed } from './local-request';

export interface HttpsParts {
  /** `ROOT_URL` */
  readonly rootUrl: string | undefined;
  /** Trusted proxies before the app, as in Meteor's `HTTP_FORWARDED_COUNT`. */
  readonly forwardedCount: number;
}

/** Whether the client asked by https: the app says it of itself, or a trusted proxy of the request. */
export function isHttpsRequest(
  { socket, headers }: IncomingMessage,
  { rootUrl = '', forwardedCount }: HttpsParts,
): boolean {
  if (/^https:/i.test(rootUrl) || 'encrypted' in socket) return true;
  if (forwardedCount <= 0) return false;
  const chain = listed(headers['x-forwarded-proto']); // many proxies leave one alone
  return chain[Math.max(0, chain.length - forwardedCount)]?.toLowerCase() === 'https';
}
