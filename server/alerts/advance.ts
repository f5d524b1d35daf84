import {
  type Alert,
  type AlertRule,
  isFindingRule,
  type ResolvedBecause,
} from '../../common/alert';
import { hashText } from '../../common/query-hash';
import { bareAlert, type LiveAlert } from './alerts-state';
import { labelKey, type Seen, type Sight } from './seen';

/** Alerts of one rule, at most: those that weigh most. */
export const alertsPerRule = 100;

/** An alert of which nothing is known for so long has ended. */
export const unknownMs = 30 * 60_000;

export interface Advance {
  readonly rule: AlertRule;
  /** Those of this rule. */
  readonly live: readonly LiveAlert[];
  readonly sight: Sight;
  /** Epoch milliseconds of the round. */
  readonly at: number;
  /** How many alerts of this rule there may be. */
  readonly room: number;
  /** Makes ids differ where each process evaluates for itself. */
  readonly seed: string;
}

export interface Advanced {
  readonly live: readonly LiveAlert[];
  /** Those that fired and do so no more. */
  readonly resolved: readonly Alert[];
  /** What held and had no room. */
  readonly dropped: number;
}

/**
 * One step of the alerts of a rule, as time and what was seen want it:
 *
 * - What holds is pending, and fires when it has held for `forMs`.
 * - What holds no more is dropped while pending; it is resolved when it has not
 *   held for `keepFiringMs`.
 * - What nothing is known of stays as it is, for half an hour.
 */
export function advance(parts: Advance): Advanced {
  const { rule, live, sight, at, room } = parts;
  const seen = byKey(sight.seen);
  const kept: LiveAlert[] = [];
  const resolved: Alert[] = [];
  for (const alert of live) {
    const key = labelKey(alert.labels);
    const now = seen.get(key);
    seen.delete(key);
    const next = step(alert, now, { rule, at, isComplete: sight.isComplete });
    if (next?.state === 'resolved') resolved.push(next);
    else if (next) kept.push(next as LiveAlert);
  }
  const fresh = [...seen.values()].filter(({ holds }) => holds);
  const fits = fresh.slice(0, Math.max(0, Math.min(room, alertsPerRule) - kept.length));
  for (const one of fits) kept.push(begin(one, parts));
  return { live: kept, resolved, dropped: fresh.length - fits.length };
}

/** The worst first; of those with equal labels, the worst alone. */
function byKey(all: readonly Seen[]): Map<string, Seen> {
  const worstFirst = [...all].sort(
    (a, b) => Number(b.holds) - Number(a.holds) || b.weight - a.weight,
  );
  const seen = new Map<string, Seen>();
  for (const one of worstFirst) {
    const key = labelKey(one.labels);
    if (!seen.has(key)) seen.set(key, one);
  }
  return seen;
}

interface Step {
  readonly rule: AlertRule;
  readonly at: number;
  readonly isComplete: boolean;
}

/** What becomes of an alert; nothing, where it was pending and holds no more. */
function step(alert: LiveAlert, seen: Seen | undefined, { rule, at, isComplete }: Step) {
  if (seen?.holds) return fired({ ...held(alert, seen, at) }, rule, at);
  if (!seen && !isComplete)
    return at - alert.knownAt >= unknownMs ? ended(alert, at, 'no-data') : alert;
  if (alert.state === 'pending') return undefined;
  const clearAt = alert.clearAt ?? at;
  if (at - clearAt >= rule.keepFiringMs) {
    // What is absent for so long that it is forgotten has not come back.
    const isForgotten = !seen && !isFindingRule(rule);
    return ended(alert, at, isForgotten ? 'no-data' : 'recovered');
  }
  const value = seen?.value;
  return { ...alert, knownAt: at, clearAt, ...(value === undefined ? {} : { value }) };
}

function held({ clearAt: _clearAt, ...alert }: LiveAlert, seen: Seen, at: number): LiveAlert {
  const { severity, sentence, value } = seen;
  return {
    ...alert,
    severity,
    sentence,
    heldAt: at,
    knownAt: at,
    ...(value === undefined ? {} : { value }),
  };
}

function fired(alert: LiveAlert, { forMs }: AlertRule, at: number): LiveAlert {
  if (alert.state === 'firing' || at - alert.pendingAt < forMs) return alert;
  return { ...alert, state: 'firing', firingAt: at };
}

function begin(seen: Seen, { rule, at, seed }: Advance): LiveAlert {
  const { labels, severity, sentence, value } = seen;
  const alert: LiveAlert = {
    id: hashText(JSON.stringify([seed, rule.name, labelKey(labels), at])),
    rule: rule.name,
    state: 'pending',
    ...{ labels, severity, sentence, pendingAt: at, heldAt: at, knownAt: at },
    ...(value === undefined ? {} : { value }),
  };
  return fired(alert, rule, at);
}

/** What was only pending just goes. */
export function ended(alert: LiveAlert, at: number, because: ResolvedBecause): Alert | undefined {
  if (alert.state === 'pending') return undefined;
  return { ...bareAlert(alert), state: 'resolved', resolvedAt: at, because };
}
