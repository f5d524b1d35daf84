import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** A request as the guard sees it: from this machine to localhost, unless said otherwise. */
export function aRequest({
  from = '127.0.0.1',
  headers = {},
}: {
  readonly from?: string | undefined;
  readonly headers?: IncomingHttpHeaders;
} = {}): IncomingMessage {
  const request = {
    method: 'GET',
    url: '/status',
    headers: { host: 'localhost:3000', ...headers },
    socket: { remoteAddress: from },
  };
  return request as unknown as IncomingMessage;
}
