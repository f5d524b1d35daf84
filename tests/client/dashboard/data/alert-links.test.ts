import { expect } from 'chai';
import { alertLinks } from '../../../../client/dashboard/data/alert-links';
import type { AlertRule } from '../../../../common/alert';
import { alertRuleDefaults, defaultAlertRules } from '../../../../common/alert-rules';
import { type MetricName, metrics } from '../../../../common/metrics';

const ruleNamed = (name: string) => defaultAlertRules.find((rule) => rule.name === name);

function of(rule: AlertRule | undefined, labels: Readonly<Record<string, string>>) {
  return alertLinks({ labels }, rule).map(({ screen, with: params }) => [
    screen,
    JSON.parse(JSON.stringify(params)),
  ]);
}

const screenNames: readonly string[] = [
  ...['errors', 'methods', 'publications', 'observers', 'jobs', 'http', 'logs', 'database'],
  ...['process', 'analytics', 'radiant'],
];
const placeless: readonly string[] = ['app', 'client'];

describe('where an alert leads to', () => {
  it('is the method it is about, and its slowest traces', () => {
    expect(of(ruleNamed('MeteorMethodSlow'), { name: 'tasks.add' })).to.deep.equal([
      ['methods', { name: 'tasks.add', origin: 'client' }],
      ['traces', { kind: 'method', name: 'tasks.add', order: 'slowest' }],
    ]);
  });

  it('is its errors first where calls fail', () => {
    const [[first] = []] = of(ruleNamed('MeteorMethodErrors'), { name: 'tasks.add' });

    expect(first).to.equal('errors');
  });

  it('is the process, which filters the screen', () => {
    expect(of(ruleNamed('MeteorCpuNearQuota'), { 'resource.instance': 'a81f' })).to.deep.equal([
      ['process', { instance: 'a81f' }],
    ]);
  });

  it('is the observer that a finding is about', () => {
    const labels = {
      ...{ kind: 'guilty', owner: 'publication lists of mine', collection: 'tasks' },
      ...{ shape: '{listId: ?}', driver: 'oplog' },
    };

    expect(of(ruleNamed('MeteorFindingGuilty'), labels)).to.deep.equal([
      [
        'observers',
        {
          ...{ kind: 'publication', name: 'lists of mine', collection: 'tasks' },
          ...{ shape: '{listId: ?}', driver: 'oplog' },
        },
      ],
    ]);
  });

  it('is all that polls where the whole app does, and observers of nobody by kind alone', () => {
    const rule = ruleNamed('MeteorFindingPolling');

    expect(of(rule, { kind: 'polling' })).to.deep.equal([['observers', { view: 'polling' }]]);
    expect(of(rule, { kind: 'ownerless-old', owner: 'none' })).to.deep.equal([
      ['observers', { kind: 'none' }],
    ]);
  });

  it('is the comparison of releases, and what a finding says also where its rule is gone', () => {
    const regression = { kind: 'regression', owner: 'method tasks.add' };

    expect(of(ruleNamed('MeteorFindingRegression'), regression)).to.deep.equal([['releases', {}]]);
    expect(of(undefined, regression)).to.deep.equal([['releases', {}]]);
    expect(of(undefined, { name: 'tasks.add' })).to.deep.equal([]);
  });

  for (const metric of Object.keys(metrics) as MetricName[]) {
    it(`is a screen that there is, of ${metric}`, () => {
      const { forMs, keepFiringMs, windowMs, lookbackMs, severity } = alertRuleDefaults;
      const links = of(
        {
          ...{ name: 'x', metric, stat: 'max', by: [], condition: 'above', threshold: 1 },
          ...{ forMs, keepFiringMs, windowMs, lookbackMs, severity },
        },
        {},
      );

      const [kind = ''] = metric.split('.');
      expect(links).to.have.length(placeless.includes(kind) ? 0 : 1);
      for (const [screen] of links) expect(screenNames).to.include(screen);
    });
  }
});
