import { join } from 'node:path';
import type { RequestHandler } from 'express';
import type { AnalyticsEvent } from '../../../common/analytics/event';
import { createHost, type Host } from '../../host/host';
import type { HostVersion } from '../../host/meteor/versions';
import { buildProgram } from '../../host/program/build-program';
import type { ClientProgram } from '../../host/program/program';

const root = join(__dirname, '..', '..', '..');
const FLUSH_INTERVAL_MS = 200;
const ARRIVAL_MS = 15_000;

export interface AppOptions {
  readonly version?: HostVersion;
  /** `Meteor.settings.public.radiant.analytics` */
  readonly analytics?: Readonly<Record<string, unknown>>;
  /** `Meteor.settings.radiant` */
  readonly radiant?: Readonly<Record<string, unknown>>;
}

/** The example app with the agent, in this process, and its client, for browsers. */
export interface TestedApp {
  readonly url: string;
  readonly host: Host;
  /** What comes to the collector goes to `handle` first, until it is taken back. */
  intercept(handle: RequestHandler | undefined): void;
  /** Deploys a newer client. */
  push(): Promise<void>;
  /** Events that can be read and of which `wanted` is true, by visit and in the order of each. */
  events(wanted?: (event: AnalyticsEvent) => boolean): Promise<AnalyticsEvent[]>;
  /** Waits until the events with these ids can be read; rejects with those that did not come. */
  arrived(ids: () => readonly string[]): Promise<AnalyticsEvent[]>;
  /** Waits until an event of this name and person can be read. */
  eventNamed(name: string, person: { readonly anonymousId: string }): Promise<AnalyticsEvent>;
  close(): Promise<void>;
}

export async function startTestedApp(options: AppOptions = {}): Promise<TestedApp> {
  const { version = '3.3.2', analytics = {}, radiant = {} } = options;
  const host = createHost({
    version,
    development: true,
    log: () => {},
    settings: {
      public: { radiant: { analytics } },
      radiant: { flushIntervalMs: FLUSH_INTERVAL_MS, ...radiant },
    },
  });
  let interceptor: RequestHandler | undefined;
  host.WebApp.rawHandlers.use((request, response, next) => {
    if (interceptor && request.url.startsWith('/_radiant/v1/'))
      interceptor(request, response, next);
    else next();
  });
  host.WebApp.handlers.get('/go-nowhere', (_request, response) => {
    response.type('html').send('<p>Nothing here</p>');
  });
  host.WebApp.handlers.get('/go-back', (_request, response) => {
    response.type('html').send('<script>setTimeout(() => history.back(), 300)</script>');
  });
  await host.load(join(root, 'examples/demo/scenarios/healthy.ts'), {
    packages: { 'radiant:agent': join(root, 'server/main.ts') },
  });
  host.serveClient(await theProgram(''));
  const { url } = await host.listen();
  const startedAt = Date.now();

  async function read(): Promise<AnalyticsEvent[]> {
    const query = `from=${startedAt - 60_000}&to=${Date.now() + 60_000}&limit=1000`;
    const response = await fetch(`${url}/_radiant/api/v1/events?${query}`);
    const answer = (await response.json()) as { events?: AnalyticsEvent[] };
    if (!answer.events) throw new Error(`No events: ${response.status} ${JSON.stringify(answer)}`);
    return answer.events.sort(byVisit);
  }

  return {
    url,
    host,
    intercept(handle) {
      interceptor = handle;
    },
    push: async () => host.serveClient(await theProgram(`${Date.now()}`)),
    events: async (wanted = () => true) => (await read()).filter(wanted),
    arrived: (ids) =>
      eventually(async () => {
        const events = await read();
        const there = new Set(events.map(({ messageId }) => messageId));
        const missing = ids().filter((id) => !there.has(id));
        return missing.length === 0 ? events : `These did not arrive: ${missing.join(', ')}`;
      }),
    eventNamed: (name, { anonymousId }) =>
      eventually(async () => {
        const events = await read();
        const found = events.find(
          (event) => event.event === name && event.anonymousId === anonymousId,
        );
        return found ?? `${name} did not arrive`;
      }),
    async close() {
      const { Radiant } = host.Package['radiant:agent'] as { Radiant: { stop(): Promise<void> } };
      await Radiant.stop();
      await host.close();
    },
  };
}

/** Asks until the answer is no complaint; rejects with the last one. */
async function eventually<Answer extends object>(
  ask: () => Promise<Answer | string>,
): Promise<Answer> {
  const deadline = Date.now() + ARRIVAL_MS;
  for (;;) {
    const answer = await ask();
    if (typeof answer !== 'string') return answer;
    if (Date.now() > deadline) throw new Error(answer);
    await new Promise((resolve) => setTimeout(resolve, FLUSH_INTERVAL_MS));
  }
}

const programs = new Map<string, Promise<ClientProgram>>();

/** The client, bundled once per process and version of it. */
function theProgram(salt: string): Promise<ClientProgram> {
  const made =
    programs.get(salt) ??
    buildProgram(join(root, 'examples/todos'), {
      salt,
      packages: {
        'radiant:agent': join(root, 'client/main.ts'),
        'test:observer': join(__dirname, 'observer-package.ts'),
      },
    });
  programs.set(salt, made);
  return made;
}

function byVisit(a: AnalyticsEvent, b: AnalyticsEvent): number {
  const [one, other] = [a.context.visit, b.context.visit];
  return (
    (one?.startedAt ?? 0) - (other?.startedAt ?? 0) ||
    (one?.id ?? '').localeCompare(other?.id ?? '') ||
    (one?.sequence ?? 0) - (other?.sequence ?? 0)
  );
}
