import type { CalendarUnit } from './analytics/calendar';
import type { EventType } from './analytics/event';
import type { ResourceFilter } from './read-checks';

/**
 * What can be asked about people and what they did. Times are epoch
 * milliseconds; `from` inclusive, `to` exclusive; days, weeks (from Monday)
 * and months are UTC.
 *
 * A person is the `userId` of an event. An event without one is of the person
 * whose `userId` came with the same `anonymousId` elsewhere among the events
 * that count (the smallest of them, should there be several), else of its
 * `anonymousId`. An id without a character is none. Who has the id of another
 * as `anonymousId` is the same person.
 *
 * All events of the range, `writeKey` and `resource` count, those of bots
 * (`context.bot`) only where `bots` is true; an event that came several times
 * (the same `writeKey` and `messageId`) once. Texts are ordered by code point.
 */
export type AnalyticsQuery =
  | ActiveUsersQuery
  | EventCountsQuery
  | TopPagesQuery
  | SourcesQuery
  | FunnelQuery
  | RetentionQuery;

/** What can be asked. */
export const analyticsReports = [
  'active-users',
  'event-counts',
  'top-pages',
  'sources',
  'funnel',
  'retention',
] as const satisfies ReadonlyArray<AnalyticsQuery['report']>;

interface AnalyticsRange {
  readonly from: number;
  readonly to: number;
  readonly writeKey?: string | undefined;
  readonly resource?: ResourceFilter | undefined;
  readonly bots?: boolean | undefined;
}

/** How many people did anything, whatever the type of the event, by day, week or month: at most 10,000. */
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
  /**
   * One row per value of this: `event` (the name), or a path that begins with
   * `properties`, `context` or `traits`, such as `properties.plan` or
   * `context.page.pattern`. A path goes from object to object by the names
   * between its dots, so a name with a dot in it cannot be reached. Without, one
   * row `(all)`.
   */
  readonly by?: string | undefined;
  /** Width of a step, at most 1,000 of them, the first of which begins with the range. */
  readonly stepMs?: number | undefined;
  /** At most so many rows, those that count most; 50 unless given, up to 500. */
  readonly limit?: number | undefined;
}

/**
 * The pages seen most: `page` events by pattern of the route
 * (`context.page.pattern`), else by path (`context.page.path`, else
 * `properties.path`), else `(none)`.
 */
export interface TopPagesQuery extends AnalyticsRange {
  readonly report: 'top-pages';
  /** At most so many rows; 50 unless given, up to 500. */
  readonly limit?: number | undefined;
}

export const sourceKinds = ['referrer', 'campaign'] as const;

export type SourceKind = (typeof sourceKinds)[number];

/**
 * Where visits come from: the first `page` event of each visit
 * (`context.visit.id`) in the range tells, of the same millisecond the one with
 * the smallest `messageId`, and whose visit it is.
 */
export interface SourcesQuery extends AnalyticsRange {
  readonly report: 'sources';
  /**
   * `referrer`: host of `context.page.referrer`, in small letters and without
   * port; `campaign`: `source / medium / name` of the campaign, where what is
   * missing is `(none)`. Visits without have `(none)`.
   */
  readonly of: SourceKind;
  /** At most so many rows; 50 unless given, up to 500. */
  readonly limit?: number | undefined;
}

/** What a step of a funnel can be. */
export const stepTypes = ['track', 'page', 'screen'] as const satisfies readonly EventType[];

export type StepType = (typeof stepTypes)[number];

/** One step: an event by name, or a page by pattern, path or name, or a screen by name. */
export interface FunnelStep {
  /** `track` unless given. */
  readonly type?: StepType | undefined;
  readonly event: string;
}

/**
 * How many people did the first thing, then the second ..., in this order, the
 * last at most `withinMs` after the first. Any start counts, not only a
 * person's first; what was done in between does not matter. One event is one
 * step, also where it could be several. Events of the same millisecond count as
 * in the order of the steps (`analytics/funnel.ts`).
 */
export interface FunnelQuery extends AnalyticsRange {
  readonly report: 'funnel';
  /** 2 to 10 of them. */
  readonly steps: readonly FunnelStep[];
  readonly withinMs: number;
}

/**
 * Of the people first seen (in the range) in a week, how many were seen again
 * so many weeks later, whatever they did. At most 260 weeks. The first and the
 * last week count as far as the range has them.
 */
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
  /**
   * `[start of the day, week or month in epoch ms, people]`, oldest first, none
   * left out: the first may start before the range, and counts what is in it.
   */
  readonly points: ReadonlyArray<readonly [at: number, people: number]>;
  /** In the whole range. */
  readonly people: number;
}

export interface EventCountsAnswer extends AnswerRange {
  readonly report: 'event-counts';
  readonly stepMs?: number;
  /**
   * The highest count first, then by value; a value that is absent, null, an
   * object or an array is `(none)`, a number or true is its text in JSON.
   */
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
  /** The most views first, then by page. `visits`: those that a page event names. */
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
  /** The most visits first, then by source. */
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
  /**
   * By the week in which people were first seen, oldest first; one in which
   * nobody was is absent. `returned[0]` is `people`.
   */
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
