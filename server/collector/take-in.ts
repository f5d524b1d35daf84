import type { IncomingMessage } from 'node:http';
import { inSlices, type Sliced } from '../../common/in-slices';
import { type Answer, answers } from './answers';
import type { ByteBudget } from './byte-budget';
import { clientAddress } from './client-address';
import type { Endpoint } from './endpoint';
import { type GuardParts, type Head, refuseByBytes, refuseByHead, refuseByKey } from './guards';
import { inflate } from './inflate';
import type { Intake, Source } from './intake';
import { limits } from './limits';
import { type BodyParts, readBody } from './read-body';
import { type Message, readMessage } from './read-message';
import type { CredentialReader } from './write-keys';

export interface TakeInParts extends GuardParts {
  readonly budget: ByteBudget;
  readonly credentialsOf: CredentialReader;
  /** Trusted proxies before the app, as in Meteor's `HTTP_FORWARDED_COUNT`. */
  readonly forwardedCount: number;
  readonly intake: Intake;
  readonly after: BodyParts['after'];
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
}

type Taking = Extract<Endpoint, { kind: 'batch' | 'single' }>;

/** Takes in one request's events; the answer, or nothing when its sender is gone. */
export async function takeIn(
  request: IncomingMessage,
  endpoint: Taking,
  parts: TakeInParts,
): Promise<Answer | undefined> {
  const head = headOf(request, parts);
  const refusal = refuseByHead(head, parts);
  if (refusal) return refusal;
  // What a body parser of the app's has read, it has inflated, too.
  const encoding = request.readableEnded ? undefined : head.headers['content-encoding'];
  const { body, length } = await readBody(request, parts);
  try {
    return typeof body === 'string'
      ? problems[body]
      : await takeBody(body, { head, endpoint, encoding, parts });
  } finally {
    parts.budget.giveBack(length);
  }
}

/** What inflating added takes memory and work like bytes that were sent: it is counted as such. */
async function takeInflated(body: Buffer, inflated: Buffer, taken: Taken) {
  const { head, parts } = taken;
  const added = Math.max(0, inflated.length - body.length);
  const refusal = refuseByBytes(head, added, parts);
  if (refusal) return refusal;
  if (!parts.budget.take(added)) return answers.overload;
  try {
    return await takeMessage(inflated, taken);
  } finally {
    parts.budget.giveBack(added);
  }
}

/** What the sender of a body hears that was not read to its end. */
const problems = {
  'too-large': answers.tooLarge,
  overload: answers.overload,
  timeout: answers.slow,
  gone: undefined,
} as const;

function headOf(request: IncomingMessage, { credentialsOf, forwardedCount }: TakeInParts): Head {
  const { headers, url = '' } = request;
  const mark = url.indexOf('?');
  const query = mark < 0 ? undefined : new URLSearchParams(url.slice(mark));
  return {
    headers,
    address: clientAddress(request, forwardedCount),
    credentials: credentialsOf(headers, query),
  };
}

interface Taken {
  readonly head: Head;
  readonly endpoint: Taking;
  readonly encoding: string | undefined;
  readonly parts: TakeInParts;
}

async function takeBody(body: Buffer, taken: Taken): Promise<Answer> {
  const inflated = await inflate(body, taken.encoding);
  if (inflated === 'too-large') return answers.tooLarge;
  return inflated === 'broken' ? answers.malformed : takeInflated(body, inflated, taken);
}

async function takeMessage(inflated: Buffer, { head, endpoint, parts }: Taken): Promise<Answer> {
  const { credentials } = head;
  const message = readMessage(inflated, endpoint);
  if (!message) return answers.malformed;
  if (message.events.length > limits.events) return answers.tooLarge;
  const refusal = credentials.writeKey === undefined ? refuseMessage(message, parts) : undefined;
  if (refusal) return refusal;
  const source = sourceOf(head, inflated.length, parts);
  const hasRoom = await inSlices(takeEvents(message, source, head, parts));
  if (!hasRoom) return answers.overload;
  return endpoint.kind === 'batch' && endpoint.isBeacon ? answers.nothing : answers.taken;
}

/** Refuses a body whose key, or that of its first event, is not known: events alone may have others. */
function refuseMessage({ events, defaults }: Message, { knows, byKey }: TakeInParts) {
  const ofFirst = (events[0] as { readonly writeKey?: unknown } | null | undefined)?.writeKey;
  const writeKey = defaults.writeKey ?? ofFirst;
  if (typeof writeKey !== 'string' || !knows(writeKey)) return answers.unknownKey;
  return refuseByKey(writeKey, byKey);
}

function sourceOf({ headers, address, credentials }: Head, length: number, parts: TakeInParts) {
  const source: Source = {
    receivedAt: parts.wallNow(),
    isTrusted: credentials.isTrusted,
    address,
    userAgent: headers['user-agent'],
    gpc: headers['sec-gpc'] === '1',
    mayBeLarge: length > limits.eventBytes,
  };
  return source;
}

/** False as soon as there is no room; what was taken in before is known when it comes again. */
function* takeEvents(
  { events, defaults }: Message,
  source: Source,
  { credentials }: Head,
  { intake }: TakeInParts,
): Sliced<boolean> {
  const { writeKey } = credentials;
  const ofAll =
    writeKey === undefined ? defaults : { ...defaults, writeKey: defaults.writeKey ?? writeKey };
  for (const raw of events) {
    if (intake(raw, ofAll, source) === 'no-room') return false;
    yield;
  }
  return true;
}
