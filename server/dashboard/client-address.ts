import type { IncomingMessage } from 'node:http';
import { listed } from './local-request';

const longestAddress = 64;

/** The client's address as far as it can be trusted: what the outermost trusted proxy saw. */
export function clientAddress(
  { socket, headers }: IncomingMessage,
  forwardedCount: number,
): string {
  const chain = listed(headers['x-forwarded-for']);
  const seen = chain[chain.length - forwardedCount]; // without proxies, past the end
  return (seen || socket.remoteAddress || 'unknown').slice(0, longestAddress);
}
