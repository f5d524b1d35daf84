import type { IncomingMessage } from 'node:http';

/** The part of a request that tells who sent it. */
export type Sender = Pick<IncomingMessage, 'headers'> & {
  readonly socket: Pick<IncomingMessage['socket'], 'remoteAddress'>;
};

/**
 * The address of the client behind so many trusted proxies: counted from the
 * end of `X-Forwarded-For`, as its beginning is the client's to forge.
 * `undefined` where the header does not have that many.
 *
 * As `Session._clientAddress` of Meteor's ddp-server/livedata_server.js.
 */
export function clientAddress(
  { socket, headers }: Sender,
  forwardedCount: number,
): string | undefined {
  if (forwardedCount === 0) return socket.remoteAddress;
  const header = headers['x-forwarded-for'];
  if (header === undefined || forwardedCount < 0) return undefined;
  const addresses = String(header)
    .trim()
    .split(/\s*,\s*/);
  return addresses[addresses.length - forwardedCount];
}
