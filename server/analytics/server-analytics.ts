import type { EventName, EventProperties, IsBare } from '../../common/analytics/analytics-events';
import type { EventType } from '../../common/analytics/event';
import type { HookStatus } from '../../common/status';

/** Whose event it is, and what else is told of it. */
export interface EventOptions {
  /** Either is enough; without both, that of the method or publication that runs. */
  readonly userId?: string | undefined;
  readonly anonymousId?: string | undefined;
  /** When it happened; now unless given. At most 30 days ago. */
  readonly timestamp?: Date | number | string | undefined;
  /** Under 100 characters; an event with the same one within a day is not stored again. */
  readonly messageId?: string | undefined;
  /** What the person agreed to in the browser, by category: the server cannot know. */
  readonly consent?: Readonly<Record<string, boolean>> | undefined;
  readonly context?: object | undefined;
  readonly integrations?: object | undefined;
  /** Where the event belongs; that of the app's own client unless given. */
  readonly writeKey?: string | undefined;
}

/** What `track` is given after the name: checked where the app declared `AnalyticsEvents`. */
export type ServerTrackArguments<Name> =
  IsBare<Name> extends true
    ? [properties?: EventProperties<Name, object> | null, options?: EventOptions]
    : [properties: EventProperties<Name, object>, options?: EventOptions];

/**
 * Analytics on the server: the verbs of the client, without an ambient person,
 * as one process serves everyone. Events go straight into the collector; they
 * are sent with the next window, and at shutdown.
 *
 * Inside of a method or publication an event is of its user or, signed out, of
 * the anonymous id that its DDP session last had in the browser's events.
 *
 * @throws {RadiantError} (every verb) `analytics-no-id` where no person is
 *   named and none is known; `analytics-invalid` where an argument is not what
 *   it must be. What else goes wrong is counted in `status()`, and not thrown.
 */
export interface ServerAnalytics {
  track<Name extends EventName>(event: Name, ...rest: ServerTrackArguments<Name>): void;
  identify(userId: string | undefined | null, traits?: object | null, options?: EventOptions): void;
  /** One text is the name; of two the first is the category. */
  page(name: string, properties?: object | null, options?: EventOptions): void;
  page(category: string, name: string, properties?: object | null, options?: EventOptions): void;
  screen(name: string, properties?: object | null, options?: EventOptions): void;
  screen(category: string, name: string, properties?: object | null, options?: EventOptions): void;
  group(groupId: string, traits?: object | null, options?: EventOptions): void;
  /** Says that a user is who was known as `previousId`; that is the session's anonymous id unless given. */
  alias(userId: string, previousId?: string | null, options?: EventOptions): void;
  /** Resolves once every sink has had what was taken in. */
  flush(): Promise<void>;
  status(): AnalyticsStatus;
}

export interface AnalyticsStatus extends HookStatus {
  /** Events that were stored since the agent started, by type; those of browsers, too. */
  readonly events: Readonly<Partial<Record<EventType, number>>>;
  /** Events that were not, by reason: docs/collector.md. */
  readonly drops: Readonly<Record<string, number>>;
}
