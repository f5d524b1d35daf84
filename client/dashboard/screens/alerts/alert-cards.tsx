import { useId } from 'preact/hooks';
import type { Alert } from '../../../../common/alert';
import { labelWords } from '../../../../common/alert-words';
import type { AlertsAnswer } from '../../../../common/alerts-answer';
import { alertLinks } from '../../data/alert-links';
import { severityWords } from '../../format/severity-words';
import { FactRow } from '../../ui/fact-row';
import { Link } from '../../ui/link';
import { alertFacts } from './alert-facts';
import { ruleOf } from './alerts-by-state';

interface Props {
  readonly alerts: readonly Alert[];
  readonly answer: AlertsAnswer;
}

/** Alerts that fire or are about to: what each says, since when, and where to look. */
export function AlertCards({ alerts, answer }: Props) {
  return (
    <ul class="alert-cards">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <AlertCard alert={alert} answer={answer} />
        </li>
      ))}
    </ul>
  );
}

function AlertCard({ alert, answer }: { alert: Alert; answer: AlertsAnswer }) {
  const id = useId();
  const rule = ruleOf(answer, alert);
  const about = labelWords(alert.labels);
  return (
    <article class={`finding finding-brief finding-${alert.severity}`} aria-labelledby={id}>
      <div>
        <header class="finding-head">
          <span class="finding-severity">{severityWords[alert.severity]}</span>
          <h3 id={id}>
            {alert.rule}
            {about && `: ${about}`}
          </h3>
        </header>
        <p class="finding-sentence">{alert.sentence}</p>
        {rule?.summary && <p class="finding-sentence note">{rule.summary}</p>}
        <FactRow facts={alertFacts(alert, rule, answer.at)} />
        <p class="finding-links">
          {alertLinks(alert, rule).map((link) => (
            <Link key={link.label} to={link.screen} with={link.with}>
              {link.label}
            </Link>
          ))}
        </p>
      </div>
    </article>
  );
}
