import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answers';

/** A body that is refused unread is let pass up to here, so that its sender hears why. */
const drainedBytes = 1024 * 1024;

const everyAnswer = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
} as const;

/**
 * Sends an answer, unless somebody did already; to a sender that is gone, in
 * vain. What the app set to let other origins read its answers is taken back.
 */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, body = '', headers }: Answer,
): void {
  response.on('error', () => undefined);
  if (response.headersSent) return;
  for (const name of response.getHeaderNames()) {
    if (name.startsWith('access-control-')) response.removeHeader(name);
  }
  response.writeHead(status, {
    ...(body === '' ? { 'Cache-Control': 'no-store' } : everyAnswer),
    ...(body === '' && status === 204 ? {} : { 'Content-Length': Buffer.byteLength(body) }),
    ...headers,
  });
  response.end(body); // which node leaves out for HEAD
  if (!request.readableEnded) drain(request);
}

/**
 * Lets what is left of a body pass unread. Were the connection closed at once,
 * a sender that is still sending would see it reset, and never the answer.
 */
function drain(request: IncomingMessage): void {
  let passed = 0;
  request.on('error', () => undefined);
  request.on('data', (chunk: Buffer) => {
    passed += chunk.length;
    if (passed > drainedBytes) request.destroy();
  });
}
