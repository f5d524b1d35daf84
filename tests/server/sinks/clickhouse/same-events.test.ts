import { expect } from 'chai';
import {
  type AnalyticsEvent,
  eventTypes,
  type JsonValue,
} from '../../../../common/analytics/event';
import { eventFacts } from '../../../../common/analytics/event-facts';
import { createPeople } from '../../../../common/analytics/person';
import { createReport } from '../../../../common/analytics/report';
import { checkAnalyticsQuery } from '../../../../common/check-analytics';
import { counts } from '../../../../common/checked-analytics';
import { inSlices } from '../../../../common/in-slices';
import {
  type AnalyticsAnswer,
  type AnalyticsQuery,
  type FunnelStep,
  stepTypes,
} from '../../../../common/read-analytics';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { aBatch, aResource } from '../../../support/a-batch';
import { anEvent } from '../../../support/an-event';
import { seeded } from '../../../support/seeded';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const random = seeded(11);
const chance = (share: number) => random() < share;
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const odd = 'a\\b\n\t\'"{x:String}\0ключ😀';
const users = ['ann', 'bob', 'ключ', '\uffee', '😀', odd];
const visitors = ['v1', 'v2', 'v3', 'v4', 'v5', 'v6', 'bob', '', odd];
const names = ['Sign Up', 'Task Added', 'Paid', odd, '', 'e21', '(none)'];
const paths = ['/', '/lists/:id', '/a b', odd];
const keys = ['plan', 'a', '__proto__', 'constructor', '0', '$x', "it's", '"', '\\', 'ключ', '{x}'];
const values: readonly JsonValue[] = [
  ...['pro', 'free', '1', 'true', '1e+21', '(none)', '', odd, '\u2028'],
  ...[1, -0.5, 0, 1e21, 1e-7, 1.5e300, 2 ** 53, 2 ** 63, 2 ** 64, 123456789012345680000],
  ...[true, false, null],
  ...[[], ['pro'], {}, { a: 'deep' }, { plan: { a: 1e20 }, '0': 'zero' }],
];

describe('reports of events from ClickHouse', function () {
  this.timeout(60_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  /** A Monday in the middle, and the turn of a month nearby. */
  const start = Date.UTC(2026, 5, 29) - 10 * day;
  const resources = [aResource(), aResource({ instance: 'b', release: '2.0.0' })];
  const taken = resources.map(() => Array.from({ length: 400 }, () => someEvent(start)));
  const sink = () =>
    clickhouseSink({ url: clickhouse().url, asyncInsert: false, eventDays: 3_650 });

  before(async () => {
    emptied(clickhouse());
    for (const [index, events] of taken.entries()) {
      for (let from = 0; from < events.length; from += 150) {
        const resource = resources[index] ?? {};
        const batch = aBatch({ from: start, resource, events: events.slice(from, from + 150) });
        await sink().write(batch, signal);
      }
    }
  });

  /** What the functions that every reader shares say. */
  async function wantedOf(query: AnalyticsQuery): Promise<AnalyticsAnswer> {
    const checked = checkAnalyticsQuery(query);
    const seen = taken.flatMap((events, index) => {
      const sender = resources[index] ?? aResource();
      return events.filter((event) => counts(checked, event, sender));
    });
    const people = createPeople();
    for (const event of seen) people.see(eventFacts(event));
    const report = createReport(checked);
    for (const event of seen) {
      const facts = eventFacts(event);
      report.add(event, facts, people.personOf(facts));
    }
    return inSlices(report.finish());
  }

  for (let run = 0; run < 150; run++) {
    const query = aQuery(start);

    it(`are the same: ${JSON.stringify({ ...query, from: query.from - start, to: query.to - start })}`, async () => {
      const { keptFrom: _, ...answer } = await sink().reader.analytics(query);

      expect(answer).to.deep.equal(await wantedOf(query));
    });
  }

  it('say something', async () => {
    const range = { from: start, to: start + 20 * day };
    const queries: readonly AnalyticsQuery[] = [
      { report: 'event-counts', ...range, by: 'properties.plan' },
      { report: 'sources', ...range, of: 'referrer' },
      { report: 'top-pages', ...range },
      { report: 'retention', ...range },
    ];

    const answers = await Promise.all(queries.map(wantedOf));

    const lengths = answers.map((answer) => Object.values(answer).find(Array.isArray)?.length ?? 0);
    expect(Math.min(...lengths)).to.be.greaterThan(0);
  });
});

function someEvent(start: number): AnalyticsEvent {
  const type = chance(0.5) ? 'track' : chance(0.6) ? 'page' : pick(eventTypes);
  const at = start + Math.floor(random() * 20) * day + (chance(0.5) ? 0 : random() * hour);
  return anEvent({
    type,
    at: Math.floor(at),
    ...someIds(),
    ...(type === 'track' ? { event: pick(names) } : chance(0.7) ? { name: pick(names) } : {}),
    ...(chance(0.7) ? { properties: someObject() } : {}),
    ...(chance(0.2) ? { traits: someObject() } : {}),
    writeKey: pick(['radiant', 'radiant', odd]),
    context: someContext(),
  });
}

function someIds() {
  const anonymousId = chance(0.8) ? { anonymousId: pick(visitors) } : {};
  return chance(0.3) ? { ...anonymousId, userId: pick(users) } : anonymousId;
}

function someObject(): AnalyticsEvent['properties'] & object {
  const pairs = Array.from({ length: 3 }, () => [pick(keys), pick(values)] as const);
  return Object.fromEntries([...pairs, ...(chance(0.2) ? [['path', pick(paths)] as const] : [])]);
}

/** Some are of other senders, and hold anything. */
function someContext(): AnalyticsEvent['context'] {
  const page = {
    ...(chance(0.8) ? { path: pick(paths) } : {}),
    ...(chance(0.4) ? { pattern: pick(paths) } : {}),
    ...(chance(0.5)
      ? { referrer: pick(['https://A.example:8080/x', 'http://b.example', '/']) }
      : {}),
  };
  const campaign = { source: pick(['mail', 'ads']), ...(chance(0.5) ? { name: odd } : {}) };
  const context = {
    ...(chance(0.8) ? { page } : { page: pick<unknown>([7, 'page', [], null]) }),
    ...(chance(0.8) ? { visit: { id: pick<unknown>(['a', 'b', 'c', 'd', '', 7]) } } : {}),
    ...(chance(0.3) ? { campaign } : {}),
    ...(chance(0.1) ? { bot: pick<unknown>([true, false, 'yes']) } : {}),
  };
  return context as unknown as AnalyticsEvent['context'];
}

function aQuery(start: number): AnalyticsQuery {
  const from = start + pick([0, 0, 3 * day, 10 * day, 9.5 * day + 0.5, -40 * day]);
  const range = {
    from,
    to: from + pick([20 * day, 20 * day, 60 * day, 7 * day, 3.25 * day, minute]),
    ...(chance(0.3) ? { writeKey: pick(['radiant', odd, 'nobody’s']) } : {}),
    ...(chance(0.2) ? { resource: { release: '2.0.0' } } : {}),
    ...(chance(0.3) ? { bots: true } : {}),
  };
  const limit = chance(0.4) ? { limit: pick([1, 2, 5]) } : {};
  switch (pick([0, 1, 1, 1, 2, 3, 4, 4, 5])) {
    case 0:
      return { report: 'active-users', ...range, unit: pick(['day', 'week', 'month']) };
    case 1:
      return { report: 'event-counts', ...range, ...limit, ...someCounts(range) };
    case 2:
      return { report: 'top-pages', ...range, ...limit };
    case 3:
      return { report: 'sources', ...range, ...limit, of: pick(['referrer', 'campaign']) };
    case 4:
      return { report: 'funnel', ...range, ...someFunnel() };
    default:
      return { report: 'retention', ...range };
  }
}

function someCounts({ from, to }: { readonly from: number; readonly to: number }) {
  const root = pick(['properties', 'properties', 'traits', 'context']);
  const path = [
    root,
    pick([...keys, 'page', 'visit']),
    ...(chance(0.4) ? [pick(['a', 'path', '0'])] : []),
  ];
  return {
    ...(chance(0.5) ? { type: pick(eventTypes) } : {}),
    ...(chance(0.3) ? { event: pick(names) } : {}),
    ...(chance(0.8) ? { by: chance(0.2) ? 'event' : path.join('.') } : {}),
    ...(chance(0.4) ? { stepMs: pick([day, 7 * hour + 0.5, (to - from) / 3]) } : {}),
  };
}

function someFunnel() {
  const named = names.filter((name) => name !== '');
  const step = (): FunnelStep => ({
    ...(chance(0.6) ? { type: pick(stepTypes) } : {}),
    event: chance(0.7) ? pick(named) : pick(paths),
  });
  const repeated = step();
  const steps = Array.from({ length: pick([2, 3, 4, 10]) }, () =>
    chance(0.3) ? repeated : step(),
  );
  return { steps, withinMs: pick([0.5, 10 * second, day, 5 * day, 400 * day]) };
}
