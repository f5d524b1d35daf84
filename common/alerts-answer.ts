import type { Alert, AlertRule } from './alert';

/** Where notifications can go; `code` is the function that `Radiant.start` was given. */
export type AlertTargetName = 'webhook' | 'slack' | 'email' | 'code';

/** A rule and how it is. */
export interface AlertRuleStatus {
  readonly rule: AlertRule;
  /** Its condition in words: `p95 of method.duration, by name, above 2 s over 5 min, for 10 min`. */
  readonly words: string;
  /** Whether it is one of Radiant's own, also where settings changed it. */
  readonly isDefault: boolean;
  /** `failing`: it could not be evaluated; `error` says why. `elsewhere`: it is for another environment. */
  readonly state: 'inactive' | 'pending' | 'firing' | 'failing' | 'elsewhere';
  /** When it was last evaluated without an error; absent before that. */
  readonly evaluatedAt?: number;
  readonly error?: string;
  /** Alerts there was no room for in the last round. */
  readonly dropped: number;
}

/** How notifications went. Never with an address. */
export interface AlertTargetStatus {
  readonly target: AlertTargetName;
  /** Notifications that were taken. */
  readonly sent: number;
  /** Given up: refused for good, too old, or beyond the queue. */
  readonly lost: number;
  /** In the queue. */
  readonly waiting: number;
  readonly sentAt?: number;
  readonly failedAt?: number;
  /** The last failure, without secrets; absent once something was sent after it. */
  readonly error?: string;
}

/** Who evaluates, and how that goes. */
export interface AlertEvaluator {
  /**
   * `fleet`: one process for all of the service in its environment. `process`: each its own
   * figures, as its backend has no others.
   */
  readonly scope: 'fleet' | 'process';
  /** Why the scope is `process`, for people. */
  readonly scopeReason?: string;
  /** Whether the process that answers evaluates. */
  readonly isThisProcess: boolean;
  /** The process that evaluates; absent when none does. */
  readonly host?: string;
  readonly instance?: string;
  readonly everyMs: number;
  /** When the last round began; absent before the first. */
  readonly roundAt?: number;
  /** How long it took. */
  readonly roundMs?: number;
  readonly rounds: number;
  /** Why it does not evaluate, or what is shown may be old. */
  readonly error?: string;
}

/** What `Radiant.alerts()` and `GET alerts` answer. Times are epoch milliseconds. */
export interface AlertsAnswer {
  /** When this was so, by the clock of the process that answers. */
  readonly at: number;
  readonly isOn: boolean;
  /** Present when it is off: why, and how to switch it on. */
  readonly reason?: string;
  /** Absent when it is off. */
  readonly evaluator?: AlertEvaluator;
  /** Default rules first, each in the order they are given; empty when it is off. */
  readonly rules: readonly AlertRuleStatus[];
  /** Firing ones, worst and oldest first; then pending; then those that were resolved in the last 24 hours, the newest first, 200 at most. */
  readonly alerts: readonly Alert[];
  readonly targets: readonly AlertTargetStatus[];
}
