import type { AnalyticsEvent } from '../../common/analytics/event';
import { between, pick } from '../../examples/demo/random';
import { anEvent, aPage } from '../support/an-event';
import { seededRandom } from '../support/seeded-random';

const people = 60;
const pages = ['/', '/lists/1', '/lists/2', '/lists/3', '/reports', '/settings'] as const;
const actions = ['Task Added', 'Task Done', 'List Shared', 'Report Exported'] as const;
const sources = ['newsletter', 'search', 'partner'] as const;

/** What people did with the example app in a time: made up, and the same each time. */
export function toldPeople({ from, to }: { from: number; to: number }): AnalyticsEvent[] {
  const random = seededRandom(11);
  const visits = Math.round((to - from) / 45_000);
  return Array.from({ length: visits }, (_, number) => {
    const person = `person-${between(random, 1, people)}`;
    const startedAt = between(random, from, to - 600_000);
    const source = random() < 0.4 ? pick(random, sources) : undefined;
    const visit = `visit-${number}`;
    return Array.from({ length: between(random, 2, 9) }, (_one, step) => {
      const at = startedAt + step * between(random, 5_000, 40_000);
      const who = { at, userId: person, anonymousId: person };
      const context = { visit: { id: visit, startedAt, sequence: step + 1 } };
      if (step > 0 && random() < 0.5) {
        return anEvent({ ...who, event: pick(random, actions) ?? 'Task Added', context });
      }
      const path = (step === 0 ? '/' : pick(random, pages)) ?? '/';
      return aPage({
        ...{ ...who, path, pattern: path.replace(/\d+/, ':id'), visit },
        ...(source && step === 0 && { campaign: { source, medium: 'web', name: 'autumn' } }),
      });
    });
  })
    .flat()
    .sort((a, b) => a.timestamp.localeCompare(b.timestamp));
}
