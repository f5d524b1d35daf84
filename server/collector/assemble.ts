import { randomUUID } from 'node:crypto';
import type { Options } from '../../common/options';
import type { Sample } from '../../common/sample';
import { createByteBudget } from './byte-budget';
import { namesOf } from './client-timings';
import { type Collector, createCollector } from './collector';
import { type CollectorTally, createCollectorTally } from './collector-tally';
import { createCors } from './cors';
import { createIntake, type Intake, type IntakeParts } from './intake';
import { knownKeys } from './known-keys';
import { limits } from './limits';
import { createRateLimiter } from './rate-limiter';
import type { BodyParts } from './read-body';
import { createSeenIds } from './seen-ids';
import { createSessionPeople, type SessionPeople } from './session-people';
import { sessionsOf } from './verify-user';
import { createCredentialReader } from './write-keys';

export interface AssemblyParts {
  readonly options: Options['collector'];
  /** `Meteor.settings.public`, unchecked. */
  readonly publicSettings: unknown;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `Meteor.server`, unchecked. */
  readonly server: unknown;
  readonly store: IntakeParts['store'];
  readonly record: (sample: Sample) => void;
  readonly failed: (error: unknown) => void;
  readonly after: BodyParts['after'];
  /** Monotonic, and epoch, milliseconds. */
  readonly now: () => number;
  readonly wallNow: () => number;
}

/** A collector, and what the server's own API shares with it. */
export interface AssembledCollector {
  readonly handle: Collector;
  readonly intake: Intake;
  readonly people: SessionPeople;
  readonly tally: CollectorTally;
  /** Takes in an event of the server's own code; false when there was no room. */
  takeOwn(event: object): boolean;
}

const ownSource = { isTrusted: true, gpc: false, mayBeLarge: true };

/** The largest body, as it is sent and inflated, can pass after a pause, however low the rate. */
const atLeastABody = (bytes: number) => Math.max(bytes, limits.bodyBytes + limits.inflatedBytes);

/** Puts a collector together as its options say. */
export function assembleCollector(parts: AssemblyParts): AssembledCollector {
  const { options, env, now, record, failed } = parts;
  const keys = knownKeys(options.writeKeys, parts.publicSettings);
  const known = new Set(keys);
  const knows = (writeKey: string) => known.has(writeKey);
  const tally = createCollectorTally(record);
  const people = createSessionPeople(limits.remembered);
  const intake = createIntake({
    policy: {
      ip: options.ip,
      gpc: options.gpc,
      bots: options.bots,
      allow: new Set(options.allowProperties),
      deny: new Set(options.denyProperties),
    },
    knows,
    people,
    tally,
    record,
    seen: createSeenIds({ limit: options.rememberedIds, now }),
    userOfSession: sessionsOf(parts.server),
    names: namesOf(parts.server),
    store: parts.store,
    newId: randomUUID,
  });
  const { requestsPerAddress, requestsPerKey, bytesPerSecond } = options;
  const handle = createCollector({
    knows,
    intake,
    tally,
    now,
    failed,
    after: parts.after,
    wallNow: parts.wallNow,
    cors: createCors(options.origins),
    credentialsOf: createCredentialReader({ knows, secret: options.secret }),
    budget: createByteBudget(
      { perSecond: bytesPerSecond, burst: atLeastABody(bytesPerSecond), held: limits.heldBytes },
      now,
    ),
    byAddress: createRateLimiter(
      { perSecond: requestsPerAddress, burst: 10 * requestsPerAddress, keys: limits.remembered },
      now,
    ),
    bytesByAddress: createRateLimiter(
      {
        perSecond: bytesPerSecond / 8,
        burst: atLeastABody(bytesPerSecond / 2),
        keys: limits.remembered,
      },
      now,
    ),
    byKey: createRateLimiter(
      { perSecond: requestsPerKey, burst: 5 * requestsPerKey, keys: known.size },
      now,
    ),
    forwardedCount: Number.parseInt(env.HTTP_FORWARDED_COUNT ?? '', 10) || 0,
    rootUrl: env.ROOT_URL?.replace(/\/+$/, ''),
    path: options.path,
  });
  return {
    handle,
    intake,
    people,
    tally,
    takeOwn(event) {
      const source = { ...ownSource, receivedAt: parts.wallNow() };
      return intake(event, { writeKey: keys[0] }, source) === 'taken';
    },
  };
}
