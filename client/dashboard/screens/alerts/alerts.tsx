import '../../ui/finding-card.css';
import './alerts.css';
import type { AlertsAnswer } from '../../../../common/alerts-answer';
import { useAlerts } from '../../data/use-alerts';
import { range, rangeLabel } from '../../state/range';
import { Panel } from '../../ui/panel';
import { Shown } from '../../ui/states';
import { AlertCards } from './alert-cards';
import { alertsByState } from './alerts-by-state';
import { AlertsOff } from './alerts-off';
import { EvaluatorFacts } from './evaluator-facts';
import { ResolvedTable } from './resolved-table';
import { RuleList } from './rule-list';
import { TargetTable } from './target-table';

/** What fires now, what did, which rules there are, and who was told. */
export function Alerts() {
  const answer = useAlerts();
  return (
    <Shown answer={answer}>
      {(data) => (data.isOn ? <AlertPanels answer={data} /> : <AlertsOff reason={data.reason} />)}
    </Shown>
  );
}

function AlertPanels({ answer }: { answer: AlertsAnswer }) {
  const { alerts, rules, targets, evaluator, at } = answer;
  const { firing, pending, resolved } = alertsByState(alerts, range.value);
  return (
    <div class="panels">
      <Panel
        title="Firing"
        help="Now, whatever the range and the filters: the worst first, and of equals the one that fires longest."
        isWide
      >
        {firing.length === 0 ? (
          <p class={pending.length === 0 && evaluator?.roundAt ? 'all-well' : 'empty'}>
            {nothingFires(evaluator?.roundAt !== undefined, pending.length)}
          </p>
        ) : (
          <AlertCards alerts={firing} answer={answer} />
        )}
      </Panel>
      {pending.length > 0 && (
        <Panel
          title="Pending"
          help="The condition holds, not yet for as long as the rule says. Nobody is told yet."
          isWide
        >
          <AlertCards alerts={pending} answer={answer} />
        </Panel>
      )}
      <Panel title="Who evaluates" help="And how that goes." isWide>
        {evaluator && <EvaluatorFacts evaluator={evaluator} at={at} />}
      </Panel>
      <Panel
        title="Notifications"
        help="Where they go, and how that went. Addresses are secrets, and not shown."
        isWide
      >
        <TargetTable targets={targets} at={at} />
      </Panel>
      <Panel
        title="Resolved"
        help="Alerts that fired in the range and are over: the last day’s, 200 at most."
        isWide
      >
        {resolved.length === 0 ? (
          <p class="empty">No alert was resolved in the {rangeLabel.value}.</p>
        ) : (
          <ResolvedTable alerts={resolved} answer={answer} />
        )}
      </Panel>
      <Panel title="Rules" help="What is watched. Those that fire, or fail, come first." isWide>
        <RuleList rules={rules} at={at} />
      </Panel>
    </div>
  );
}

function nothingFires(wasEvaluated: boolean, pending: number): string {
  if (!wasEvaluated) return 'No rule was evaluated yet.';
  return pending === 0 ? 'Nothing fires, and nothing is about to.' : 'Nothing fires yet.';
}
