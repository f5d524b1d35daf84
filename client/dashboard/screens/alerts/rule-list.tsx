import type { AlertRuleStatus } from '../../../../common/alerts-answer';
import { agoText } from '../../format/time';
import { rulesByState } from './alerts-by-state';

interface Props {
  readonly rules: readonly AlertRuleStatus[];
  readonly at: number;
}

/** Every rule: how it is, its condition in words, and when it was last looked at. */
export function RuleList({ rules, at }: Props) {
  if (rules.length === 0) {
    return <p class="empty">There are no rules: alerts.defaults is false, and none were given.</p>;
  }
  return (
    <ul class="alert-rules">
      {rulesByState(rules).map((status) => (
        <li key={status.rule.name}>
          <Rule status={status} at={at} />
        </li>
      ))}
    </ul>
  );
}

function Rule({ status, at }: { status: AlertRuleStatus; at: number }) {
  const { rule, words, state, isDefault, error, dropped } = status;
  return (
    <>
      <h3>
        {rule.name} <span class={`state state-${tones[state]}`}>{saidOf(status)}</span>
      </h3>
      <p>{words}</p>
      {error !== undefined && <p class="alert-failed">It could not be evaluated: {error}</p>}
      {dropped > 0 && (
        <p class="alert-failed">
          There was no room for {dropped.toLocaleString('en')} more of its alerts: see alerts.limit.
        </p>
      )}
      <p class="note">
        {isDefault ? 'Radiant’s own' : 'From the settings'}; {evaluatedText(status, at)}
      </p>
    </>
  );
}

const tones: Readonly<Record<AlertRuleStatus['state'], string>> = {
  firing: 'off',
  failing: 'off',
  pending: 'degraded',
  inactive: 'ok',
  elsewhere: 'unused',
};

function saidOf({ state, rule }: AlertRuleStatus): string {
  if (state === 'elsewhere') return `for ${rule.environment ?? 'another environment'} only`;
  return state === 'inactive' ? 'quiet' : state;
}

function evaluatedText({ state, evaluatedAt }: AlertRuleStatus, at: number): string {
  if (state === 'elsewhere') return 'not evaluated here';
  if (evaluatedAt === undefined) return 'not evaluated yet';
  return `evaluated ${agoText(evaluatedAt, at)}`;
}
