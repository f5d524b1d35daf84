import { type CalendarUnit, calendarUnits } from './analytics/calendar';
import { eventTypes } from './analytics/event';
import type {
  CheckedActiveUsers,
  CheckedAnalyticsQuery,
  CheckedEventCounts,
  CheckedFunnel,
  CheckedRange,
  CheckedRetention,
  CheckedSources,
  CheckedStep,
  CheckedTopPages,
  CountedBy,
} from './checked-analytics';
import {
  type ActiveUsersQuery,
  type AnalyticsQuery,
  analyticsReports,
  type EventCountsQuery,
  type FunnelQuery,
  type FunnelStep,
  type RetentionQuery,
  type SourcesQuery,
  sourceKinds,
  stepTypes,
  type TopPagesQuery,
} from './read-analytics';
import {
  checkFlag,
  checkLimit,
  checkOneOf,
  checkRange,
  checkResource,
  checkStep,
  checkText,
  invalid,
} from './read-checks';

const limits = { usual: 50, most: 500 };
const most = { units: 10_000, weeks: 260, points: 1_000, steps: 10, pathLength: 256 };
const roots = ['properties', 'context', 'traits'];

const dayMs = 24 * 60 * 60_000;
const unitMs: Readonly<Record<CalendarUnit, number>> = {
  day: dayMs,
  week: 7 * dayMs,
  month: 28 * dayMs,
};
/** How far from the epoch a date can be, in milliseconds. */
const lastDate = 8.64e15;

/**
 * Checks a query from outside, as every reader does first.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkAnalyticsQuery(query: AnalyticsQuery): CheckedAnalyticsQuery {
  switch (query.report) {
    case 'active-users':
      return checkActiveUsers(query);
    case 'event-counts':
      return checkEventCounts(query);
    case 'top-pages':
      return checkTopPages(query);
    case 'sources':
      return checkSources(query);
    case 'funnel':
      return checkFunnel(query);
    case 'retention':
      return checkRetention(query);
    default:
      throw invalid(
        'report',
        (query as Partial<AnalyticsQuery>).report,
        analyticsReports.join(', '),
      );
  }
}

function checkCounted({
  from,
  to,
  writeKey,
  bots = false,
  resource,
}: AnalyticsQuery): CheckedRange {
  checkRange(from, to);
  if (from < -lastDate) throw invalid('from', from, 'a time that is a date');
  if (to > lastDate) throw invalid('to', to, 'a time that is a date');
  checkText('writeKey', writeKey);
  checkFlag('bots', bots);
  return { from, to, writeKey, bots, resource: checkResource(resource) };
}

function checkActiveUsers(query: ActiveUsersQuery): CheckedActiveUsers {
  const range = checkCounted(query);
  const { report, unit } = query;
  checkOneOf('unit', unit ?? '', calendarUnits);
  checkWidth(range, unitMs[unit], `at most ${most.units} ${unit}s`, most.units);
  return { ...range, report, unit };
}

function checkEventCounts(query: EventCountsQuery): CheckedEventCounts {
  const range = checkCounted(query);
  const { report, type = 'track', event, stepMs } = query;
  checkOneOf('type', type, eventTypes);
  checkText('event', event);
  if (stepMs !== undefined) checkStep(stepMs, range.to - range.from, most.points);
  const limit = checkLimit(query.limit, limits);
  return { ...range, report, type, event, by: checkBy(query.by), stepMs, limit };
}

function checkBy(by: unknown): CountedBy {
  if (by === undefined) return 'all';
  if (by === 'event') return by;
  const names = typeof by === 'string' && by.length <= most.pathLength ? by.split('.') : [];
  const [root = '', ...rest] = names;
  if (roots.includes(root) && rest.length > 0 && !rest.includes('')) return names;
  const accepted = `event, or a path such as properties.plan that begins with ${roots.join(', ')}`;
  throw invalid('by', by, `${accepted}, of at most ${most.pathLength} characters`);
}

function checkTopPages(query: TopPagesQuery): CheckedTopPages {
  const { report } = query;
  return { ...checkCounted(query), report, limit: checkLimit(query.limit, limits) };
}

function checkSources(query: SourcesQuery): CheckedSources {
  const range = checkCounted(query);
  const { report, of } = query;
  checkOneOf('of', of ?? '', sourceKinds);
  return { ...range, report, of, limit: checkLimit(query.limit, limits) };
}

function checkFunnel(query: FunnelQuery): CheckedFunnel {
  const range = checkCounted(query);
  const { report, withinMs } = query;
  const given: unknown = query.steps;
  const isList = Array.isArray(given) && given.length >= 2 && given.length <= most.steps;
  if (!isList) {
    const came = Array.isArray(given) ? `a list of ${given.length}` : given;
    throw invalid('steps', came, `a list of 2 to ${most.steps} steps`);
  }
  if (!(Number.isFinite(withinMs) && withinMs > 0)) {
    throw invalid('withinMs', withinMs, 'milliseconds above 0');
  }
  return { ...range, report, steps: query.steps.map(checkOneStep), withinMs };
}

function checkOneStep(step: FunnelStep, at: number): CheckedStep {
  const { type = 'track', event } = (step ?? {}) as Partial<FunnelStep>;
  checkOneOf(`steps[${at}].type`, type, stepTypes);
  if (typeof event !== 'string' || event === '') {
    throw invalid(`steps[${at}].event`, event, 'the name of an event, page or screen');
  }
  return { type, event };
}

function checkRetention(query: RetentionQuery): CheckedRetention {
  const range = checkCounted(query);
  checkWidth(range, unitMs.week, `at most ${most.weeks} weeks`, most.weeks);
  return { ...range, report: query.report };
}

function checkWidth({ from, to }: CheckedRange, widthMs: number, accepted: string, limit: number) {
  const width = (to - from) / widthMs;
  if (width > limit) throw invalid('from', from, `a range of ${accepted}`);
}
