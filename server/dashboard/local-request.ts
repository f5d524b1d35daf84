import type { IncomingMessage } from 'node:http';

/**
 * Whether a request was made on this machine, by a page or tool that addressed
 * this machine: the connection comes from the loopback interface, whatever
 * proxies stood between say the same of theirs, and the `Host` is a name of
 * localhost, so that a foreign page whose name was re-bound to 127.0.0.1 does
 * not pass.
 *
 * Meteor's own development proxy always adds `X-Forwarded-For` and
 * `X-Forwarded-Host`; these are believed when they name this machine only. Any
 * other sign of a proxy or tunnel makes a request foreign.
 */
export function isLocalRequest({ socket, headers }: IncomingMessage): boolean {
  if (!isLoopback(socket.remoteAddress ?? '')) return false;
  if (proxyHeaders.some((name) => headers[name] !== undefined)) return false;
  if (!isLocalName(headers.host ?? '')) return false;
  return (
    listed(headers['x-forwarded-for']).every(isLoopback) &&
    listed(headers['x-forwarded-host']).every(isLocalName)
  );
}

const proxyHeaders = [
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'true-client-ip',
  'cf-connecting-ip',
  'fastly-client-ip',
  'fly-client-ip',
];

const loopback = /^(::1|(::ffff:)?127(\.\d{1,3}){3})$/i;

function isLoopback(address: string): boolean {
  return loopback.test(address);
}

const localName = /^(([a-z0-9-]+\.)*localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i;

function isLocalName(host: string): boolean {
  return localName.test(host);
}

/** The members of a comma-separated header. */
export function listed(header: string | string[] | undefined): string[] {
  if (header === undefined) return [];
  return String(header)
    .split(',')
    .map((member) => member.trim());
}
