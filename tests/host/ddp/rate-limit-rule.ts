import type {
  RateLimitCallback,
  RateLimitInput,
  RateLimitMatchers,
  RateLimitReply,
} from './rate-limiter';

export interface RateLimitRuleOptions {
  readonly numRequestsAllowed: number;
  /** In ms. */
  readonly intervalTime: number;
  readonly callback?: RateLimitCallback | undefined;
}

type Matches = (value: unknown) => unknown;

/** One rule of a rate limiter with the counters of its current interval. */
export class RateLimitRule {
  readonly id: string;
  readonly options: RateLimitRuleOptions;
  readonly _matchers: RateLimitMatchers;
  _lastResetTime = Date.now();
  counters: Record<string, number> = {};

  constructor(id: string, matchers: RateLimitMatchers, options: RateLimitRuleOptions) {
    this.id = id;
    this._matchers = matchers;
    this.options = options;
  }

  match(input: RateLimitInput): boolean {
    return this.entries().every(([key, matcher]) => key in input && agrees(matcher, input[key]));
  }

  async matchAsync(input: RateLimitInput): Promise<boolean> {
    for (const [key, matcher] of this.entries()) {
      if (!(key in input) || !(await agrees(matcher, input[key]))) return false;
    }
    return true;
  }

  /** Counts one request of `input`. */
  count(input: RateLimitInput): void {
    if (this.elapsedMs() > this.options.intervalTime) this.resetCounter();
    const key = this._generateKeyString(input);
    this.counters[key] = (this.counters[key] ?? 0) + 1;
  }

  /** Adds this rule's verdict on `input` to `reply`: the strictest rule counts. */
  judge(input: RateLimitInput, reply: RateLimitReply): void {
    if (this.elapsedMs() > this.options.intervalTime) this.resetCounter();
    const { numRequestsAllowed, intervalTime } = this.options;
    const left = numRequestsAllowed - (this.counters[this._generateKeyString(input)] ?? 0);
    const timeToReset = intervalTime - this.elapsedMs();
    if (left < 0) {
      reply.timeToReset = Math.max(reply.timeToReset, timeToReset);
      reply.allowed = false;
      reply.numInvocationsLeft = 0;
    } else if (reply.allowed && left < reply.numInvocationsLeft) {
      reply.timeToReset = timeToReset;
      reply.numInvocationsLeft = left;
    }
    reply.ruleId = this.id;
    this.options.callback?.(reply, input);
  }

  resetCounter(): void {
    this.counters = {};
    this._lastResetTime = Date.now();
  }

  _generateKeyString(input: RateLimitInput): string {
    return this.entries()
      .map(([key]) => `${key}${input[key]}`)
      .join('');
  }

  private entries(): [string, unknown][] {
    return Object.entries(this._matchers).filter(([, matcher]) => matcher !== null);
  }

  private elapsedMs(): number {
    return Date.now() - this._lastResetTime;
  }
}

function agrees(matcher: unknown, value: unknown): unknown {
  return typeof matcher === 'function' ? (matcher as Matches)(value) : matcher === value;
}
