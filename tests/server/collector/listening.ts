import type { HttpServer } from '../../support/http-server';
import { aCollector, anEvent, type CollectorSetup, type StartedCollector } from './a-collector';

/** A collector that listens from `start` on, until the end of the test. Call it inside of `describe`. */
export function listening() {
  let server: HttpServer | undefined;
  let collector: StartedCollector | undefined;
  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const current = (): StartedCollector => {
    if (collector) return collector;
    throw new Error('start a collector first');
  };

  return {
    /** Its address. */
    async start(setup: CollectorSetup = {}): Promise<string> {
      await server?.close();
      collector = aCollector(setup);
      server = await collector.listen();
      return server.url;
    },
    get collector() {
      return current();
    },
    ids: () => current().events.map(({ messageId }) => messageId),
  };
}

export function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'text/plain', ...headers },
    body:
      typeof body === 'string' || body instanceof Uint8Array
        ? (body as BodyInit)
        : JSON.stringify(body),
  });
}

/** A batch of events `m0`, `m1` …, with the key of a client to which nobody gave one. */
export function aBatch(length = 1, fields: Record<string, unknown> = {}) {
  return {
    writeKey: 'radiant',
    batch: Array.from({ length }, (_, at) => anEvent({ messageId: `m${at}`, ...fields })),
  };
}
