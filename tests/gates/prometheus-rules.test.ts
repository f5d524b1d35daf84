import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { isFindingRule, type MetricRule } from '../../common/alert';
import { defaultAlertRules } from '../../common/alert-rules';
import { type PrometheusRule, promqlDifferences } from './promql-differences';

interface Group {
  readonly name: string;
  readonly rules: readonly PrometheusRule[];
}

const docs = join(__dirname, '../../docs');
const { groups } = parse(readFileSync(join(docs, 'prometheus/rules.yml'), 'utf8')) as {
  readonly groups: readonly Group[];
};
const rulesIn = (group: string) => groups.find(({ name }) => name === group)?.rules ?? [];

const recordings = new Map(rulesIn('radiant-recordings').map(({ record, expr }) => [record, expr]));
const alerts = rulesIn('radiant-alerts').map(writtenOut);
const watched = defaultAlertRules.filter((rule): rule is MetricRule => !isFindingRule(rule));

/** With what is recorded in place of its name. */
function writtenOut(rule: PrometheusRule): PrometheusRule {
  const expr = rule.expr.replaceAll(
    /[a-z_]+:[a-z_]+:\w+/g,
    (name) => `(${recordings.get(name) ?? name})`,
  );
  return { ...rule, expr };
}

describe('the rules for Prometheus', () => {
  it('are all of Radiant’s own that watch metrics, in the same order', () => {
    expect(alerts.map(({ alert }) => alert)).to.deep.equal(watched.map(({ name }) => name));
    expect(watched).to.have.length.above(10);
  });

  for (const rule of watched) {
    it(`say the same as Radiant’s: ${rule.name}`, () => {
      const written = alerts.find(({ alert }) => alert === rule.name);

      expect(written && promqlDifferences(rule, written)).to.deep.equal([]);
    });
  }

  const planted: ReadonlyArray<readonly [what: string, change: Partial<MetricRule>]> = [
    ['severity', { severity: 'critical' }],
    ['for', { forMs: 0 }],
    ['keepFiring', { keepFiringMs: 1 }],
    ['windows', { windowMs: 60_000 }],
    ['limits', { threshold: 2_001 }],
    ['limits', { provided: { metric: 'method.calls', stat: 'rate', above: 1 } }],
    ['quantiles', { stat: 'p99' }],
    ['values', { dims: { origin: 'server' } }],
    ['by', { by: ['origin'] }],
    ['meteor_method_run_duration_seconds', { metric: 'method.run' }],
  ];

  for (const [what, change] of planted) {
    it(`would be found out by another ${what}`, () => {
      const [rule] = watched;
      const [written] = alerts;

      const found = rule && written && promqlDifferences({ ...rule, ...change }, written);

      expect(found).to.deep.equal([what]);
    });
  }

  it('stand in for findings by names of their own, which the documentation has', () => {
    const named = new Set<string | undefined>(defaultAlertRules.map(({ name }) => name));
    const page = readFileSync(join(docs, 'backends/prometheus.md'), 'utf8');

    const standIns = rulesIn('radiant-observers').map(({ alert = '' }) => alert);

    expect(standIns).to.have.length.above(0);
    for (const name of standIns) {
      expect(named.has(name), name).to.equal(false);
      expect(page).to.contain(`\`${name}\``);
    }
  });

  it('leave no finding’s rule unsaid in the documentation', () => {
    const page = readFileSync(join(docs, 'backends/prometheus.md'), 'utf8');

    for (const { name } of defaultAlertRules.filter(isFindingRule)) {
      expect(page, name).to.contain(`\`${name}\``);
    }
  });
});
