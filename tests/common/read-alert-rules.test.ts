import { expect } from 'chai';
import type { MetricRule } from '../../common/alert';
import { defaultAlertRules } from '../../common/alert-rules';
import { ruleWords } from '../../common/alert-words';
import { resolveOptions } from '../../common/options';
import { readAlertRules } from '../../common/read-alert-rules';

const rss = { name: 'Rss', metric: 'process.rss', stat: 'avg', condition: 'above', threshold: 1 };

const problemsOf = (...rules: unknown[]) => readAlertRules(rules).problems;

function only(rule: unknown): MetricRule {
  const { rules, problems } = readAlertRules([rule]);
  expect(problems).to.deep.equal([]);
  return rules[0] as MetricRule;
}

describe('readAlertRules', () => {
  it('gives a rule the defaults of what it leaves out', () => {
    expect(only(rss)).to.deep.equal({
      ...rss,
      by: [],
      windowMs: 300_000,
      forMs: 600_000,
      keepFiringMs: 300_000,
      lookbackMs: 900_000,
      severity: 'warning',
    });
  });

  it('takes from the default rule of the same name what is left out', () => {
    const base = defaultAlertRules.find(({ name }) => name === 'MeteorMethodSlow');

    const rule = only({ name: 'MeteorMethodSlow', threshold: 5_000 });

    expect(rule).to.deep.equal({ ...base, threshold: 5_000 });
  });

  it('takes one word for a list of it', () => {
    expect(only({ ...rss, by: 'resource.host' }).by).to.deep.equal(['resource.host']);
    expect(only({ name: 'Found', finding: 'leak' })).to.deep.include({ finding: ['leak'] });
  });

  it('leaves the severity of findings to the findings', () => {
    expect(only({ name: 'Found', finding: 'leak' })).not.to.have.property('severity');
  });

  it('needs no threshold for what is absent', () => {
    const { threshold: _threshold, ...absent } = { ...rss, condition: 'absent' };

    expect(only(absent)).to.include({ condition: 'absent', threshold: 0 });
  });

  it('takes its own default rules as they are', () => {
    const { rules, problems } = readAlertRules(defaultAlertRules);

    expect(problems).to.deep.equal([]);
    expect(rules).to.deep.equal(defaultAlertRules);
  });

  const refused: ReadonlyArray<readonly [string, object, string]> = [
    [
      'an unknown metric',
      { metric: 'process.rs' },
      'metric is "process.rs"; accepted: did you mean process.rss?',
    ],
    [
      'a statistic that the metric has not',
      { stat: 'p95' },
      'stat is "p95"; accepted: for process.rss, a gauge: avg, max.',
    ],
    [
      'a count of a gauge',
      { stat: 'count' },
      'stat is "count"; accepted: for process.rss, a gauge',
    ],
    [
      'an unknown condition',
      { condition: 'over' },
      'condition: expected one of above, below, absent, but "over" came.',
    ],
    ['no threshold', { threshold: undefined }, 'threshold: is missing; accepted: a number.'],
    ['a threshold of text', { threshold: '1' }, 'threshold: expected a number, but "1" came.'],
    [
      'an unknown field',
      { windowms: 1 },
      'windowms: there is no such field. Did you mean windowMs?',
    ],
    ['a dimension that the metric has not', { dims: { name: 'x' } }, 'dims is "name"'],
    [
      'a grouping that the metric has not',
      { by: ['name'] },
      'by is "name"; accepted: resource.service',
    ],
    [
      'a ratio to an unknown metric',
      { over: { metric: 'x', stat: 'avg' } },
      'over.metric is "x"; accepted',
    ],
    [
      'a ratio to no statistic',
      { over: { metric: 'process.rss' } },
      'over.stat: is missing; accepted: one of count, rate',
    ],
    [
      'an exception of what is not in by',
      { except: { reason: ['x'] } },
      'except.reason: only what is in by can be left out: nothing.',
    ],
    [
      'a window that is too short',
      { windowMs: 9_999 },
      'windowMs: expected a whole number of milliseconds, 10000 to 604800000, but 9999 came.',
    ],
    [
      'a severity that is none',
      { severity: 'page' },
      'severity: expected one of critical, warning, info, but "page" came.',
    ],
  ];
  for (const [what, change, message] of refused) {
    it(`refuses ${what}`, () => {
      const [problem = '', ...others] = problemsOf({ ...rss, ...change });

      expect(problem)
        .to.match(/^rule 1 \("Rss"\): /)
        .and.to.include(message);
      expect(others).to.deep.equal([]);
    });
  }

  it('takes the shortest and the longest times, and not one more', () => {
    for (const windowMs of [10_000, 604_800_000])
      expect(problemsOf({ ...rss, windowMs })).to.be.empty;
    for (const forMs of [0, 604_800_000]) expect(problemsOf({ ...rss, forMs })).to.be.empty;
    for (const forMs of [-1, 604_800_001, 0.5])
      expect(problemsOf({ ...rss, forMs })).to.have.length(1);
  });

  it('takes five names to group by, and not one more', () => {
    const by = ['service', 'environment', 'release', 'host', 'instance'].map(
      (f) => `resource.${f}`,
    );

    expect(problemsOf({ ...rss, by })).to.be.empty;
    expect(problemsOf({ ...rss, by: [...by, 'resource.host'] })).to.have.length(1);
  });

  it('refuses a name twice, what is no rule, and more than a hundred', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ ...rss, name: `r${at}` }));

    expect(problemsOf(rss, rss)).to.deep.equal([
      'rule 2 ("Rss"): name: another rule has it already.',
    ]);
    expect(problemsOf(5)).to.deep.equal(['rule 1: expected an object, but 5 came.']);
    expect(readAlertRules({}).problems).to.deep.equal([
      'expected a list of rules, but an object came.',
    ]);
    expect(problemsOf(...many(100))).to.be.empty;
    expect(problemsOf(...many(101))).to.deep.equal(['expected at most 100 rules, but 101 came.']);
  });

  it('is what the option accepts, in settings and, as JSON, in the environment', () => {
    const settings = { alerts: { rules: [rss] } };
    const env = { RADIANT_ALERTS_RULES: JSON.stringify([{ ...rss, stat: 'p95' }, { name: 'x' }]) };

    expect(resolveOptions({ settings }).alerts.rules).to.deep.equal([rss]);
    expect(() => resolveOptions({ env })).to.throw(
      /RADIANT_ALERTS_RULES: rule 1 \("Rss"\): stat is "p95".*\n.*rule 2 \("x"\): metric: is missing/,
    );
    expect(() => resolveOptions({ env: { RADIANT_ALERTS_RULES: '[{' } })).to.throw(
      'RADIANT_ALERTS_RULES: expected a list of rules, but "[{" came.',
    );
  });
});

describe('ruleWords', () => {
  const words = (name: string) => {
    const rule = defaultAlertRules.find((one) => one.name === name);
    return rule && ruleWords(rule);
  };

  it('says a rule in words, with units', () => {
    expect(words('MeteorMethodSlow')).to.equal(
      'p95 of method.duration (origin client) by name above 2 s, over 5 min, for 10 min, while rate of method.calls is above 0.1/s',
    );
    expect(words('MeteorMemoryNearLimit')).to.equal(
      'avg of process.rss ÷ avg of process.memoryLimit by resource.instance above 90 %, over 5 min, for 10 min',
    );
    expect(words('MeteorFindingLeak')).to.equal(
      'finding leak or orphans, warning at least, for 15 min',
    );
  });
});
