import { DDPRateLimiter } from 'meteor/ddp-rate-limiter';

/** At most five calls of `tasks.limited` in two seconds on one connection. */
export function limitTaskMethods(): void {
  DDPRateLimiter.addRule(
    { type: 'method', name: 'tasks.limited', connectionId: () => true },
    5,
    2_000,
  );
}
