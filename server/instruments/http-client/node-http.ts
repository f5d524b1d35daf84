import type { ClientRequest, IncomingMessage } from 'node:http';
import { type Undo, undoable } from '../../../common/undo';
import type { OutgoingRequests } from './outgoing';
import { subscribeTo } from './subscribe';

interface Message {
  /** `res` is the answer, once its head is there. */
  readonly request: ClientRequest & { readonly res?: IncomingMessage | null };
}

interface Answer extends Message {
  readonly response: IncomingMessage;
}

/**
 * Follows requests of `node:http` and `node:https`. Node tells of their
 * creation since 22.12; before, they start when the last of the request has
 * been handed over, and their headers are already on the way.
 */
export function followNodeHttp(requests: OutgoingRequests, failed: (error: unknown) => void): Undo {
  function started({ request }: Message): void {
    if (requests.has(request) || request.res) return; // `start` comes after an early answer
    const { method, headersSent } = request;
    if (method === 'CONNECT' || request.getHeader('upgrade') !== undefined) return; // not over with its answer
    const canTell = !headersSent && request.getHeader('traceparent') === undefined;
    requests.begin(request, {
      method,
      host: hostOf(request),
      setTraceparent: canTell ? (value) => request.setHeader('traceparent', value) : undefined,
    });
  }

  /** The name of the channel notwithstanding, it tells of the head of the answer. */
  function answered({ request, response }: Answer): void {
    if (!requests.has(request)) return;
    requests.answered(request, response.statusCode ?? 0);
    response.once('close', () => requests.end(request, !response.complete));
  }

  return undoable((defer) => {
    const on = <M extends Message>(event: string, listen: (message: M) => void) =>
      defer(subscribeTo(`http.client.${event}`, listen, failed));
    on('request.created', started);
    on('request.start', started);
    on('response.finish', answered);
    on('request.error', ({ request }) => requests.end(request, true));
  });
}

/** The app may have set a `Host` header of its own; the port is known from Node's alone. */
function hostOf(request: ClientRequest): string {
  const header = request.getHeader('host');
  return typeof header === 'string' && header.includes(request.host) ? header : request.host;
}
