/** What an app says about a person, in Segment's words. https://segment.com/docs/connections/spec/ */
export const eventTypes = ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const;

export type EventType = (typeof eventTypes)[number];

/** What JSON can hold, and nothing else. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

export type JsonObject = { readonly [key: string]: JsonValue };

/** Where a visit comes from; a `utm_campaign` is the `name`. */
export type Campaign = Readonly<Record<string, string>>;

/**
 * What was around when an event happened. Radiant's client and collector write
 * what is named here; another sender's context is kept as it came.
 */
export interface EventContext {
  readonly app?: {
    readonly version?: string;
    readonly build?: string;
    readonly release?: string;
    readonly arch?: string;
  };
  readonly page?: {
    readonly path?: string;
    /** The page before. */
    readonly referrer?: string;
    readonly search?: string;
    readonly title?: string;
    readonly url?: string;
    /** Name of the route, where a router tells. */
    readonly route?: string;
    /** What the path is one of, such as `/todos/:id`. */
    readonly pattern?: string;
  };
  readonly campaign?: Campaign;
  readonly referrer?: JsonObject;
  readonly locale?: string;
  readonly timezone?: string;
  readonly screen?: JsonObject;
  readonly network?: JsonObject;
  readonly userAgent?: string;
  readonly userAgentData?: JsonObject;
  /** One person's stretch of use, which ends after 30 minutes without; `sequence` counts its events from 1. */
  readonly visit?: {
    readonly id: string;
    /** Epoch milliseconds. */
    readonly startedAt: number;
    readonly sequence: number;
  };
  readonly ddp?: {
    readonly session?: string;
    readonly status?: string;
    readonly transport?: string;
  };
  readonly groupId?: string;
  readonly traits?: JsonObject;
  readonly consent?: {
    readonly categoryPreferences?: Readonly<Record<string, boolean>>;
    /** Radiant's client: the app was told to record, whatever the browser asks for by itself. */
    readonly granted?: boolean;
  };
  readonly device?: JsonObject;
  readonly library?: { readonly name: string; readonly version: string };
  /** The collector's, by its policy. */
  readonly ip?: string;
  /** The collector's: the DDP session the event names lives here, and has the same user. Absent is not false. */
  readonly userVerified?: boolean;
  /** The collector's: what sent this says that it is no person. */
  readonly bot?: boolean;
  /** The collector's: the browser asked not to be sold or shared (`Sec-GPC: 1`). */
  readonly gpc?: boolean;
  readonly [other: string]: unknown;
}

/**
 * One analytics call, as it is kept and forwarded: Segment's envelope. Times
 * are ISO 8601. `userId` or `anonymousId` is there, or both.
 */
export interface AnalyticsEvent {
  readonly type: EventType;
  /** Under 100 characters; the same at every delivery. */
  readonly messageId: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  /** When it happened by the collector's clock. */
  readonly timestamp: string;
  /** When it happened, and was sent, by the sender's clock. */
  readonly originalTimestamp?: string;
  readonly sentAt?: string;
  readonly receivedAt: string;
  /** Of `track`. */
  readonly event?: string;
  /** Of `page` and `screen`. */
  readonly name?: string;
  readonly category?: string;
  /** Of `track`, `page` and `screen`. */
  readonly properties?: JsonObject;
  /** Of `identify` and `group`. */
  readonly traits?: JsonObject;
  /** Of `group`. */
  readonly groupId?: string;
  /** Of `alias`. */
  readonly previousId?: string;
  readonly context: EventContext;
  readonly integrations?: JsonObject;
  /** `client` and `server` are Radiant's own; others come as they are. */
  readonly channel?: string;
  readonly version?: number | string;
  /** Which app, or part of one, it belongs to. */
  readonly writeKey: string;
}
