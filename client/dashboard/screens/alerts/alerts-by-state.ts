import type { Alert, AlertRule } from '../../../../common/alert';
import type { AlertRuleStatus, AlertsAnswer } from '../../../../common/alerts-answer';
import { severities } from '../../../../common/finding';

interface Span {
  readonly from: number;
  readonly to: number;
}

/** Alerts by what they are, the worst and oldest first; those that are over by when they ended, the last first. */
export interface AlertsByState {
  readonly firing: readonly Alert[];
  readonly pending: readonly Alert[];
  /** Those that fired at some time in the span and are over. */
  readonly resolved: readonly Alert[];
}

export function alertsByState(alerts: readonly Alert[], { from, to }: Span): AlertsByState {
  const worst = (state: Alert['state']) =>
    alerts
      .filter((alert) => alert.state === state)
      .sort((a, b) => rank(a) - rank(b) || a.pendingAt - b.pendingAt);
  const resolved = alerts.filter(
    ({ state, resolvedAt = 0, firingAt = 0 }) =>
      state === 'resolved' && resolvedAt >= from && firingAt < to,
  );
  return {
    firing: worst('firing'),
    pending: worst('pending'),
    resolved: resolved.sort((a, b) => (b.resolvedAt ?? 0) - (a.resolvedAt ?? 0)),
  };
}

const states: ReadonlyArray<AlertRuleStatus['state']> = [
  ...(['firing', 'failing', 'pending', 'inactive', 'elsewhere'] as const),
];

/** What wants a look first; in the order they came otherwise. */
export function rulesByState(rules: readonly AlertRuleStatus[]): AlertRuleStatus[] {
  return [...rules].sort((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
}

/** The rule that an alert is of; absent where it was taken away since. */
export function ruleOf({ rules }: AlertsAnswer, { rule: name }: Alert): AlertRule | undefined {
  return rules.find(({ rule }) => rule.name === name)?.rule;
}

function rank({ severity }: Alert): number {
  return severities.indexOf(severity);
}
