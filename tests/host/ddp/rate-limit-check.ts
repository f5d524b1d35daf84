import { atLeast } from '../meteor/versions';
import type { DDPRateLimiter } from './ddp-rate-limiter';
import type { Internals } from './internals';
import type { RateLimitInput } from './rate-limiter';
import type { Session } from './types';

type Needs = Pick<Internals, 'version' | 'Package' | 'Meteor'>;

/**
 * The error of a call or subscription over its limit, if there is one. Without
 * the package `ddp-rate-limiter` there never is. The check is synchronous up to
 * 3.4.1; in 3.5 it may look into a database and the result is a promise.
 */
export function rateLimitError(
  { version, Package, Meteor }: Needs,
  session: Session,
  type: 'method' | 'subscription',
  name: string,
): Error | undefined | Promise<Error | undefined> {
  const limiter = Package['ddp-rate-limiter']?.DDPRateLimiter as DDPRateLimiter | undefined;
  if (!limiter) return undefined;
  const input: RateLimitInput = {
    userId: session.userId,
    clientAddress: session.connectionHandle.clientAddress,
    type,
    name,
    connectionId: session.id,
  };
  if (atLeast(version, '3.5')) return checkRules(limiter, input, Meteor);
  limiter._increment(input);
  return errorOf(limiter, limiter._check(input), Meteor);
}

async function checkRules(
  limiter: DDPRateLimiter,
  input: RateLimitInput,
  Meteor: Internals['Meteor'],
): Promise<Error | undefined> {
  const rules = (await limiter.findAllMatchingRulesAsync?.(input)) ?? [];
  limiter._incrementRules?.(rules, input);
  const reply = limiter._checkRules?.(rules, input);
  return reply && errorOf(limiter, reply, Meteor);
}

function errorOf(
  limiter: DDPRateLimiter,
  reply: ReturnType<DDPRateLimiter['_check']>,
  Meteor: Internals['Meteor'],
): Error | undefined {
  if (reply.allowed) return undefined;
  return new Meteor.Error('too-many-requests', limiter.getErrorMessage(reply), {
    timeToReset: reply.timeToReset,
  });
}
