import { type Undo, undoable } from '../../../common/undo';
import type { OutgoingRequests } from './outgoing';
import { subscribeTo } from './subscribe';

interface UndiciRequest {
  readonly origin?: unknown;
  readonly method?: string;
  readonly upgrade?: unknown;
  /** Name, value, name, value ...; text in undici 5. */
  readonly headers?: readonly unknown[] | string;
  addHeader?(name: string, value: string): void;
}

interface Message {
  readonly request: UndiciRequest;
}

interface Answer extends Message {
  readonly response: { readonly statusCode: number };
}

/** Follows requests of the global `fetch`, and of the package undici where the app has it. */
export function followUndici(requests: OutgoingRequests, failed: (error: unknown) => void): Undo {
  const hostOf = hostsByOrigin();

  function created({ request }: Message): void {
    const { method = '', upgrade, origin } = request;
    if (upgrade || method === 'CONNECT') return; // not over with its answer
    const setTraceparent = hasTraceparent(request)
      ? undefined
      : (value: string) => request.addHeader?.('traceparent', value);
    requests.begin(request, { method, host: hostOf(String(origin)), setTraceparent });
  }

  return undoable((defer) => {
    const on = <M extends Message>(event: string, listen: (message: M) => void) =>
      defer(subscribeTo(`undici:request:${event}`, listen, failed));
    on('create', created);
    on('headers', ({ request, response }: Answer) =>
      requests.answered(request, response.statusCode),
    );
    on('trailers', ({ request }) => requests.end(request, false));
    on('error', ({ request }) => requests.end(request, true));
  });
}

function hasTraceparent({ headers }: UndiciRequest): boolean {
  if (typeof headers === 'string') return /^traceparent:/im.test(headers);
  return headers?.some((part) => String(part).toLowerCase() === 'traceparent') ?? false;
}

const mostOrigins = 1_000;

/** Hosts by the origins they were parsed from. */
function hostsByOrigin(): (origin: string) => string {
  const known = new Map<string, string>();
  return (origin) => {
    let host = known.get(origin);
    if (host === undefined) {
      host = URL.canParse(origin) ? new URL(origin).host : '';
      if (known.size >= mostOrigins) known.clear();
      known.set(origin, host);
    }
    return host;
  };
}
