import { type Alert, isFindingRule } from '../../common/alert';
import { defaultAlertRules } from '../../common/alert-rules';
import { alertSentence, ruleWords } from '../../common/alert-words';
import type { AlertRuleStatus, AlertsAnswer } from '../../common/alerts-answer';

const minute = 60_000;

/** What the fleet of the pictures would tell: rules are evaluated now, and pictures are of another time. */
export function toldAlerts(now: number): AlertsAnswer {
  const alerts = alertsAt(now);
  const roundAt = now - 24_000;
  const stateOf = (name: string): AlertRuleStatus['state'] => {
    const state = alerts.find(({ rule }) => rule === name)?.state;
    return state === undefined || state === 'resolved' ? 'inactive' : state;
  };
  return {
    ...{ at: now, isOn: true },
    evaluator: {
      ...{ scope: 'fleet', isThisProcess: false, host: 'web-1', instance: 'osprey' },
      ...{ everyMs: minute, roundAt, roundMs: 41, rounds: 812 },
    },
    rules: defaultAlertRules.map((rule) => ({
      ...{ rule, words: ruleWords(rule), isDefault: true, evaluatedAt: roundAt, dropped: 0 },
      state: stateOf(rule.name),
    })),
    alerts,
    targets: [
      { target: 'slack', sent: 12, lost: 0, waiting: 0, sentAt: now - 10 * minute },
      {
        ...{ target: 'email', sent: 11, lost: 0, waiting: 1, sentAt: now - 95 * minute },
        ...{ failedAt: now - minute, error: 'the mail server did not answer within 10 s' },
      },
    ],
  };
}

function alertsAt(now: number): Alert[] {
  const fired = { pendingAt: now - 20 * minute, firingAt: now - 10 * minute };
  const seen = { heldAt: now - 24_000, notifiedAt: now - 10 * minute };
  return [
    {
      ...{ id: 'a', rule: 'MeteorFindingGuilty', severity: 'critical', state: 'firing' },
      labels: {
        ...{ kind: 'guilty', owner: 'publication tasks.everywhere', collection: 'tasks' },
        driver: 'oplog',
      },
      sentence: 'publication tasks.everywhere takes 61 % of the CPU with observers on tasks.',
      ...{ ...fired, ...seen },
    },
    {
      ...aboutMetric('MeteorMethodSlow', { name: 'reports.build' }, 3_412),
      ...{ id: 'b', state: 'firing', ...fired, ...seen },
    },
    {
      ...aboutMetric('MeteorCpuNearQuota', { 'resource.instance': 'osprey' }, 0.91),
      ...{ id: 'c', state: 'pending', pendingAt: now - 3 * minute, heldAt: seen.heldAt },
    },
    {
      ...aboutMetric('MeteorEventLoopBlocked', { 'resource.instance': 'merlin' }, 640),
      ...{ id: 'd', state: 'resolved', because: 'recovered', ...fired, ...seen },
      ...{ pendingAt: now - 50 * minute, firingAt: now - 40 * minute },
      resolvedAt: now - 26 * minute,
    },
  ];
}

function aboutMetric(name: string, labels: Alert['labels'], value: number) {
  const rule = defaultAlertRules.find((one) => one.name === name);
  if (!rule || isFindingRule(rule)) throw new Error(`${name} watches no metric`);
  const { severity } = rule;
  return { rule: name, severity, labels, value, sentence: alertSentence(rule, labels, value) };
}
