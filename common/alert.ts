import type { FindingKind, Severity } from './finding';
import type { Dims, MetricName } from './metrics';
import type { Stat } from './reader';

/** What of a metric is looked at: as a reader has it, and `count`, how many there were. */
export type AlertStat = Exclude<Stat, 'buckets'> | 'count';

export const alertStats: readonly AlertStat[] = [
  ...(['count', 'rate', 'sum', 'avg', 'p50', 'p90', 'p95', 'p99', 'p99.9', 'max'] as const),
];

/** `absent`: there is no value, where there was one or should be. */
export type AlertCondition = 'above' | 'below' | 'absent';

export const alertConditions: readonly AlertCondition[] = ['above', 'below', 'absent'];

/** One figure of a window. */
export interface AlertMeasure {
  readonly metric: MetricName;
  readonly stat: AlertStat;
  /** Only series with these values. */
  readonly dims?: Dims;
}

/** What all rules have. */
interface AlertRuleBase {
  /** Unique among the rules of an app. */
  readonly name: string;
  /** Evaluated in this environment only; in each unless given. */
  readonly environment?: string;
  /** What other releases do is not looked at. */
  readonly release?: string;
  /** How long the condition must hold before the alert fires; 0 for at once. */
  readonly forMs: number;
  /** How long it must not hold before the alert is resolved; 0 for at once. */
  readonly keepFiringMs: number;
  /** One sentence for people: what it means, or what to do. */
  readonly summary?: string;
}

/** Watches a figure, or the ratio of two. */
export interface MetricRule extends AlertRuleBase, AlertMeasure {
  /** The value is the figure ÷ this one. */
  readonly over?: AlertMeasure;
  /** One alert per combination of values of these dimensions or fields (`resource.instance`); empty for one in all. */
  readonly by: readonly string[];
  /** Values of dimensions in `by` for which there is no alert. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
  readonly condition: AlertCondition;
  /** In the metric's unit, per second with `rate`; of a ratio, 0.05 for 5 %. Unused with `absent`. */
  readonly threshold: number;
  /** The time that is looked at, up to now. */
  readonly windowMs: number;
  /** The condition holds only while this is above its threshold, by the same `by`: such as enough calls to judge. */
  readonly provided?: AlertMeasure & { readonly above: number };
  /** With `absent` and `by`: how far back what is absent now was there. It is forgotten, and resolved, after that. */
  readonly lookbackMs: number;
  /** With `absent` and `by`: what had a value above 0 of this within `lookbackMs` may be absent. */
  readonly unless?: AlertMeasure;
  readonly severity: Severity;
}

/** Watches what `Radiant.findings()` finds. */
export interface FindingRule extends AlertRuleBase {
  readonly finding: readonly FindingKind[];
  /** Findings of less are passed over. */
  readonly minSeverity: Severity;
  /** The alert's; that of the finding unless given. */
  readonly severity?: Severity;
}

export type AlertRule = MetricRule | FindingRule;

export function isFindingRule(rule: AlertRule): rule is FindingRule {
  return 'finding' in rule;
}

/** `pending`: the condition holds, not yet for long enough. `resolved`: it fired, and holds no more. */
export type AlertState = 'pending' | 'firing' | 'resolved';

/** Why an alert was resolved: its condition holds no more, nothing is known of it any more, or its rule is gone. */
export type ResolvedBecause = 'recovered' | 'no-data' | 'no-rule';

/** What one rule says of one thing. Times are epoch milliseconds. */
export interface Alert {
  /** The same from pending to resolved, and after restarts. */
  readonly id: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly state: AlertState;
  /**
   * What it is about: the values of `by`; of a finding `kind`, and what there is of
   * `owner` (`publication tasks`), `collection`, `shape`, `driver`. At most 200 characters each.
   */
  readonly labels: Dims;
  /** What was seen last; absent for findings and `absent`. */
  readonly value?: number;
  /** What it is and what it is about, in one sentence. */
  readonly sentence: string;
  /** Since when the condition holds, or held. */
  readonly pendingAt: number;
  readonly firingAt?: number;
  readonly resolvedAt?: number;
  readonly because?: ResolvedBecause;
  /** When the condition held last. */
  readonly heldAt: number;
  /** When it was last in a notification; absent before the first. */
  readonly notifiedAt?: number;
}
