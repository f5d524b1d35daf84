import type { EventType, JsonObject } from '../../common/analytics/event';
import { RadiantError } from '../../common/errors';
import { isObject } from '../../common/is-object';
import { mapValues } from '../../common/map-values';
import type { EventOptions } from './server-analytics';

/** What a call gave beside the person. */
export interface Call {
  readonly type: EventType;
  /** Fields of the type: `event`, `name`, `groupId` ... */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly options: EventOptions | null | undefined;
}

/**
 * The call as an event, but for its person. What is in properties and traits
 * becomes what JSON makes of it: dates are texts, functions are gone.
 *
 * @throws {RadiantError} `analytics-invalid`
 */
export function eventFields({ type, fields, options }: Call): Record<string, unknown> {
  const { timestamp, messageId, consent, context, integrations, writeKey } = optionsOf(
    type,
    options,
  );
  return {
    type,
    ...mapValues(fields, (value, name) =>
      isObject(value) ? plain(value, `Analytics.${type}: ${name}`) : value,
    ),
    messageId,
    writeKey,
    timestamp: timeOf(type, timestamp),
    context: {
      ...objectOf(context, type, 'context'),
      ...(consent ? { consent: { categoryPreferences: objectOf(consent, type, 'consent') } } : {}),
    },
    integrations: integrations && objectOf(integrations, type, 'integrations'),
  };
}

/** @throws {RadiantError} `analytics-invalid` unless it is a text of 1 to 256 characters. */
export function checkText(value: unknown, what: string): string {
  if (typeof value === 'string' && value !== '' && value.length <= 256) return value;
  throw invalid(`${what}: expected a text of 1 to 256 characters, but ${came(value)} came`);
}

/** @throws {RadiantError} `analytics-invalid` unless it is an object, or nothing. */
export function checkObject(value: unknown, what: string): object | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  throw invalid(`${what}: expected an object, but ${came(value)} came`);
}

function optionsOf(type: EventType, options: unknown): EventOptions {
  return checkObject(options, `Analytics.${type}: options`) ?? {};
}

function objectOf(value: unknown, type: EventType, name: string): JsonObject | undefined {
  const what = `Analytics.${type}: options.${name}`;
  const object = checkObject(value, what);
  return object && plain(object, what);
}

function timeOf(type: EventType, timestamp: EventOptions['timestamp']): string | undefined {
  if (timestamp === undefined) return undefined;
  const at = new Date(timestamp);
  if (!Number.isNaN(at.getTime())) return at.toISOString();
  throw invalid(
    `Analytics.${type}: options.timestamp: expected a time, but ${came(timestamp)} came`,
  );
}

function plain(value: object, what: string): JsonObject {
  try {
    return JSON.parse(JSON.stringify(value)) as JsonObject;
  } catch (cause) {
    throw new RadiantError('analytics-invalid', `${what} cannot be written as JSON`, { cause });
  }
}

function invalid(message: string): RadiantError {
  return new RadiantError('analytics-invalid', message);
}

function came(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return value === '' ? 'an empty one' : `one of ${value.length}`;
  return value === null ? 'null' : typeof value;
}
