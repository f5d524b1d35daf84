import type { AnalyticsEvent } from './event';

/**
 * What reports ask of an event, each a text that is not empty, or absent. A
 * store may keep them beside the event: these functions alone say what they are.
 */
export interface EventFacts {
  /** Epoch milliseconds; NaN where `timestamp` is no time. */
  readonly at: number;
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  /** The event of `track`, the name of `page` and `screen`. */
  readonly name: string | undefined;
  /** `context.visit.id` */
  readonly visit: string | undefined;
  /** `context.page.pattern` */
  readonly pattern: string | undefined;
  /** `context.page.path`, else `properties.path`. */
  readonly path: string | undefined;
  /** Host of `context.page.referrer`, in small letters and without port. */
  readonly referrer: string | undefined;
  /** `source / medium / name`, where what is missing is `(none)`. */
  readonly campaign: string | undefined;
}

/** What stands for a value that is absent. */
export const none = '(none)';

export function eventFacts(event: AnalyticsEvent): EventFacts {
  const { page, visit, campaign } = event.context;
  return {
    at: Date.parse(event.timestamp),
    userId: text(event.userId),
    anonymousId: text(event.anonymousId),
    name: text(event.type === 'track' ? event.event : event.name),
    visit: text(visit?.id),
    pattern: text(page?.pattern),
    path: text(page?.path) ?? text(event.properties?.path),
    referrer: hostOf(text(page?.referrer)),
    campaign: campaignOf(campaign),
  };
}

/** The page that a `page` event is of: the pattern of its route, else its path. */
export function pageOf({ pattern, path }: Pick<EventFacts, 'pattern' | 'path'>): string {
  return pattern ?? path ?? none;
}

const authority = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?(\[[^\]/?#]*\]|[^/?#:]+)/i;

function hostOf(url: string | undefined): string | undefined {
  return url && authority.exec(url)?.[1]?.toLowerCase();
}

function campaignOf(campaign: unknown): string | undefined {
  const { source, medium, name } = (campaign ?? {}) as Readonly<Record<string, unknown>>;
  const parts = [text(source), text(medium), text(name)];
  if (parts.every((part) => part === undefined)) return undefined;
  return parts.map((part) => part ?? none).join(' / ');
}

/** Other senders' contexts may hold anything. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
