import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Access } from './access';
import { failure, send } from './answer';
import { refusals, wrongMethod } from './refusals';

export type ScrapeFormat = 'text' | 'openmetrics';

export interface ScrapeParts {
  readonly access: Pick<Access, 'check'>;
  readonly text: (format: ScrapeFormat) => Promise<string>;
}

const contentTypes: Readonly<Record<ScrapeFormat, string>> = {
  text: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
};

const compress = promisify(gzip);

/** Answers `GET` and `HEAD` of Prometheus, in the format and encoding that it accepts. */
export function createScrapeHandler({ access, text }: ScrapeParts) {
  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!(request.method === 'GET' || request.method === 'HEAD')) {
      return send(response, wrongMethod);
    }
    const verdict = await access.check(request);
    if (verdict !== 'ok') return send(response, refusals[verdict]);
    await answer(request, response);
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const format = formatFor(request.headers.accept);
    const body = Buffer.from(await text(format));
    const isZipped = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''));
    const sent = isZipped ? await compress(body) : body;
    if (response.headersSent || response.destroyed) return;
    response.writeHead(200, {
      'Content-Type': contentTypes[format],
      'Content-Length': sent.length,
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Accept, Accept-Encoding',
      ...(isZipped ? { 'Content-Encoding': 'gzip' } : {}),
    });
    response.end(sent);
  }

  return (request: IncomingMessage, response: ServerResponse): void => {
    response.on('error', () => undefined);
    respond(request, response).catch(() => {
      send(response, failure(500, 'internal', 'Radiant failed to answer.'));
    });
  };
}

/** OpenMetrics where the client takes it, else the older text format, which everybody reads. */
function formatFor(accept: string | undefined): ScrapeFormat {
  return /application\/openmetrics-text/.test(accept ?? '') ? 'openmetrics' : 'text';
}
