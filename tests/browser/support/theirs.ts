import type { AnalyticsEvent } from '../../../common/analytics/event';
import type { TestedApp } from './tested-app';
import type { Visitor } from './visitor';

/** All events of whoever sat at this browser, once what its pages have made has arrived. */
export async function theirs(app: TestedApp, visitor: Visitor): Promise<AnalyticsEvent[]> {
  await app.arrived(visitor.ids);
  const people = new Set(visitor.made.map(({ anonymousId }) => anonymousId));
  return app.events(({ anonymousId }) => people.has(anonymousId));
}
