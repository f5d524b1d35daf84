import type { ServerResponse } from 'node:http';

/** What a request is answered with; the body is JSON unless the headers say otherwise. */
export interface Answer {
  readonly status: number;
  readonly body: string | Buffer;
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

/** Nothing from elsewhere, nothing inline, in no frame. */
const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const everyAnswer = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'private, no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': contentPolicy,
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const;

/**
 * Sends an answer, unless somebody answered already; to a client that is gone, in vain. No
 * other origin may read it, so what the app set to allow that is taken back, and the app's
 * content policy gives way to a stricter one.
 */
export function send(response: ServerResponse, answer: Answer): void {
  response.on('error', () => undefined);
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) {
    if (isOfTheApp(name)) response.removeHeader(name);
  }
  response.writeHead(answer.status, {
    ...everyAnswer,
    ...(answer.status === 304 ? {} : { 'Content-Length': Buffer.byteLength(answer.body) }),
    ...answer.headers,
  });
  response.end(answer.body); // which node leaves out for HEAD
}

function isOfTheApp(name: string): boolean {
  return name.startsWith('access-control-') || name === 'content-security-policy-report-only';
}
