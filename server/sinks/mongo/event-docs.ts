import { createHash } from 'node:crypto';
import type { AnalyticsEvent } from '../../../common/analytics/event';
import { type EventFacts, eventFacts } from '../../../common/analytics/event-facts';
import type { Batch } from '../../../common/batch';
import type { Sliced } from '../../../common/in-slices';
import type { EventDoc } from './documents';
import { storable } from './storable';

export interface EventDocs {
  /** In parts, none of which is long to encode. */
  readonly parts: ReadonlyArray<readonly EventDoc[]>;
  /** Events that no document can hold. */
  readonly lost: number;
}

const partBytes = 512 * 1024;
/** The server takes 16 MiB. */
const mostBytes = 15 * 2 ** 20;
/** JSON of numbers can be several times as large as BSON. */
const mostBsonBytes = 8 * 2 ** 20;

/** An event whose time is none is left out: nobody could ask for it. */
export function* eventDocs({ events = [] }: Batch, r: string, x: Date): Sliced<EventDocs> {
  const parts: EventDoc[][] = [];
  let lost = 0;
  let room = 0;
  for (const event of events) {
    const found = docOf(event, r, x);
    if (found === 'too large') lost++;
    else if (found) {
      const { doc, bytes } = found;
      if (bytes > room) {
        parts.push([]);
        room = partBytes;
      }
      parts.at(-1)?.push(doc);
      room -= bytes;
    }
    yield;
  }
  return { parts, lost };
}

interface SizedDoc {
  readonly doc: EventDoc;
  readonly bytes: number;
}

function docOf(event: AnalyticsEvent, r: string, x: Date): SizedDoc | 'too large' | undefined {
  const { at, ...facts } = eventFacts(event);
  if (Number.isNaN(at)) return undefined;
  const { event: e, isWhole, digits, bytes } = storable(event);
  const isLarge = bytes > mostBsonBytes;
  const json = isWhole && !isLarge ? undefined : JSON.stringify(event);
  const size = (isLarge ? 0 : bytes) + (json === undefined ? 0 : Buffer.byteLength(json));
  if (size > mostBytes) return 'too large';
  const doc: EventDoc = {
    _id: eventId(event),
    r,
    at,
    e: isLarge ? withoutContents(e) : e,
    ...present({ u: facts.userId, a: facts.anonymousId, n: facts.name, v: facts.visit }),
    ...(event.type === 'page' ? ofPage(facts) : {}),
    ...(event.context.bot === true ? { bot: true } : {}),
    ...(digits.length > 0 && !isLarge ? { d: digits } : {}),
    ...present({ json }),
    x,
  };
  return { doc, bytes: size };
}

const ofPage = ({ pattern, path, referrer, campaign }: Omit<EventFacts, 'at'>) =>
  present({ pattern, path, referrer, campaign });

/** The same for the same write key and message id, whoever takes the event in; of 96 bits. */
export function eventId({
  writeKey,
  messageId,
}: Pick<AnalyticsEvent, 'writeKey' | 'messageId'>): string {
  const text = JSON.stringify([writeKey, messageId]);
  return createHash('sha256').update(text).digest('base64url').slice(0, 16);
}

function withoutContents(event: Readonly<Record<string, unknown>>) {
  const { properties: _p, traits: _t, context: _c, integrations: _i, ...rest } = event;
  return rest;
}

function present(facts: Readonly<Record<string, string | undefined>>): object {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));
}

export function eventFrom({ e, json }: Pick<EventDoc, 'e' | 'json'>): AnalyticsEvent {
  return json === undefined ? (e as unknown as AnalyticsEvent) : JSON.parse(json);
}
