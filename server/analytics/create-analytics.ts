import type { EventType } from '../../common/analytics/event';
import { RadiantError } from '../../common/errors';
import type { HookStatus } from '../../common/status';
import { version } from '../../common/version';
import type { Caller } from './current-caller';
import { checkObject, checkText, eventFields } from './event-fields';
import type { AnalyticsStatus, EventOptions, ServerAnalytics } from './server-analytics';

/** The part of the collector that the server's own code uses. */
export interface OwnIntake {
  /** Takes an event in; false when there was no room. */
  takeOwn(event: object): boolean;
  readonly people: { anonymousIdOf(session: string): string | undefined };
  readonly tally: { total(): Pick<AnalyticsStatus, 'events' | 'drops'> };
}

export interface AnalyticsParts {
  /** What takes events in now; nothing while the collector is off. */
  readonly intake: () => OwnIntake | undefined;
  readonly caller: () => Caller | undefined;
  readonly flush: () => Promise<void>;
  readonly status: () => HookStatus;
  /** Told of each event that was lost for want of room. */
  readonly lost: () => void;
}

type Fields = Readonly<Record<string, unknown>>;

/** Makes the server's `Analytics`. While the collector is off, calls are checked and do nothing. */
export function createAnalytics(parts: AnalyticsParts): ServerAnalytics {
  const { intake, caller, lost } = parts;

  function sessionId(): string | undefined {
    const session = caller()?.session;
    return session === undefined ? undefined : intake()?.people.anonymousIdOf(session);
  }

  function personOf(type: EventType, given: Partial<EventOptions>): Fields {
    const named = {
      ...(given.userId && { userId: checkText(given.userId, `Analytics.${type}: userId`) }),
      ...(given.anonymousId && {
        anonymousId: checkText(given.anonymousId, `Analytics.${type}: anonymousId`),
      }),
    };
    if (Object.keys(named).length > 0) return named;
    const userId = caller()?.userId;
    if (userId !== undefined) return { userId };
    const anonymousId = sessionId();
    if (anonymousId !== undefined) return { anonymousId };
    throw new RadiantError('analytics-no-id', whoIsIt(type, caller() !== undefined));
  }

  function call(type: EventType, fields: Fields, options?: EventOptions | null): void {
    const event = eventFields({ type, fields, options });
    const whole = {
      ...event,
      ...personOf(type, options ?? {}),
      channel: 'server',
      context: contextOf(event),
    };
    if (intake()?.takeOwn(whole) === false) lost();
  }

  function visit(type: 'page' | 'screen', [first, ...rest]: readonly unknown[]): void {
    const [second] = rest;
    const hasCategory = typeof second === 'string';
    const [properties, options] = hasCategory ? rest.slice(1) : rest;
    const name = checkText(hasCategory ? second : first, `Analytics.${type}: name`);
    const fields = {
      name,
      ...(hasCategory && { category: checkText(first, `Analytics.${type}: category`) }),
      properties: checkObject(properties, `Analytics.${type}: properties`),
    };
    call(type, fields, options as EventOptions | undefined);
  }

  return {
    track(event, ...[properties, options]) {
      const fields = {
        event: checkText(event, 'Analytics.track: event'),
        properties: checkObject(properties, 'Analytics.track: properties'),
      };
      call('track', fields, options);
    },
    identify(userId, traits, options) {
      const named = userId ? { userId: checkText(userId, 'Analytics.identify: userId') } : {};
      const fields = { traits: checkObject(traits, 'Analytics.identify: traits') };
      call('identify', fields, { ...options, ...named });
    },
    page: (...given: unknown[]) => visit('page', given),
    screen: (...given: unknown[]) => visit('screen', given),
    group(groupId, traits, options) {
      const fields = {
        groupId: checkText(groupId, 'Analytics.group: groupId'),
        traits: checkObject(traits, 'Analytics.group: traits'),
      };
      call('group', fields, options);
    },
    alias(userId, previousId, options) {
      const previous = previousId ?? sessionId();
      const fields = { previousId: checkText(previous, 'Analytics.alias: previousId') };
      call('alias', fields, { ...options, userId: checkText(userId, 'Analytics.alias: userId') });
    },
    flush: parts.flush,
    status: () => ({
      ...parts.status(),
      ...(intake()?.tally.total() ?? { events: {}, drops: {} }),
    }),
  };
}

function contextOf({ context }: Readonly<Record<string, unknown>>): object {
  return { library: { name: 'radiant', version }, ...(context as object) };
}

function whoIsIt(type: EventType, hasCaller: boolean): string {
  const why = hasCaller
    ? 'the caller is signed out, and no event of a browser has named its DDP session'
    : 'no method and no publication runs here';
  return `Analytics.${type}: whose event is it? Pass { userId } or { anonymousId }: ${why}`;
}
