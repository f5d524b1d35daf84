import { expect } from 'chai';
import { unitStart } from '../../../common/analytics/calendar';
import type { AnalyticsQuery, FunnelStep } from '../../../common/read-analytics';
import { aResource } from '../a-batch';
import { randomEvents } from '../random-events';
import { oracle, type TakenIn } from './analytics-oracle';
import type { ReaderUnderTest } from './reader-under-test';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

const steps = (...events: ReadonlyArray<string | FunnelStep>) =>
  events.map((event) => (typeof event === 'string' ? { event } : event));
const page = (event: string) => ({ type: 'page', event }) as const;

type Asked = AnalyticsQuery extends infer Query
  ? Query extends AnalyticsQuery
    ? Omit<Query, 'from' | 'to'>
    : never
  : never;

const asked: readonly Asked[] = [
  { report: 'active-users', unit: 'day' },
  { report: 'active-users', unit: 'week', bots: true },
  { report: 'active-users', unit: 'month', writeKey: 'other' },
  { report: 'event-counts' },
  { report: 'event-counts', by: 'event', stepMs: 24 * hourMs },
  { report: 'event-counts', by: 'event', type: 'page', limit: 2 },
  { report: 'event-counts', by: 'event', type: 'screen', bots: true },
  { report: 'event-counts', event: 'Paid', stepMs: 7 * hourMs },
  { report: 'event-counts', by: 'properties.plan', stepMs: 100 * hourMs },
  { report: 'event-counts', by: "properties.it's" },
  { report: 'event-counts', by: 'properties.say "x"' },
  { report: 'event-counts', by: 'properties.ключ' },
  { report: 'event-counts', by: 'properties.constructor' },
  { report: 'event-counts', by: 'properties.toString' },
  { report: 'event-counts', by: 'properties.plan.plan' },
  { report: 'event-counts', by: 'traits.plan', type: 'identify' },
  { report: 'event-counts', by: 'context.page.pattern', type: 'page' },
  { report: 'event-counts', by: 'context.campaign.source' },
  { report: 'top-pages' },
  { report: 'top-pages', limit: 2, resource: { instance: 'b' } },
  { report: 'sources', of: 'referrer' },
  { report: 'sources', of: 'referrer', limit: 1, bots: true },
  { report: 'sources', of: 'campaign', writeKey: 'radiant' },
  { report: 'funnel', steps: steps('Viewed', 'Added'), withinMs: 24 * hourMs },
  { report: 'funnel', steps: steps('Viewed', 'Added', 'Paid'), withinMs: 1 },
  { report: 'funnel', steps: steps('Viewed', 'Viewed', 'Viewed'), withinMs: weekMs },
  { report: 'funnel', steps: steps('Paid', 'ключ', 'Viewed', 'Paid'), withinMs: 2 * weekMs },
  {
    report: 'funnel',
    steps: steps(page('/todos/:id'), page('/todos/1'), page('Paid'), 'Paid'),
    withinMs: 3 * weekMs,
    bots: true,
  },
  { report: 'retention' },
  { report: 'retention', resource: { instance: 'a' }, bots: true },
];

/** Compares answers with those of an oracle that works in the plainest way. */
export function describeAnalyticsByOracle({ at, write, reader }: ReaderUnderTest): void {
  it('answers as a plain oracle does, whatever people did', async () => {
    const events = randomEvents(400, 7, at(0));
    const [ofA, ofB] = [events.slice(0, 250), events.slice(250)];
    await write(
      { second: 0, resource: { instance: 'a' }, events: ofA.slice(0, 130) },
      { second: 0, resource: { instance: 'b' }, events: ofB },
      { second: 10, resource: { instance: 'a' }, events: ofA.slice(130) },
    );
    const taken: readonly TakenIn[] = [
      ...ofA.map((event) => ({ ...event, resource: aResource({ instance: 'a' }) })),
      ...ofB.map((event) => ({ ...event, resource: aResource({ instance: 'b' }) })),
    ];
    const monday = unitStart('week', at(0));
    const ranges = [
      [at(0) - 21 * 24 * hourMs, at(0)],
      [monday - 2 * weekMs, monday],
      [monday - weekMs - 1, monday + 1],
    ] as const;

    for (const query of asked) {
      for (const [from, to] of ranges) {
        const whole = { from, to, ...query } as AnalyticsQuery;
        const { keptFrom: _keptFrom, ...answer } = await reader().analytics(whole);

        expect(answer, JSON.stringify(query)).to.deep.equal(oracle(whole, taken));
      }
    }
  }).timeout(60_000);
}
