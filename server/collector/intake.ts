import type { AnalyticsEvent } from '../../common/analytics/event';
import { timingsEvent } from '../../common/analytics/timings';
import type { Sample } from '../../common/sample';
import { type BotPolicy, isBot } from './bots';
import { type KnownNames, samplesOf } from './client-timings';
import type { CollectorTally } from './collector-tally';
import { type GpcPolicy, refusalOf } from './consent';
import type { CollectorDrop } from './drop-reasons';
import { type FieldPolicy, finishEvent } from './finish-event';
import { applyIpPolicy, type IpPolicy } from './ip-policy';
import { limits } from './limits';
import { present } from './present';
import { type EventDefaults, type ReadEvent, readEvent } from './read-event';
import type { SeenIds } from './seen-ids';
import type { SessionPeople } from './session-people';
import { type UserOfSession, verifyUser } from './verify-user';

/** Who hands events in. */
export interface Source {
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  /** Whether it is a server of the app's, which speaks for others and says whose address it was. */
  readonly isTrusted: boolean;
  readonly address?: string | undefined;
  readonly userAgent?: string | undefined;
  /** Whether its browser sent `Sec-GPC: 1`. */
  readonly gpc: boolean;
  /** Whether an event could be larger than it may be. */
  readonly mayBeLarge: boolean;
}

export interface IntakePolicy extends FieldPolicy {
  readonly ip: IpPolicy;
  readonly gpc: GpcPolicy;
  readonly bots: BotPolicy;
}

export interface IntakeParts {
  readonly policy: IntakePolicy;
  readonly knows: (writeKey: string) => boolean;
  readonly seen: SeenIds;
  readonly people: SessionPeople;
  readonly userOfSession: UserOfSession;
  readonly names: KnownNames;
  readonly tally: CollectorTally;
  /** Hands an event on; false when there is no room for it now. */
  readonly store: (event: AnalyticsEvent) => boolean;
  readonly record: (sample: Sample) => void;
  readonly newId: () => string;
}

/**
 * What became of an event: `taken` also when it was dropped, as nothing would
 * come of sending it again; `no-room` when it should be.
 */
export type Taken = 'taken' | 'no-room';

/** Takes one event in, as it came out of `JSON.parse`. Never throws. */
export type Intake = (raw: unknown, defaults: EventDefaults, source: Source) => Taken;

/**
 * The steps of an event, in this order: its envelope is read, duplicates go,
 * consent and GPC are respected, its objects are cleaned and redacted, address,
 * bot and user are settled, and it is stored. An id counts as seen only once its
 * event is stored, so that what found no room may come again.
 */
export function createIntake(parts: IntakeParts): Intake {
  return (raw, defaults, source) => {
    const read = source.mayBeLarge && isTooLarge(raw) ? 'too-large' : readEvent(raw, defaults);
    if (typeof read === 'string') return drop(read, parts);
    parts.tally.came(read.type);
    const { messageId = parts.newId(), writeKey = '' } = read;
    const refusal = refusalFor({ messageId, writeKey }, read, source, parts);
    if (refusal) return drop(refusal, parts);
    const takeIn = read.event === timingsEvent ? recordTimings : storeEvent;
    return takeIn({ messageId, writeKey }, read, source, parts);
  };
}

interface Ids {
  readonly messageId: string;
  readonly writeKey: string;
}

function drop(reason: CollectorDrop, { tally }: IntakeParts): Taken {
  tally.drop(reason);
  return 'taken';
}

function refusalFor(
  { messageId, writeKey }: Ids,
  { context }: ReadEvent,
  source: Source,
  { policy, knows, seen }: IntakeParts,
): CollectorDrop | undefined {
  if (!knows(writeKey)) return 'write-key';
  if (seen.has(writeKey, messageId)) return 'duplicate';
  const refusal = refusalOf(context, { gpc: source.gpc, policy: policy.gpc });
  if (refusal) return refusal;
  return policy.bots === 'drop' && isOfBot(context, source) ? 'bot' : undefined;
}

/** Figures of a client become metrics; the event that brought them is not kept. */
function recordTimings(ids: Ids, read: ReadEvent, _source: Source, parts: IntakeParts): Taken {
  const { samples, refused } = samplesOf(read.properties, parts.names);
  if (samples.length === 0) parts.tally.drop('timings');
  parts.tally.drop('series', refused);
  samples.forEach(parts.record);
  parts.seen.add(ids.writeKey, ids.messageId);
  return 'taken';
}

function storeEvent(ids: Ids, read: ReadEvent, source: Source, parts: IntakeParts): Taken {
  const { policy, seen, tally } = parts;
  const finished = finishEvent(read, { ...ids, receivedAt: source.receivedAt, policy });
  if (typeof finished === 'string') return drop(finished, parts);
  const event = settled(finished.event, read, source, parts);
  if (!parts.store(event)) {
    tally.drop('no-room');
    return 'no-room';
  }
  tally.stored(event.type);
  tally.drop('keys', finished.removed);
  seen.add(ids.writeKey, ids.messageId);
  noteSession(event, source, parts);
  return 'taken';
}

function noteSession({ anonymousId, context }: AnalyticsEvent, source: Source, parts: IntakeParts) {
  const session = context.ddp?.session;
  if (source.isTrusted || session === undefined || anonymousId === undefined) return;
  if (session.length <= limits.id) parts.people.note(session, anonymousId);
}

/** With what the collector alone can say, whatever the event says of it: address, bot, user, GPC. */
function settled(
  { channel, ...event }: AnalyticsEvent,
  { context: given }: ReadEvent,
  source: Source,
  { policy, userOfSession }: IntakeParts,
): AnalyticsEvent {
  const { userId, context } = event;
  const toldIp = fieldOf(given, 'ip');
  const address = source.isTrusted ? toldIp : source.address;
  const isChannelTrue = channel !== 'server' || source.isTrusted;
  return present({
    ...event,
    channel: isChannelTrue ? channel : undefined,
    context: present({
      ...context,
      ip: applyIpPolicy(typeof address === 'string' ? address : undefined, policy.ip),
      userVerified: verifyUser(userId, context, userOfSession),
      bot: (policy.bots !== 'ignore' && isOfBot(context, source)) || undefined,
      gpc: (policy.gpc !== 'ignore' && source.gpc) || undefined,
    }),
  });
}

function isOfBot(context: object, { isTrusted, userAgent }: Source): boolean {
  const claims = fieldOf(context, 'bot') === true;
  return claims || isBot(fieldOf(context, 'userAgent'), isTrusted ? undefined : userAgent);
}

function fieldOf(fields: object, name: string): unknown {
  return Object.hasOwn(fields, name) ? Reflect.get(fields, name) : undefined;
}

/** As JSON; what is nested too deeply to be written is, too. */
function isTooLarge(raw: unknown): boolean {
  try {
    return Buffer.byteLength(JSON.stringify(raw) ?? '') > limits.eventBytes;
  } catch {
    return true;
  }
}
