import type { CalendarUnit } from './analytics/calendar';
import type { AnalyticsEvent, EventType } from './analytics/event';
import type { SourceKind, StepType } from './read-analytics';
import { type Filters, matchesResource, type ResourceField } from './read-checks';
import type { Resource } from './resource';

/** Which events count in a report. */
export interface CheckedRange {
  readonly from: number;
  readonly to: number;
  readonly writeKey: string | undefined;
  readonly bots: boolean;
  readonly resource: Filters<ResourceField>;
}

export interface CheckedActiveUsers extends CheckedRange {
  readonly report: 'active-users';
  readonly unit: CalendarUnit;
}

/** By what counts are told apart: not at all, by name, or by what is found where these names lead. */
export type CountedBy = 'all' | 'event' | readonly string[];

export interface CheckedEventCounts extends CheckedRange {
  readonly report: 'event-counts';
  readonly type: EventType;
  readonly event: string | undefined;
  readonly by: CountedBy;
  readonly stepMs: number | undefined;
  readonly limit: number;
}

export interface CheckedTopPages extends CheckedRange {
  readonly report: 'top-pages';
  readonly limit: number;
}

export interface CheckedSources extends CheckedRange {
  readonly report: 'sources';
  readonly of: SourceKind;
  readonly limit: number;
}

export interface CheckedStep {
  readonly type: StepType;
  readonly event: string;
}

export interface CheckedFunnel extends CheckedRange {
  readonly report: 'funnel';
  readonly steps: readonly CheckedStep[];
  readonly withinMs: number;
}

export interface CheckedRetention extends CheckedRange {
  readonly report: 'retention';
}

/** A query for a report that makes sense. */
export type CheckedAnalyticsQuery =
  | CheckedActiveUsers
  | CheckedEventCounts
  | CheckedTopPages
  | CheckedSources
  | CheckedFunnel
  | CheckedRetention;

/** Whether an event that the sender took in counts. */
export function counts(query: CheckedRange, event: AnalyticsEvent, sender: Resource): boolean {
  const at = Date.parse(event.timestamp);
  return (
    at >= query.from &&
    at < query.to &&
    (query.writeKey === undefined || event.writeKey === query.writeKey) &&
    (query.bots || event.context.bot !== true) &&
    matchesResource(query, sender)
  );
}
