import { Agent, request } from 'node:http';

export interface Sent {
  readonly status: number;
  readonly durationMs: number;
}

/** Posts over connections that stay open, as a browser's do. */
export function createSender(url: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  function post(body: string, headers: Record<string, string> = {}, path = '/v1/b'): Promise<Sent> {
    const startedAt = performance.now();
    return new Promise((resolve, reject) => {
      const sending = request(
        `${url}/_radiant${path}`,
        {
          method: 'POST',
          agent,
          headers: { 'Content-Type': 'text/plain', ...headers },
        },
        (response) => {
          response.resume();
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              durationMs: performance.now() - startedAt,
            }),
          );
        },
      );
      sending.on('error', reject);
      sending.end(body);
    });
  }

  return { post, close: () => agent.destroy() };
}

let made = 0;

/** A batch as a client of Radiant sends it: pages and clicks of one person, about 900 bytes an event. */
export function aBatchOf(length: number, person: number): string {
  const batch = Array.from({ length }, (_, at) => ({
    type: at % 3 === 0 ? 'page' : 'track',
    messageId: `00000000-0000-4000-8000-${String(made++).padStart(12, '0')}`,
    anonymousId: `11111111-0000-4000-8000-${String(person).padStart(12, '0')}`,
    userId: person % 2 === 0 ? `user${person}` : undefined,
    timestamp: new Date().toISOString(),
    event: at % 3 === 0 ? undefined : 'Task Added',
    name: at % 3 === 0 ? 'Todos' : undefined,
    properties: { list: 'errands', position: at, path: '/todos/abc', title: 'My todos' },
    context: {
      app: { version: '1.4.2', release: 'METEOR@3.5', arch: 'web.browser' },
      page: {
        path: '/todos/abc',
        referrer: 'https://search.example/?q=todos',
        search: '?utm_source=letter',
        title: 'My todos',
        url: 'https://app.example/todos/abc?utm_source=letter',
        pattern: '/todos/:id',
      },
      campaign: { source: 'letter' },
      locale: 'en-GB',
      timezone: 'Europe/Berlin',
      screen: { width: 1728, height: 1117, density: 2 },
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/130.0 Safari/537.36',
      visit: { id: `visit-${person}`, startedAt: 1_700_000_000_000, sequence: at + 1 },
      ddp: { session: `session${person}`, status: 'connected', transport: 'websocket' },
      library: { name: 'radiant', version: '0.1.0' },
    },
    channel: 'client',
  }));
  return JSON.stringify({ writeKey: 'radiant', sentAt: new Date().toISOString(), batch });
}
