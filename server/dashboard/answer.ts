import type { ServerResponse } from 'node:http';

/** What a request is answered with; the body is JSON. */
export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(status: number, value: unknown, headers: Answer['headers'] = {}): Answer {
  return { status, body: JSON.stringify(value), headers };
}

export function failure(
  status: number,
  code: string,
  message: string,
  headers?: Answer['headers'],
): Answer {
  return json(status, { error: { code, message } }, headers);
}

const everyAnswer = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'",
} as const;

/**
 * Sends an answer, unless somebody answered already; to a client that is gone, in vain. No
 * other origin may read it, so what the app set to allow that is taken back.
 */
export function send(response: ServerResponse, answer: Answer): void {
  response.on('error', () => undefined);
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) {
    if (name.startsWith('access-control-')) response.removeHeader(name);
  }
  response.writeHead(answer.status, {
    ...everyAnswer,
    'Content-Length': Buffer.byteLength(answer.body),
    ...answer.headers,
  });
  response.end(answer.body); // which node leaves out for HEAD
}
