import type { CalendarUnit } from '../../common/analytics/calendar';
import type { EventType } from '../../common/analytics/event';
import { checkAnalyticsQuery } from '../../common/check-analytics';
import {
  type AnalyticsQuery,
  analyticsReports,
  type FunnelStep,
  type SourceKind,
  stepTypes,
} from '../../common/read-analytics';
import { checkOneOf } from '../../common/read-checks';
import { checkEventsQuery, type EventsQuery } from '../../common/read-events';
import { type Accepted, checkNames, flag, membersOf, textOf, wholeNumber } from './params';
import { rangeFrom } from './range-params';

const grouped = { resource: '<field>' };
const ofEvents: Accepted = {
  plain: [
    ...['from', 'to', 'limit', 'type', 'event', 'name', 'userId', 'anonymousId'],
    ...['messageId', 'visit', 'writeKey'],
  ],
  grouped,
};

const ofReport: Readonly<Record<AnalyticsQuery['report'], readonly string[]>> = {
  'active-users': ['unit'],
  'event-counts': ['type', 'event', 'by', 'stepMs', 'limit'],
  'top-pages': ['limit'],
  sources: ['of', 'limit'],
  funnel: ['step', 'withinMs'],
  retention: [],
};

/**
 * The query that parameters of `GET events` stand for: those of
 * {@link EventsQuery} and `resource.<field>`. `nowMs` is what relative times
 * count from.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function eventsQueryFrom(params: URLSearchParams, nowMs: number): EventsQuery {
  checkNames([...params.keys()], ofEvents);
  const query: EventsQuery = {
    ...rangeFrom(params, nowMs),
    type: textOf<EventType>(params, 'type'),
    event: textOf(params, 'event'),
    name: textOf(params, 'name'),
    userId: textOf(params, 'userId'),
    anonymousId: textOf(params, 'anonymousId'),
    messageId: textOf(params, 'messageId'),
    visit: textOf(params, 'visit'),
    writeKey: textOf(params, 'writeKey'),
    resource: membersOf('resource', params),
    limit: wholeNumber(params, 'limit'),
  };
  checkEventsQuery(query);
  return query;
}

/**
 * The same for `GET analytics?report=...` and {@link AnalyticsQuery}. The steps
 * of a funnel are one parameter `step` each, in their order: the name of an
 * event, or `page:` or `screen:` and what it is called. An event whose name
 * begins so is `track:` and its name.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function analyticsQueryFrom(params: URLSearchParams, nowMs: number): AnalyticsQuery {
  const report = textOf<AnalyticsQuery['report']>(params, 'report') ?? ('' as never);
  checkOneOf('report', report, analyticsReports);
  const plain = ['report', 'from', 'to', 'writeKey', 'bots', ...ofReport[report]];
  checkNames([...params.keys()], { plain, repeated: ['step'], grouped });
  const query = { report, ...partOf(report, params), ...commonOf(params, nowMs) } as AnalyticsQuery;
  checkAnalyticsQuery(query);
  return query;
}

function commonOf(params: URLSearchParams, nowMs: number) {
  return {
    ...rangeFrom(params, nowMs),
    writeKey: textOf(params, 'writeKey'),
    bots: flag(params, 'bots'),
    resource: membersOf('resource', params),
  };
}

/** What only one report takes. */
function partOf(report: AnalyticsQuery['report'], params: URLSearchParams): object {
  const limit = wholeNumber(params, 'limit');
  switch (report) {
    case 'active-users':
      return { unit: textOf<CalendarUnit>(params, 'unit') };
    case 'event-counts':
      return {
        type: textOf<EventType>(params, 'type'),
        event: textOf(params, 'event'),
        by: textOf(params, 'by'),
        stepMs: wholeNumber(params, 'stepMs'),
        limit,
      };
    case 'sources':
      return { of: textOf<SourceKind>(params, 'of'), limit };
    case 'funnel':
      return {
        steps: params.getAll('step').map(stepOf),
        withinMs: wholeNumber(params, 'withinMs'),
      };
    case 'top-pages':
      return { limit };
    case 'retention':
      return {};
  }
}

function stepOf(text: string): FunnelStep {
  const type = stepTypes.find((one) => text.startsWith(`${one}:`));
  return type ? { type, event: text.slice(type.length + 1) } : { event: text };
}
