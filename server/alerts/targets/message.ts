import type { AlertNotification, NotifiedAlert } from '../../../common/alert-notification';
import { durationWords } from '../../../common/alert-words';

const names = 5;

/** What a notification is about, in one line: `2 alerts fire, 1 resolved: MeteorMethodSlow ... (todos, production)`. */
export function headline({ firing, resolved, more, ...from }: AlertNotification): string {
  const count = (alerts: readonly NotifiedAlert[], verb: string) =>
    alerts.length === 0 ? [] : [`${alerts.length} ${verb}`];
  const counts = [...count(firing, 'firing'), ...count(resolved, 'resolved')].join(', ');
  const rules = [...new Set([...firing, ...resolved].map(({ rule }) => rule))];
  const listed = rules.slice(0, names).join(', ') + (rules.length > names ? ', \u2026' : '');
  const beyond = more > 0 ? `, ${more} more` : '';
  return `${counts}${beyond}: ${listed} (${[from.service, from.environment, from.host].filter(Boolean).join(', ')})`;
}

/** What one alert says, in a line. */
export function alertLine({ severity, rule, sentence, ...alert }: NotifiedAlert): string {
  return `${wordOf(alert, severity)} ${rule}: ${sentence}`;
}

/** What comes below it; each a line. */
export function alertDetails({ firingAt, pendingAt, resolvedAt, ...alert }: NotifiedAlert) {
  const begun = firingAt ?? pendingAt;
  if (resolvedAt !== undefined) {
    const lasted = `It fired for ${durationWords(roughly(resolvedAt - begun))}.`;
    return [alert.because === 'no-data' ? `${lasted} Nothing is known of it any more.` : lasted];
  }
  const since = `Since ${new Date(pendingAt).toISOString()}.`;
  return alert.summary === undefined ? [since] : [alert.summary, since];
}

function wordOf({ state, isRepeat }: Pick<NotifiedAlert, 'state' | 'isRepeat'>, severity: string) {
  if (state === 'resolved') return 'Resolved:';
  return isRepeat ? `Still ${severity}:` : `${severity[0]?.toUpperCase()}${severity.slice(1)}:`;
}

/** To the second, or the minute. */
function roughly(ms: number): number {
  const step = ms < 120_000 ? 1_000 : 60_000;
  return Math.round(ms / step) * step;
}
