import { randomBytes } from 'node:crypto';
import type { AlertRule } from '../common/alert';
import { defaultAlertRules } from '../common/alert-rules';
import type { AlertsAnswer } from '../common/alerts-answer';
import type { Options } from '../common/options';
import { ownInvocation } from '../common/own-invocation';
import { readAlertRules } from '../common/read-alert-rules';
import type { Resource } from '../common/resource';
import type { Agent } from './agent';
import { type AgentClock, nodeClock } from './agent-clock';
import { alertStoreOf } from './alert-store-of';
import { alertTargets } from './alert-targets';
import { createEvaluator, type Evaluator } from './alerts/evaluator';
import { alertTimes } from './alerts/evaluator-parts';
import type { AppMongo } from './app-mongo';
import type { ChosenSinks } from './choose-sinks';
import type { LatePackages } from './install-packages';
import { reportFindings } from './load-report';

/** Alerts of a running agent. */
export interface Alerts extends Evaluator {}

export interface AlertsParts {
  readonly agent: Agent;
  readonly options: Options;
  readonly sinks: ChosenSinks;
  readonly resource: Resource;
  readonly packages: LatePackages | undefined;
  readonly mongo: () => AppMongo;
  /** Of the dashboard; absent where it is not known. */
  readonly dashboardUrl: string | undefined;
  readonly warn: (message: string) => void;
  readonly clock?: AgentClock;
}

/**
 * Evaluates alert rules from now on. Where nobody would be told anything, and
 * no rule was given, nothing is installed.
 */
export function startAlerts(parts: AlertsParts): Alerts {
  const { agent, options, resource, clock = nodeClock, warn } = parts;
  const { recorder } = agent;
  const reader = agent.reader();
  const { wallNow, now } = clock;
  const targets = alertTargets(options.alerts, { packages: parts.packages, wallNow });
  const rules = alertRules(options.alerts);
  const reason = whyOff(options.alerts, { targets, rules, canRead: reader !== undefined });
  if (reason !== undefined || !reader) return alertsOff(reason ?? whyUnread, wallNow);

  const { service, environment, host, instance } = resource;
  const self = { host, instance };
  const { store, scope, scopeReason } = alertStoreOf({
    options,
    backend: parts.sinks.backend,
    place: { service, environment, ...self },
    holder: randomId(),
    mongo: parts.mongo,
    ...{ now, wallNow },
  });
  const isHere = (rule: AlertRule) => (rule.environment ?? environment) === environment;
  const own = <Value>(run: () => Value) => recorder.context.run(ownInvocation, run, undefined, []);
  const evaluator = createEvaluator({
    rules: rules.filter(isHere),
    targets,
    store,
    reader,
    resource: { service, environment, ...(scope === 'process' ? { instance } : {}) },
    findings: (query) => reportFindings(reader, query),
    everyMs: options.alerts.everyMs,
    repeatMs: options.alerts.repeatMs,
    limit: options.alerts.limit,
    leastWindowMs: 3 * options.flushIntervalMs,
    times: alertTimes,
    from: {
      ...{ service, environment },
      ...(scope === 'process' ? self : {}),
      ...(parts.dashboardUrl === undefined ? {} : { url: `${parts.dashboardUrl}/alerts` }),
    },
    about: {
      scope,
      ...(scopeReason === undefined ? {} : { scopeReason }),
      self,
      elsewhere: rules.filter((rule) => !isHere(rule)),
    },
    newId: randomId,
    ...{ wallNow, now, warn },
    // What is begun in it is Radiant's own, whatever it asks or sends.
    after: (ms, fn) => clock.timers.after(ms, () => own(fn)),
    failed: recorder.failed,
    roundEnded: (value, outcome) =>
      recorder.record({ kind: 'metric', metric: 'radiant.alertRounds', dims: { outcome }, value }),
    told: (target, outcome) =>
      recorder.record({
        ...{ kind: 'metric', metric: 'radiant.notifications' },
        ...{ dims: { target, outcome }, value: 1 },
      }),
  });
  return { ...evaluator, answer: () => own(evaluator.answer) };
}

/** Those of the app, and the default ones that it leaves on. */
export function alertRules({
  rules,
  defaults,
  without,
}: Pick<Options['alerts'], 'rules' | 'defaults' | 'without'>): readonly AlertRule[] {
  const own = readAlertRules(rules).rules;
  const byName = new Map(own.map((rule) => [rule.name, rule]));
  const wanted = defaults ? defaultAlertRules.filter(({ name }) => !without.includes(name)) : [];
  const changed = wanted.map((rule) => byName.get(rule.name) ?? rule);
  return [...changed, ...own.filter((rule) => !changed.includes(rule))];
}

function whyOff(
  { enabled, rules: own }: Options['alerts'],
  known: {
    readonly targets: readonly unknown[];
    readonly rules: readonly AlertRule[];
    readonly canRead: boolean;
  },
): string | undefined {
  if (!enabled) return 'Alerts are switched off: alerts.enabled is false.';
  if (!known.canRead) return whyUnread;
  if (known.targets.length + own.length === 0) return whyNobody;
  if (known.rules.length === 0)
    return 'There is no rule: give some in alerts.rules, or leave alerts.defaults on.';
  return undefined;
}

const whyUnread = 'The backend cannot be read, so that there is nothing to evaluate.';
const whyNobody =
  'Nobody would be told: set alerts.webhook.url, alerts.slack.url or alerts.email.to, or give Radiant.start a function alerts.notify. Rules of your own in alerts.rules are evaluated without, for the dashboard.';

/** Where there are none, and why. */
export function alertsOff(reason: string, wallNow: () => number = Date.now): Alerts {
  const answer = async (): Promise<AlertsAnswer> => ({
    at: wallNow(),
    isOn: false,
    reason,
    rules: [],
    alerts: [],
    targets: [],
  });
  return { answer, resign: async () => undefined, stop: async () => undefined };
}

const randomId = () => randomBytes(12).toString('base64url');
