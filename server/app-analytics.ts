import { createAnalytics } from './analytics/create-analytics';
import { currentCaller } from './analytics/current-caller';
import type { ServerAnalytics } from './analytics/server-analytics';
import type { MeteorApp } from './meteor';
import type { CollectorMount } from './mount-collector';
import type { Radiant } from './radiant';

export interface AppAnalyticsParts {
  readonly app: Pick<MeteorApp, 'ddp'>;
  readonly collector: CollectorMount;
  readonly radiant: Pick<Radiant, 'flush'>;
}

/** The server's `Analytics`, over the collector of the agent that runs. */
export function createAppAnalytics({
  app,
  collector,
  radiant,
}: AppAnalyticsParts): ServerAnalytics {
  return createAnalytics({
    intake: collector.current,
    caller: () => currentCaller(app.ddp),
    flush: async () => {
      if (collector.current()) await radiant.flush();
    },
    status: collector.status,
    lost: collector.lost,
  });
}
