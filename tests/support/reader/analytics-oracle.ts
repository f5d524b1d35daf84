import type { AnalyticsEvent, JsonValue } from '../../../common/analytics/event';
import type {
  ActiveUsersQuery,
  AnalyticsQuery,
  EventCountsQuery,
  FunnelQuery,
  FunnelStep,
  SourcesQuery,
} from '../../../common/read-analytics';
import type { Resource } from '../../../common/resource';

export type TakenIn = AnalyticsEvent & { readonly resource: Resource };

interface Counted {
  readonly event: TakenIn;
  readonly at: number;
  readonly who: string | undefined;
}

/**
 * What the answer to a query has to be, but for `keptFrom`: worked out in the
 * plainest way that the contract's words allow, without any of the code that is
 * tested.
 */
export function oracle(query: AnalyticsQuery, all: readonly TakenIn[]): object {
  const counted = countedOf(query, all);
  const { report, from, to } = query;
  const base = { report, from, to };
  if (query.report === 'active-users') return { ...base, ...activeUsers(query, counted) };
  if (query.report === 'event-counts') return { ...base, ...eventCounts(query, counted) };
  if (query.report === 'funnel') return { ...base, steps: funnel(query, counted) };
  if (query.report === 'retention') return { ...base, cohorts: retention(to, counted) };
  if (query.report === 'sources') return { ...base, ...sources(query, counted) };
  const pages = counted.filter(({ event }) => event.type === 'page');
  const rows = group(pages, ({ event }) => pageOf(event)).map(([page, seen]) => ({
    page,
    views: seen.length,
    people: people(seen),
    visits: unique(seen.map(({ event }) => event.context.visit?.id)),
  }));
  return {
    ...base,
    ...top(
      rows,
      ({ views }) => views,
      ({ page }) => page,
      query.limit,
    ),
  };
}

function countedOf(query: AnalyticsQuery, all: readonly TakenIn[]): Counted[] {
  const { writeKey, resource = {}, bots = false } = query;
  const events = all.filter((event) => {
    const at = Date.parse(event.timestamp);
    const isOfSender = Object.entries(resource).every(
      ([field, value]) => event.resource[field as 'host'] === value,
    );
    const isOfApp = writeKey === undefined || writeKey === event.writeKey;
    return (
      at >= query.from && at < query.to && isOfSender && isOfApp && (bots || !event.context.bot)
    );
  });
  return events.map((event) => {
    const { userId, anonymousId } = event;
    const users = events
      .filter((other) => other.anonymousId === anonymousId && anonymousId && other.userId)
      .flatMap((other) => other.userId ?? [])
      .sort(byBytes);
    const who = userId || users[0] || anonymousId || undefined;
    return { event, at: Date.parse(event.timestamp), who };
  });
}

function activeUsers({ unit, from, to }: ActiveUsersQuery, counted: readonly Counted[]) {
  const points: Array<[number, number]> = [];
  for (let start = begin(unit, from); start < to; start = end(unit, start)) {
    const inside = counted.filter(({ at }) => at >= start && at < end(unit, start));
    points.push([start, people(inside)]);
  }
  return { points, people: people(counted) };
}

/** Walks back by the hour until a new one begins. */
function begin(unit: ActiveUsersQuery['unit'], at: number): number {
  const date = new Date(at);
  date.setUTCHours(0, 0, 0, 0);
  while (unit === 'week' && date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  if (unit === 'month') date.setUTCDate(1);
  return date.getTime();
}

function end(unit: ActiveUsersQuery['unit'], start: number): number {
  const date = new Date(start);
  if (unit === 'month') date.setUTCMonth(date.getUTCMonth() + 1);
  else date.setUTCDate(date.getUTCDate() + (unit === 'week' ? 7 : 1));
  return date.getTime();
}

function eventCounts(query: EventCountsQuery, counted: readonly Counted[]) {
  const { type = 'track', event: wanted, by, stepMs, from, to } = query;
  const those = counted.filter(
    ({ event }) => event.type === type && (wanted === undefined || nameOf(event) === wanted),
  );
  const rows = group(those, ({ event }) => valueIn(event, by)).map(([value, all]) => {
    const row = { value, count: all.length, people: people(all) };
    if (stepMs === undefined) return row;
    const points: Array<[number, number]> = [];
    for (let at = from; at < to; at += stepMs) {
      const count = all.filter((one) => one.at >= at && one.at < at + stepMs).length;
      if (count > 0) points.push([at, count]);
    }
    return { ...row, points };
  });
  const answered = top(
    rows,
    ({ count }) => count,
    ({ value }) => value,
    query.limit,
  );
  return stepMs === undefined ? answered : { stepMs, ...answered };
}

function valueIn(event: TakenIn, by: string | undefined): string {
  if (by === undefined) return '(all)';
  if (by === 'event') return nameOf(event) || '(none)';
  let value = JSON.parse(JSON.stringify(event)) as JsonValue | undefined;
  for (const name of by.split('.')) {
    if (Array.isArray(value) || typeof value !== 'object' || value === null) return '(none)';
    value = new Map(Object.entries(value)).get(name);
  }
  if (typeof value === 'string') return value;
  if (value === undefined || value === null || typeof value === 'object') return '(none)';
  return String(value);
}

function sources({ of, limit }: SourcesQuery, counted: readonly Counted[]) {
  const pages = counted.filter(({ event }) => event.type === 'page' && event.context.visit?.id);
  const firsts = group(pages, ({ event }) => event.context.visit?.id ?? '').flatMap(([, seen]) => {
    return [...seen]
      .sort((a, b) => a.at - b.at || byBytes(a.event.messageId, b.event.messageId))
      .slice(0, 1);
  });
  const sourceOf = of === 'referrer' ? hostOf : campaignOf;
  const rows = group(firsts, ({ event }) => sourceOf(event)).map(([source, visits]) => ({
    source,
    visits: visits.length,
    people: people(visits),
  }));
  return top(
    rows,
    ({ visits }) => visits,
    ({ source }) => source,
    limit,
  );
}

function hostOf({ context }: TakenIn): string {
  const { referrer } = context.page ?? {};
  return (referrer && URL.canParse(referrer) && new URL(referrer).hostname) || '(none)';
}

function campaignOf({ context: { campaign = {} } }: TakenIn): string {
  const parts = [campaign.source, campaign.medium, campaign.name];
  if (parts.every((part) => !part)) return '(none)';
  return parts.map((part) => part || '(none)').join(' / ');
}

interface Row {
  readonly at: number;
  readonly can: readonly boolean[];
}

function funnel({ steps, withinMs }: FunnelQuery, counted: readonly Counted[]) {
  const known = counted.filter(({ who }) => who !== undefined);
  const depths = group(known, ({ who }) => who ?? '').map(([, all]) => {
    const rows = all
      .map(({ at, event }) => ({ at, can: steps.map((step) => isStep(step, event)) }))
      .filter(({ can }) => can.includes(true))
      .sort((a, b) => a.at - b.at || order(a.can) - order(b.can));
    return deepest(rows, 0, Number.POSITIVE_INFINITY, withinMs);
  });
  return steps.map(({ event }, step) => ({
    event,
    people: depths.filter((depth) => depth > step).length,
  }));
}

/** How far the chains come of which this is step `step`: tries them all. */
function deepest(rows: readonly Row[], step: number, until: number, withinMs: number): number {
  const depths = rows.map(({ at, can }, index) => {
    if (!can[step] || at > until) return step;
    const end = step === 0 ? at + withinMs : until;
    return deepest(rows.slice(index + 1), step + 1, end, withinMs);
  });
  return Math.max(step, ...depths);
}

/** By the first step that an event can be, then by all of them, the last one weighing most. */
function order(can: readonly boolean[]): number {
  const all = can.reduce((sum, is, step) => sum + (is ? 2 ** step : 0), 0);
  return can.indexOf(true) * 2_000 + all;
}

function isStep({ type = 'track', event: name }: FunnelStep, event: TakenIn): boolean {
  if (event.type !== type) return false;
  if (nameOf(event) === name) return true;
  const { page } = event.context;
  const path = page?.path || event.properties?.path;
  return type === 'page' && (page?.pattern === name || path === name);
}

function retention(to: number, counted: readonly Counted[]) {
  const seen = counted.filter(({ who }) => who !== undefined);
  const persons = group(seen, ({ who }) => who ?? '').map(([, all]) => {
    const weeks = [...new Set(all.map(({ at }) => begin('week', at)))].sort((a, b) => a - b);
    return { first: weeks[0] ?? 0, weeks };
  });
  const firsts = [...new Set(persons.map(({ first }) => first))].sort((a, b) => a - b);
  return firsts.map((week) => {
    const cohort = persons.filter(({ first }) => first === week);
    const returned: number[] = [];
    for (let later = week; later < to; later = end('week', later)) {
      returned.push(cohort.filter(({ weeks }) => weeks.includes(later)).length);
    }
    return { week, people: cohort.length, returned };
  });
}

function pageOf({ context: { page }, properties }: TakenIn): string {
  const path = properties?.path;
  return page?.pattern || page?.path || (typeof path === 'string' && path) || '(none)';
}

function nameOf({ type, event, name }: TakenIn): string | undefined {
  return type === 'track' ? event : name;
}

function people(counted: readonly Counted[]): number {
  return unique(counted.map(({ who }) => who));
}

function unique(values: ReadonlyArray<string | undefined>): number {
  return new Set(values.filter((value) => value)).size;
}

function group<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const keys = [...new Set(items.map(keyOf))];
  return keys.map((key) => [key, items.filter((item) => keyOf(item) === key)] as const);
}

function top<Row>(
  rows: readonly Row[],
  countOf: (row: Row) => number,
  nameOfRow: (row: Row) => string,
  limit = 50,
) {
  const sorted = [...rows].sort(
    (a, b) => countOf(b) - countOf(a) || byBytes(nameOfRow(a), nameOfRow(b)),
  );
  return { rows: sorted.slice(0, limit), more: sorted.length > limit };
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
