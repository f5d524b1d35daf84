import type { AnalyticsEvent } from '../../../common/analytics/event';
import { resolveOptions, type UserOptions } from '../../../common/options';
import type { Sample } from '../../../common/sample';
import { type AssemblyParts, assembleCollector } from '../../../server/collector/assemble';
import type { CollectorDrop } from '../../../server/collector/drop-reasons';
import { handClock } from '../../support/hand-clock';
import { type HttpServer, httpServer } from '../../support/http-server';

/** When the hand-wound clock starts: 2026-11-28T12:00:00Z. */
export const startedAt = Date.UTC(2026, 10, 28, 12);

export interface CollectorSetup {
  readonly options?: UserOptions['collector'];
  readonly publicSettings?: unknown;
  readonly env?: Readonly<Record<string, string>>;
  readonly server?: unknown;
  readonly store?: AssemblyParts['store'];
}

/** A collector on a hand-wound clock that keeps what it stores. */
export function aCollector(setup: CollectorSetup = {}) {
  const clock = handClock(startedAt);
  const events: AnalyticsEvent[] = [];
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  const collector = assembleCollector({
    options: resolveOptions({ given: { collector: setup.options } }).collector,
    publicSettings: setup.publicSettings,
    env: setup.env ?? {},
    server: setup.server,
    store: setup.store ?? ((event) => events.push(event) > 0),
    record: (sample) => {
      samples.push(sample);
    },
    failed: (error) => {
      failures.push(error);
    },
    after: clock.timers.after,
    now: clock.now,
    wallNow: clock.wallNow,
  });

  return {
    ...collector,
    clock,
    events,
    samples,
    failures,
    drops: () => collector.tally.total().drops as Partial<Record<CollectorDrop, number>>,
    /** The collector mounted on a real server. */
    async listen(): Promise<HttpServer> {
      return httpServer((request, response) => {
        const [path = '/'] = (request.url ?? '/').split('?');
        collector.handle(request, response, path);
      });
    },
  };
}

export type StartedCollector = ReturnType<typeof aCollector>;

/** An event as a client sends it. */
export function anEvent(fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { type: 'track', event: 'Task Added', anonymousId: 'a1', writeKey: 'radiant', ...fields };
}

/** Hands one event in, as it comes out of `JSON.parse`. */
export function takeIn(
  { intake }: Pick<StartedCollector, 'intake'>,
  event: unknown,
  source: Partial<Parameters<StartedCollector['intake']>[2]> = {},
) {
  const raw: unknown = JSON.parse(JSON.stringify(event));
  const base = { receivedAt: startedAt, isTrusted: false, gpc: false, mayBeLarge: true };
  return intake(raw, {}, { ...base, ...source });
}
