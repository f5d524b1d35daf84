import { expect } from 'chai';
import {
  alertsByState,
  ruleOf,
  rulesByState,
} from '../../../../../client/dashboard/screens/alerts/alerts-by-state';
import { defaultAlertRules } from '../../../../../common/alert-rules';
import type { AlertRuleStatus } from '../../../../../common/alerts-answer';
import { anAlert, minute } from './an-alert';

const span = { from: 20 * minute, to: 35 * minute };

const idsOf = (alerts: ReadonlyArray<{ readonly id: string }>) => alerts.map(({ id }) => id);

describe('alerts by state', () => {
  it('have the worst first, and of equals the one that began first', () => {
    const { firing, pending } = alertsByState(
      [
        anAlert({ id: 'late', pendingAt: 2 }),
        anAlert({ id: 'info', severity: 'info' }),
        anAlert({ id: 'early', pendingAt: 1 }),
        anAlert({ id: 'worst', severity: 'critical', pendingAt: 3 }),
        anAlert({ id: 'soon', state: 'pending' }),
      ],
      span,
    );

    expect(idsOf(firing)).to.deep.equal(['worst', 'early', 'late', 'info']);
    expect(idsOf(pending)).to.deep.equal(['soon']);
  });

  it('have of those that are over what fired in the span, the last first', () => {
    const over = (id: string, firingAt: number, resolvedAt: number) =>
      anAlert({ ...{ id, firingAt, resolvedAt }, state: 'resolved' });

    const { resolved, firing } = alertsByState(
      [
        over('before', 1 * minute, span.from - 1),
        over('into', 1 * minute, span.from),
        over('within', 21 * minute, 22 * minute),
        over('after', span.to, 40 * minute),
        over('beyond', span.to - 1, 40 * minute),
      ],
      span,
    );

    expect(idsOf(resolved)).to.deep.equal(['beyond', 'within', 'into']);
    expect(firing).to.deep.equal([]);
  });

  it('are of a rule that may be gone', () => {
    const [rule] = defaultAlertRules;
    const rules = rule ? [aStatus(rule.name, 'firing')] : [];
    const answer = { at: 0, isOn: true, rules, alerts: [], targets: [] };

    expect(ruleOf(answer, anAlert({ rule: 'MeteorMethodSlow' }))).to.equal(rule);
    expect(ruleOf(answer, anAlert({ rule: 'Gone' }))).to.equal(undefined);
  });
});

describe('rules by state', () => {
  it('have first what fires or fails, and are else as they came', () => {
    const states = ['inactive', 'elsewhere', 'pending', 'failing', 'inactive', 'firing'] as const;

    const sorted = rulesByState(states.map((state, at) => ({ ...aStatus(String(at), state) })));

    expect(sorted.map(({ words, state }) => `${words} ${state}`)).to.deep.equal([
      ...['5 firing', '3 failing', '2 pending', '0 inactive', '4 inactive', '1 elsewhere'],
    ]);
  });
});

function aStatus(words: string, state: AlertRuleStatus['state']): AlertRuleStatus {
  const [rule] = defaultAlertRules;
  if (!rule) throw new Error('there are no default rules');
  return { rule, words, state, isDefault: true, dropped: 0 };
}
