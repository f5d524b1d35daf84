import type { EventType } from './analytics/event';
import type { ResourceFilter } from './read-checks';

/**
 * What can be asked about people and what they did. Times are epoch
 * milliseconds; `from` inclusive, `to` exclusive; days, weeks (from Monday)
 * and months are UTC.
 *
 * A person is the `userId` of an event. An event without one is of the person
 * whose `userId` came with the same `anonymousId` elsewhere in the range (the
 * smallest of them, should there be several), else of its `anonymousId`.
 *
 * Events of bots (`context.bot`) count only where `bots` is true.
 */
export type AnalyticsQuery =
  | ActiveUsersQuery
  | EventCountsQuery
  | TopPagesQuery
  | SourcesQuery
  | FunnelQuery
  | RetentionQuery;

interface AnalyticsRange {
  readonly from: number;
  readonly to: number;
  readonly writeKey?: string | undefined;
  readonly resource?: ResourceFilter | undefined;
  readonly bots?: boolean | undefined;
}

export const calendarUnits = ['day', 'week', 'month'] as const;

export type CalendarUnit = (typeof calendarUnits)[number];

/** How many people did anything, by day, week or month. */
export interface ActiveUsersQuery extends AnalyticsRange {
  readonly report: 'active-users';
  readonly unit: CalendarUnit;
}

/** How often something happened, over time and by the value of a property. */
export interface EventCountsQuery extends AnalyticsRange {
  readonly report: 'event-counts';
  /** `track` unless given. */
  readonly type?: EventType | undefined;
  /** The name of the event, or of the page or screen; any unless given. */
  readonly event?: string | undefined;
  /** One row per value of this: `event` (the name), or a path such as `properties.plan` or `context.page.pattern`. */
  readonly by?: string | undefined;
  readonly stepMs?: number | undefined;
  /** At most so many rows, those that count most; 50 unless given, up to 500. */
  readonly limit?: number | undefined;
}

/** The pages seen most: by pattern of the route, else by path. */
export interface TopPagesQuery extends AnalyticsRange {
  readonly report: 'top-pages';
  readonly limit?: number | undefined;
}

/** Where visits come from: the first page event of each visit tells. */
export interface SourcesQuery extends AnalyticsRange {
  readonly report: 'sources';
  /** `referrer`: host of the referrer; `campaign`: `source / medium / name` of the campaign. Visits without have `(none)`. */
  readonly of: 'referrer' | 'campaign';
  readonly limit?: number | undefined;
}

/** One step: an event by name, or a page by pattern, path or name. */
export interface FunnelStep {
  readonly type?: EventType | undefined;
  readonly event: string;
}

/** How many people did the first thing, then the second …, in this order, all within `withinMs` of the first. */
export interface FunnelQuery extends AnalyticsRange {
  readonly report: 'funnel';
  /** 2 to 10 of them. */
  readonly steps: readonly FunnelStep[];
  readonly withinMs: number;
}

/** Of the people first seen (in the range) in a week, how many were seen again so many weeks later. */
export interface RetentionQuery extends AnalyticsRange {
  readonly report: 'retention';
}

interface AnswerRange {
  readonly from: number;
  readonly to: number;
  /** Since when the store has forgotten none, in epoch ms; absent while it has had no batch. */
  readonly keptFrom?: number;
}

export interface ActiveUsersAnswer extends AnswerRange {
  readonly report: 'active-users';
  /** `[start of the day, week or month in epoch ms, people]`, oldest first, none left out. */
  readonly points: ReadonlyArray<readonly [at: number, people: number]>;
  /** In the whole range. */
  readonly people: number;
}

export interface EventCountsAnswer extends AnswerRange {
  readonly report: 'event-counts';
  readonly stepMs?: number;
  /** By count, then value; a value that is absent, an object or an array is `(none)`. */
  readonly rows: ReadonlyArray<{
    readonly value: string;
    readonly count: number;
    readonly people: number;
    /** Where the query has `stepMs`: `[start of the step, count]`, oldest first; a step without has no point. */
    readonly points?: ReadonlyArray<readonly [at: number, count: number]>;
  }>;
  readonly more: boolean;
}

export interface TopPagesAnswer extends AnswerRange {
  readonly report: 'top-pages';
  /** By views, then page. */
  readonly rows: ReadonlyArray<{
    readonly page: string;
    readonly views: number;
    readonly people: number;
    readonly visits: number;
  }>;
  readonly more: boolean;
}

export interface SourcesAnswer extends AnswerRange {
  readonly report: 'sources';
  /** By visits, then source. */
  readonly rows: ReadonlyArray<{
    readonly source: string;
    readonly visits: number;
    readonly people: number;
  }>;
  readonly more: boolean;
}

export interface FunnelAnswer extends AnswerRange {
  readonly report: 'funnel';
  /** As many as the query has steps: people who came that far. */
  readonly steps: ReadonlyArray<{ readonly event: string; readonly people: number }>;
}

export interface RetentionAnswer extends AnswerRange {
  readonly report: 'retention';
  /** By the week in which people were first seen, oldest first; `returned[0]` is `people`. */
  readonly cohorts: ReadonlyArray<{
    readonly week: number;
    readonly people: number;
    /** By weeks since, up to the last week of the range. */
    readonly returned: readonly number[];
  }>;
}

export type AnalyticsAnswer =
  | ActiveUsersAnswer
  | EventCountsAnswer
  | TopPagesAnswer
  | SourcesAnswer
  | FunnelAnswer
  | RetentionAnswer;

/** The answer to a query, by its `report`. */
export type AnswerTo<Query extends AnalyticsQuery> = Extract<
  AnalyticsAnswer,
  { readonly report: Query['report'] }
>;
