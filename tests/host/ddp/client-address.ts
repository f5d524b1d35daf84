import { atLeast, type HostVersion } from '../meteor/versions';
import type { Socket } from './types';

/**
 * The address of a client behind `HTTP_FORWARDED_COUNT` proxies: counted from
 * the end of `x-forwarded-for`, because its beginning is the client's to forge.
 * Null when the header does not have that many; in 3.5, exactly that many.
 */
export function clientAddress(
  socket: Socket,
  forwardedCount: string | undefined,
  version: HostVersion,
): string | null | undefined {
  const count = Number.parseInt(forwardedCount ?? '', 10) || 0;
  if (count === 0) return socket.remoteAddress;
  const header = socket.headers['x-forwarded-for'];
  if (typeof header !== 'string') return null;
  const addresses = header.trim().split(/\s*,\s*/);
  const fits = atLeast(version, '3.5') ? count === addresses.length : count <= addresses.length;
  return count > 0 && fits ? (addresses[addresses.length - count] ?? null) : null;
}
