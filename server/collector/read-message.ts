import { isObject } from '../../common/is-object';
import type { Endpoint } from './endpoint';
import type { EventDefaults } from './read-event';

/** What a body holds: events as they came, and what it says for all of them. */
export interface Message {
  readonly events: readonly unknown[];
  readonly defaults: EventDefaults;
}

/** Reads a body: one event, or `{ batch, sentAt, writeKey }`. `undefined` when it is neither. */
export function readMessage(
  body: Buffer,
  endpoint: Extract<Endpoint, { kind: 'batch' | 'single' }>,
): Message | undefined {
  const value = parsed(body);
  if (!isObject(value)) return undefined;
  const writeKey = textOf(value.writeKey);
  const ofAll = writeKey === undefined ? {} : { writeKey };
  if (endpoint.kind === 'single') {
    return { events: [value], defaults: { ...ofAll, type: endpoint.type } };
  }
  const { batch, sentAt, context, integrations } = value;
  if (!Array.isArray(batch)) return undefined;
  const defaults = {
    ...ofAll,
    sentAt,
    ...(isObject(context) ? { context } : {}),
    ...(isObject(integrations) ? { integrations } : {}),
  };
  return { events: batch, defaults };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString().replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
