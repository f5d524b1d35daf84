import { type Alert, type AlertRule, isFindingRule } from '../../common/alert';
import type { FindingsReport } from '../../common/load-report';
import { advance, ended } from './advance';
import type { AlertsState, LiveAlert } from './alerts-state';
import type { ReadFigures } from './figures';
import type { Sight } from './seen';
import { watchFindings } from './watch-findings';
import { watchMetric } from './watch-metric';

export interface RoundParts {
  readonly rules: readonly AlertRule[];
  /** Epoch milliseconds: what alerts of this round say of their times. */
  readonly at: number;
  readonly read: ReadFigures;
  /** What is found now; asked for at most once a round. */
  readonly findings: (release: string | undefined) => Promise<FindingsReport>;
  readonly leastWindowMs: number;
  readonly reachMs: number;
  /** Alerts that may be pending or firing. */
  readonly limit: number;
  readonly seed: string;
  /** Whether the time of the round is over. */
  readonly isOver: () => boolean;
  /** Rejects when the answer takes too long. */
  readonly inTime: <Value>(answer: Promise<Value>) => Promise<Value>;
}

/** Resolved alerts that are kept, and for how long. */
export const resolvedLimit = 200;
export const resolvedMs = 24 * 60 * 60_000;

/**
 * Evaluates the rules one after the other, and changes `state` accordingly.
 * One that fails leaves its alerts as they are. Where the time is over, the
 * next round begins with the rule this one did not come to.
 */
export async function evaluateRound(state: AlertsState, parts: RoundParts): Promise<void> {
  const { at } = parts;
  endStrangers(state, parts);
  const turns = inTurn(parts.rules, state.nextRule);
  delete state.nextRule;
  for (const rule of turns) {
    if (parts.isOver()) {
      state.nextRule ??= rule.name;
      note(state, rule, { error: 'the round was over before its turn' });
    } else await evaluate(state, rule, parts);
  }
  const oldest = at - resolvedMs;
  state.resolved = state.resolved
    .filter(({ resolvedAt = at }) => resolvedAt > oldest)
    .slice(-resolvedLimit);
}

function inTurn(rules: readonly AlertRule[], first: string | undefined): readonly AlertRule[] {
  const at = rules.findIndex(({ name }) => name === first);
  return at <= 0 ? rules : [...rules.slice(at), ...rules.slice(0, at)];
}

async function evaluate(state: AlertsState, rule: AlertRule, parts: RoundParts): Promise<void> {
  const { at, limit, seed } = parts;
  let sight: Sight;
  try {
    sight = await parts.inTime(look(rule, parts));
  } catch (error) {
    note(state, rule, { error: messageOf(error) });
    return;
  }
  const live = state.live.filter((alert) => alert.rule === rule.name);
  const others = state.live.filter((alert) => alert.rule !== rule.name);
  const next = advance({ rule, live, sight, at, seed, room: limit - others.length });
  state.live = [...others, ...next.live];
  state.resolved = [...state.resolved, ...next.resolved];
  state.rules = { ...state.rules, [rule.name]: { evaluatedAt: at, dropped: next.dropped } };
}

async function look(rule: AlertRule, parts: RoundParts): Promise<Sight> {
  if (!isFindingRule(rule)) return watchMetric(rule, parts);
  return watchFindings(rule, await parts.findings(rule.release));
}

function note(
  state: AlertsState,
  { name }: AlertRule,
  { error }: { readonly error: string },
): void {
  state.rules = { ...state.rules, [name]: { ...state.rules[name], error } };
}

/** Alerts of rules that are no more. */
function endStrangers(state: AlertsState, { rules, at }: RoundParts): void {
  const names = new Set(rules.map(({ name }) => name));
  const isKnown = ({ rule }: LiveAlert) => names.has(rule);
  const gone = state.live.filter((alert) => !isKnown(alert));
  state.live = state.live.filter(isKnown);
  state.resolved = [
    ...state.resolved,
    ...gone.flatMap((alert) => some(ended(alert, at, 'no-rule'))),
  ];
  state.rules = Object.fromEntries(Object.entries(state.rules).filter(([name]) => names.has(name)));
}

const some = (alert: Alert | undefined): readonly Alert[] => (alert ? [alert] : []);

const longestError = 200;

export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : 'failed';
  return message.replace(/^Radiant: /, '').slice(0, longestError);
}
