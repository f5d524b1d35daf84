import type { RandomPackage } from '../meteor/random';
import { RateLimitRule } from './rate-limit-rule';

/** Who wants to do what. */
export type RateLimitInput = Record<string, unknown>;

export interface RateLimitReply {
  allowed: boolean;
  /** Until the counters start again, in ms. */
  timeToReset: number;
  numInvocationsLeft: number;
  ruleId?: string;
}

/** A value, a test of the value, or null for any; by key of the input. */
export type RateLimitMatchers = Record<string, unknown>;
export type RateLimitCallback = (reply: RateLimitReply, input: RateLimitInput) => void;

export interface RateLimiter {
  rules: Record<string, RateLimitRule>;
  check(input: RateLimitInput): RateLimitReply;
  checkRules(rules: RateLimitRule[], input: RateLimitInput): RateLimitReply;
  increment(input: RateLimitInput): void;
  incrementRules(rules: RateLimitRule[], input: RateLimitInput): void;
  addRule(
    rule: RateLimitMatchers,
    numRequestsAllowed?: number,
    intervalTime?: number,
    callback?: RateLimitCallback,
  ): string;
  removeRule(id: string): boolean;
  _findAllMatchingRules(input: RateLimitInput): RateLimitRule[];
  _findAllMatchingRulesAsync(input: RateLimitInput): Promise<RateLimitRule[]>;
}

type Bind = (callback: RateLimitCallback) => RateLimitCallback;

/** The class of the package `rate-limit`: counts inputs per rule and interval. */
export function createRateLimiter(
  Random: RandomPackage,
  bindEnvironment: Bind,
): new () => RateLimiter {
  return class RateLimiter {
    rules: Record<string, RateLimitRule> = {};

    check(input: RateLimitInput): RateLimitReply {
      return this.checkRules(this._findAllMatchingRules(input), input);
    }

    checkRules(rules: RateLimitRule[], input: RateLimitInput): RateLimitReply {
      const reply: RateLimitReply = {
        allowed: true,
        timeToReset: 0,
        numInvocationsLeft: Number.POSITIVE_INFINITY,
      };
      for (const rule of rules) rule.judge(input, reply);
      return reply;
    }

    increment(input: RateLimitInput): void {
      this.incrementRules(this._findAllMatchingRules(input), input);
    }

    incrementRules(rules: RateLimitRule[], input: RateLimitInput): void {
      for (const rule of rules) rule.count(input);
    }

    addRule(
      rule: RateLimitMatchers,
      numRequestsAllowed?: number,
      intervalTime?: number,
      callback?: RateLimitCallback,
    ): string {
      const id = Random.id();
      this.rules[id] = new RateLimitRule(id, rule, {
        numRequestsAllowed: numRequestsAllowed || 10,
        intervalTime: intervalTime || 1000,
        callback: callback && bindEnvironment(callback),
      });
      return id;
    }

    removeRule(id: string): boolean {
      const known = id in this.rules;
      delete this.rules[id];
      return known;
    }

    _findAllMatchingRules(input: RateLimitInput): RateLimitRule[] {
      return Object.values(this.rules).filter((rule) => rule.match(input));
    }

    async _findAllMatchingRulesAsync(input: RateLimitInput): Promise<RateLimitRule[]> {
      const found: RateLimitRule[] = [];
      for (const rule of Object.values(this.rules)) {
        if (await rule.matchAsync(input)) found.push(rule);
      }
      return found;
    }
  };
}
