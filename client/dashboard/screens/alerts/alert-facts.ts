import { type Alert, type AlertRule, isFindingRule } from '../../../../common/alert';
import { conditionWords, figureValueWords } from '../../../../common/alert-words';
import { agoText, timeText } from '../../format/time';
import { durationText } from '../../format/value';

type AlertFact = readonly [name: string, value: string];

/** What is known of an alert beside its sentence. `at` is now, by the clock of the server. */
export function alertFacts(alert: Alert, rule: AlertRule | undefined, at: number): AlertFact[] {
  const { value, firingAt, pendingAt, notifiedAt, resolvedAt, state, heldAt } = alert;
  const facts: AlertFact[] = [];
  if (rule && !isFindingRule(rule)) {
    if (value !== undefined) facts.push(['Value', figureValueWords(rule, value)]);
    facts.push(['Limit', conditionWords(rule)]);
  }
  if (state === 'pending') return [...facts, ...pendingFacts(alert, rule, at)];
  facts.push(['Began', sinceText(pendingAt, at)]);
  if (firingAt !== undefined) facts.push(['Fires since', sinceText(firingAt, at)]);
  if (resolvedAt !== undefined) facts.push(['Resolved', sinceText(resolvedAt, at)]);
  else if (at - heldAt > staleMs) facts.push(['Last seen', sinceText(heldAt, at)]);
  facts.push(['Told', notifiedAt === undefined ? 'nobody' : sinceText(notifiedAt, at)]);
  return facts;
}

/** A round or two: an alert that is seen in each needs no word on it. */
const staleMs = 150_000;

function pendingFacts({ pendingAt }: Alert, rule: AlertRule | undefined, at: number): AlertFact[] {
  const since: AlertFact = ['Since', sinceText(pendingAt, at)];
  if (!rule) return [since];
  const leftMs = pendingAt + rule.forMs - at;
  return [since, ['Fires in', leftMs > 0 ? durationText(leftMs) : 'the next round']];
}

/** `14:03:20, 12 min ago`. */
function sinceText(time: number, at: number): string {
  return `${timeText(time, at)}, ${agoText(time, at)}`;
}
