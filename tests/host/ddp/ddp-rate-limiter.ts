import type { MeteorCore } from '../meteor/meteor';
import type { RandomPackage } from '../meteor/random';
import { atLeast, type HostVersion } from '../meteor/versions';
import type { RateLimitRule } from './rate-limit-rule';
import {
  createRateLimiter,
  type RateLimiter,
  type RateLimitInput,
  type RateLimitReply,
} from './rate-limiter';

type Message = string | ((reply: RateLimitReply) => string);

/** The export `DDPRateLimiter` of the package `ddp-rate-limiter`. */
export interface DDPRateLimiter {
  getErrorMessage(reply: RateLimitReply): string;
  setErrorMessage(message: Message): void;
  setErrorMessageOnRule(ruleId: string, message: Message): void;
  addRule: RateLimiter['addRule'];
  printRules(): Record<string, RateLimitRule>;
  removeRule(id: string): boolean;
  _increment(input: RateLimitInput): void;
  _check(input: RateLimitInput): RateLimitReply;
  /** From 3.5, with the two below: rules may match by asking a database. */
  findAllMatchingRulesAsync?(input: RateLimitInput): Promise<RateLimitRule[]>;
  _incrementRules?(rules: RateLimitRule[], input: RateLimitInput): void;
  _checkRules?(rules: RateLimitRule[], input: RateLimitInput): RateLimitReply;
}

function waitMessage({ timeToReset }: RateLimitReply): string {
  const seconds = Math.ceil(timeToReset / 1000);
  return `Error, too many requests. Please slow down. You must wait ${seconds} seconds before trying again.`;
}

/** A rate limiter of methods and subscriptions, without rules. */
export function createDDPRateLimiter(
  version: HostVersion,
  Meteor: Pick<MeteorCore, 'bindEnvironment'>,
  Random: RandomPackage,
): DDPRateLimiter {
  const Limiter = createRateLimiter(Random, (callback) => Meteor.bindEnvironment(callback));
  const limiter = new Limiter();
  const messages = new Map<string, Message>();
  let message: Message = waitMessage;

  return {
    getErrorMessage(reply) {
      const chosen = messages.get(reply.ruleId ?? '') ?? message;
      return typeof chosen === 'function' ? chosen(reply) : chosen;
    },
    setErrorMessage(given) {
      message = given;
    },
    setErrorMessageOnRule(ruleId, given) {
      messages.set(ruleId, given);
    },
    addRule(matcher, numRequests, timeInterval, callback) {
      return limiter.addRule(matcher, numRequests, timeInterval, callback);
    },
    printRules: () => limiter.rules,
    removeRule: (id) => limiter.removeRule(id),
    _increment: (input) => limiter.increment(input),
    _check: (input) => limiter.check(input),
    ...(atLeast(version, '3.5') && {
      findAllMatchingRulesAsync: (input) => limiter._findAllMatchingRulesAsync(input),
      _incrementRules: (rules, input) => limiter.incrementRules(rules, input),
      _checkRules: (rules, input) => limiter.checkRules(rules, input),
    }),
  };
}
