import { type EventType, eventTypes } from '../../common/analytics/event';
import { isObject } from '../../common/is-object';
import type { CollectorDrop } from './drop-reasons';
import { timeText } from './event-time';
import { limits } from './limits';

/** What a batch says for all of its events; an event's own word counts more. */
export interface EventDefaults {
  /** Of an endpoint for one type. */
  readonly type?: EventType;
  readonly writeKey?: string;
  readonly sentAt?: unknown;
  readonly context?: object;
  readonly integrations?: object;
}

/** An event whose envelope is sound. What is in its objects is not looked at yet. */
export interface ReadEvent {
  readonly type: EventType;
  readonly messageId: string | undefined;
  readonly anonymousId: string | undefined;
  readonly userId: string | undefined;
  readonly originalTimestamp: string | undefined;
  readonly sentAt: string | undefined;
  readonly event: string | undefined;
  readonly name: string | undefined;
  readonly category: string | undefined;
  readonly groupId: string | undefined;
  readonly previousId: string | undefined;
  readonly properties: object | undefined;
  readonly traits: object | undefined;
  readonly context: object;
  readonly integrations: object | undefined;
  readonly channel: string | undefined;
  readonly version: number | string | undefined;
  readonly writeKey: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads the envelope of one event from `JSON.parse`; a reason where it is not
 * sound. `null` is the same as nothing. Where a field can be done without
 * (`name`, `category`, `channel`, `version`, times), a wrong type costs the
 * field; where it says who did what, the event.
 */
export function readEvent(raw: unknown, defaults: EventDefaults = {}): ReadEvent | CollectorDrop {
  if (!isObject(raw)) return 'no-event';
  const type = typeOf(defaults.type ?? raw.type);
  if (!type) return 'type';
  const problem = problemOfIds(raw) ?? problemOfType(type, raw) ?? problemOfObjects(raw);
  return problem ?? envelopeOf(type, raw, defaults);
}

function typeOf(value: unknown): EventType | undefined {
  return eventTypes.find((type) => type === value);
}

const isNothing = (value: unknown) => value === undefined || value === null;

const isId = (value: unknown) =>
  typeof value === 'string' && value.length > 0 && value.length <= limits.id;

/** An empty id is none: analytics.js sends these. */
const isNoId = (value: unknown) => isNothing(value) || value === '';

function problemOfIds({ userId, anonymousId, messageId }: Fields): CollectorDrop | undefined {
  if (isNoId(userId) && isNoId(anonymousId)) return 'id';
  if (![userId, anonymousId].every((id) => isNoId(id) || isId(id))) return 'id';
  if (isNoId(messageId)) return undefined;
  return typeof messageId === 'string' && messageId.length <= limits.messageId
    ? undefined
    : 'message-id';
}

function problemOfType(type: EventType, fields: Fields): CollectorDrop | undefined {
  if (type === 'track' && !textOf(fields.event)) return 'event-name';
  if (type === 'group' && !isId(fields.groupId)) return 'group-id';
  return type === 'alias' && !isId(fields.previousId) ? 'previous-id' : undefined;
}

function problemOfObjects(fields: Fields): CollectorDrop | undefined {
  const { properties, traits, context, integrations } = fields;
  const areSound = [properties, traits, context, integrations].every(
    (value) => isNothing(value) || isObject(value),
  );
  return areSound ? undefined : 'fields';
}

/** What only some types have; it is left out of the others. */
const fieldsOf: Readonly<Record<EventType, ReadonlySet<string>>> = {
  track: new Set(['event', 'properties']),
  page: new Set(['name', 'category', 'properties']),
  screen: new Set(['name', 'category', 'properties']),
  identify: new Set(['traits']),
  group: new Set(['groupId', 'traits']),
  alias: new Set(['previousId']),
};

function envelopeOf(type: EventType, fields: Fields, defaults: EventDefaults): ReadEvent {
  const text = (name: string) => textOf(fields[name]);
  const own = (name: string) => (fieldsOf[type].has(name) ? fields[name] : undefined);
  return {
    type,
    messageId: text('messageId'),
    anonymousId: text('anonymousId'),
    userId: text('userId'),
    originalTimestamp: timeText(fields.originalTimestamp) ?? timeText(fields.timestamp),
    sentAt: timeText(fields.sentAt) ?? timeText(defaults.sentAt),
    event: textOf(own('event')),
    name: textOf(own('name')),
    category: textOf(own('category')),
    groupId: textOf(own('groupId')),
    previousId: textOf(own('previousId')),
    properties: objectOf(own('properties')),
    traits: objectOf(own('traits')),
    context: { ...defaults.context, ...objectOf(fields.context) },
    integrations: objectOf(fields.integrations) ?? defaults.integrations,
    channel: text('channel'),
    version: numberOf(fields.version) ?? text('version'),
    writeKey: text('writeKey') ?? defaults.writeKey,
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function objectOf(value: unknown): object | undefined {
  return isObject(value) ? value : undefined;
}
