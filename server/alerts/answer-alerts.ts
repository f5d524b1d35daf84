import type { AlertRule } from '../../common/alert';
import { defaultAlertRules } from '../../common/alert-rules';
import type { AlertTarget } from '../../common/alert-target';
import { ruleWords } from '../../common/alert-words';
import type {
  AlertEvaluator,
  AlertRuleStatus,
  AlertsAnswer,
  AlertTargetStatus,
} from '../../common/alerts-answer';
import { type AlertsState, bareAlert, recordOf } from './alerts-state';
import { byWorst } from './notify';

/** A process. */
export interface Evaluating {
  readonly host: string;
  readonly instance: string;
}

export interface AnswerParts {
  readonly state: AlertsState;
  readonly rules: readonly AlertRule[];
  readonly targets: readonly AlertTarget[];
  readonly about: Pick<AlertEvaluator, 'scope' | 'scopeReason'> & {
    readonly self: Evaluating;
    /** Rules that are for other environments. */
    readonly elsewhere: readonly AlertRule[];
  };
  readonly evaluator: Evaluating | undefined;
  readonly isThisProcess: boolean;
  readonly everyMs: number;
  readonly error: string | undefined;
  readonly at: number;
}

/** How alerts are, for people. */
export function answerAlerts(parts: AnswerParts): AlertsAnswer {
  const { state, rules, about, targets, at } = parts;
  const live = state.live.map(bareAlert);
  const firing = live.filter((alert) => alert.state === 'firing').sort(byWorst);
  const pending = live.filter((alert) => alert.state === 'pending').sort(byWorst);
  return {
    at,
    isOn: true,
    evaluator: evaluatorOf(parts),
    rules: [
      ...rules.map((rule) => statusOf(rule, state)),
      ...about.elsewhere.map((rule) => ({ ...statusOf(rule, state), state: 'elsewhere' as const })),
    ],
    alerts: [...firing, ...pending, ...[...state.resolved].reverse()],
    targets: targets.map(({ name }) => targetOf(name, state)),
  };
}

function evaluatorOf(parts: AnswerParts): AlertEvaluator {
  const { state, about, evaluator, isThisProcess, everyMs, error } = parts;
  const { rounds, roundAt, roundMs } = state;
  return {
    scope: about.scope,
    ...(about.scopeReason === undefined ? {} : { scopeReason: about.scopeReason }),
    isThisProcess,
    ...(evaluator ? { host: evaluator.host, instance: evaluator.instance } : {}),
    everyMs,
    ...(roundAt === undefined ? {} : { roundAt }),
    ...(roundMs === undefined ? {} : { roundMs }),
    rounds,
    ...(error === undefined ? {} : { error }),
  };
}

function statusOf(rule: AlertRule, { rules, live }: AlertsState): AlertRuleStatus {
  const { evaluatedAt, error, dropped = 0 } = rules[rule.name] ?? {};
  const states = new Set(
    live.filter((alert) => alert.rule === rule.name).map(({ state }) => state),
  );
  const worst = ['firing', 'pending'] as const;
  const state = worst.find((one) => states.has(one)) ?? 'inactive';
  return {
    rule,
    words: ruleWords(rule),
    isDefault: defaultAlertRules.some(({ name }) => name === rule.name),
    state: error === undefined ? state : 'failing',
    ...(evaluatedAt === undefined ? {} : { evaluatedAt }),
    ...(error === undefined ? {} : { error }),
    dropped,
  };
}

function targetOf(target: AlertTarget['name'], state: AlertsState): AlertTargetStatus {
  const own = state.waiting.filter((one) => one.target === target);
  return { target, waiting: own.length, ...recordOf(state, target) };
}
