import type { EventName, EventProperties, IsBare } from '../../common/analytics/analytics-events';
import type { AnalyticsPlugin } from '../../common/analytics/plugin';
import type { Listener } from './emitter';
import type { Traits } from './identity';
import type { MoreCalls, TestCalls } from './more-calls';
import type { AnalyticsSettings, ConsentState, EventCallback } from './settings';

/** What is passed to a call beside its name and properties; any of it may be left out. */
export type CallArgument = object | EventCallback | null | undefined;

/** What `track` is given after the name: checked where the app declared `AnalyticsEvents`. */
export type TrackArguments<Name> =
  IsBare<Name> extends true
    ? [
        properties?: EventProperties<Name, object> | EventCallback | null | undefined,
        ...rest: CallArgument[],
      ]
    : [properties: EventProperties<Name, object>, ...rest: CallArgument[]];

/** Resolves when the event is queued: with it, or with nothing when it was dropped. Never rejects. */
export type Called = Promise<unknown>;

/** A person or a group as it is known now. */
export interface KnownUser {
  id(): string | undefined;
  anonymousId(): string;
  traits(): Traits;
}

export interface KnownGroup {
  id(): string | undefined;
  traits(): Traits;
  properties(): Traits;
}

/**
 * The analytics API, with Segment's names and signatures: names or ids first,
 * then properties or traits, options `{ context, integrations, timestamp }`,
 * and a callback; all but the first may be left out. No call throws; one that
 * cannot be made into an event is dropped and counted in `status()`.
 * https://segment.com/docs/connections/sources/catalog/libraries/website/javascript/
 */
export interface AnalyticsApi extends MoreCalls, TestCalls, OtherNames {
  track<Name extends EventName>(event: Name, ...rest: TrackArguments<Name>): Called;
  /** The same as one object, `{ event, properties }`, which is not checked. */
  track(event: object, ...rest: CallArgument[]): Called;
  page(...given: Array<string | CallArgument>): Called;
  screen(...given: Array<string | CallArgument>): Called;
  identify(...given: Array<string | number | CallArgument>): Called;
  /** With no argument at all: the group as it is known. */
  group(): KnownGroup;
  group(groupId: string | number | object, ...rest: CallArgument[]): Called;
  alias(userId: string | number, ...rest: Array<string | number | CallArgument>): Called;
  user(): KnownUser;
  setAnonymousId(id: string): string;
  /** Forgets the person and the group: a new anonymous id, and a new visit. */
  reset(): void;
  /** Calls back, and resolves, once start-up is over. */
  ready(callback?: () => void): Promise<void>;
  /** Calls `listener` with the arguments of each call of that name; `reset` and `ready` have none. */
  on(name: string, listener: Listener): void;
  once(name: string, listener: Listener): void;
  off(name: string, listener: Listener): void;
  /** Writes each event to the console, from now on or no longer. */
  debug(on?: boolean): void;
  register(...plugins: AnalyticsPlugin[]): Promise<void>;
  deregister(...names: string[]): Promise<void>;
  /** What holds now; with a state, it holds from now on. Categories as in Segment's `categoryPreferences`. */
  consent(state?: ConsentState, categories?: Readonly<Record<string, boolean>>): ConsentState;
  /** Sends what is queued; resolves when that was tried. */
  flush(): Promise<void>;
  /** Settings over those of `Meteor.settings`; before start-up is over they apply to everything. */
  configure(settings: AnalyticsSettings): void;
  status(): AnalyticsStatus;
}

/** What calls of okgrow:analytics are here. */
interface OtherNames {
  readonly trackClick: MoreCalls['trackLink'];
  readonly trackSubmit: MoreCalls['trackForm'];
  readonly pageview: (...given: Array<string | CallArgument>) => void;
  /** Has no effect: no link waits for what is sent. */
  readonly timeout: (ms: number) => void;
  readonly init: (settings?: object) => void;
  readonly initialize: (settings?: object) => void;
}

export interface AnalyticsStatus {
  readonly started: boolean;
  readonly consent: ConsentState;
  /** Events that wait for consent or start-up, and for the collector's answer. */
  readonly held: number;
  readonly queued: number;
  /** Four requests in a row had no answer: probably a blocker. */
  readonly blocked: boolean;
  /** Events that were lost, by reason. */
  readonly dropped: Readonly<Record<string, number>>;
  /** `on`, or why it is not. */
  readonly features: Readonly<Record<string, string>>;
  /** What was warned of, as on the console. */
  readonly warnings: readonly string[];
  /** What other parts add. */
  readonly [other: string]: unknown;
}
