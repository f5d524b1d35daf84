import { expect } from 'chai';
import type { MetricRule } from '../../../common/alert';
import type { ReadQuery } from '../../../common/reader';
import { createReadFigures } from '../../../server/alerts/figures';
import { watchMetric } from '../../../server/alerts/watch-metric';
import { minute, type Rows, row, rulesOf } from '../../support/an-evaluator';

const at = 100 * minute;

function watch(
  rule: object,
  answer: (query: ReadQuery) => Rows,
  reachMs = Number.POSITIVE_INFINITY,
) {
  const queries: ReadQuery[] = [];
  const [given] = rulesOf([{ name: 'R', condition: 'above', threshold: 0.05, ...rule }]);
  const read = createReadFigures({
    reader: {
      async read(query) {
        queries.push(query);
        const { metric, stat, from, to } = query;
        return { metric, stat, unit: 'count', from, to, stepMs: to - from, rows: answer(query) };
      },
    },
    resource: { service: 'todos' },
    at,
    underWay: new Set(),
  });
  const look = () => watchMetric(given as MetricRule, { read, leastWindowMs: 0, reachMs });
  return { look, queries };
}

const errorShare = {
  metric: 'method.calls',
  stat: 'rate',
  dims: { outcome: 'error' },
  over: { metric: 'method.calls', stat: 'rate' },
  by: 'name',
};

const named = (values: Readonly<Record<string, number>>): Rows =>
  Object.entries(values).map(([name, value]) => row(value, { name }));

describe('what a rule sees of a metric', () => {
  it('is a value per name, and whether it is beyond the threshold', async () => {
    const { look } = watch({ metric: 'method.run', stat: 'p95', by: 'name', threshold: 10 }, () =>
      named({ slow: 11, edge: 10 }),
    );

    const { seen, isComplete } = await look();

    expect(isComplete).to.equal(false);
    expect(seen.map(({ labels, holds, value }) => ({ ...labels, holds, value }))).to.deep.equal([
      { name: 'slow', holds: true, value: 11 },
      { name: 'edge', holds: false, value: 10 },
    ]);
  });

  it('is below its threshold, and not at it', async () => {
    const rule = { metric: 'process.rss', stat: 'avg', condition: 'below', threshold: 10 };
    const holds = async (value: number) =>
      (await watch(rule, () => [row(value)]).look()).seen[0]?.holds;

    expect([await holds(9), await holds(10)]).to.deep.equal([true, false]);
  });

  it('is the ratio of two metrics, 0 where nothing was counted, and none of nothing', async () => {
    const { look } = watch(errorShare, ({ dims }) =>
      dims ? named({ bad: 1 }) : named({ bad: 10, good: 10, idle: 0 }),
    );

    const { seen } = await look();

    expect(seen.map(({ labels, holds, value }) => ({ ...labels, holds, value }))).to.deep.equal([
      { name: 'bad', holds: true, value: 0.1 },
      { name: 'good', holds: false, value: 0 },
    ]);
    expect(seen[0]?.sentence).to.equal(
      'rate of method.calls (outcome error) ÷ rate of method.calls of bad is 10 %, above 5 %.',
    );
  });

  it('does not take a gauge that is unknown for 0', async () => {
    const rule = {
      metric: 'process.rss',
      stat: 'avg',
      over: { metric: 'process.memoryLimit', stat: 'avg' },
    };

    const { look } = watch(rule, ({ metric }) => (metric === 'process.rss' ? [] : [row(1)]));

    expect((await look()).seen).to.deep.equal([]);
  });

  it('does not hold where there is too little to judge', async () => {
    const provided = { metric: 'method.calls', stat: 'rate', above: 0.1 };
    const { look } = watch(
      { metric: 'method.run', stat: 'p95', by: 'name', provided },
      ({ metric }) =>
        metric === 'method.run'
          ? named({ much: 1, edge: 1, none: 1 })
          : named({ much: 0.11, edge: 0.1 }),
    );

    expect((await look()).seen.map(({ holds }) => holds)).to.deep.equal([true, false, false]);
  });

  it('leaves out what is excepted', async () => {
    const { look } = watch(
      {
        metric: 'radiant.drops',
        stat: 'count',
        by: 'reason',
        except: { reason: ['series-limit'] },
      },
      () => [row(1, { reason: 'series-limit' }), row(2, { reason: 'shutdown' })],
    );

    expect((await look()).seen.map(({ labels }) => labels.reason)).to.deep.equal(['shutdown']);
  });

  it('is a count: what a counter gained, or the rate of a histogram × its window', async () => {
    const counter = watch({ metric: 'radiant.drops', stat: 'count' }, () => [row(3)]);
    const histogram = watch({ metric: 'method.run', stat: 'count', windowMs: 5 * minute }, () => [
      row(0.5),
    ]);

    expect((await counter.look()).seen[0]?.value).to.equal(3);
    expect(counter.queries[0]?.stat).to.equal('sum');
    expect((await histogram.look()).seen[0]?.value).to.equal(150);
  });

  it('is of one release, where the rule says so', async () => {
    const { look, queries } = watch(
      { metric: 'process.rss', stat: 'avg', release: '1.4' },
      () => [],
    );

    await look();

    expect(queries[0]?.resource).to.deep.equal({ service: 'todos', release: '1.4' });
  });

  it('asks once for what it looks at twice', async () => {
    const provided = { metric: 'method.calls', stat: 'rate', above: 0.1 };
    const { look, queries } = watch({ ...errorShare, provided }, () => named({ a: 1 }));

    await look();
    await look();

    expect(queries).to.have.length(2);
  });
});

describe('what a rule sees that looks for what is absent', () => {
  const absent = { metric: 'job.runs', stat: 'count', condition: 'absent', threshold: undefined };

  it('holds where there is no value at all', async () => {
    const holds = async (rows: Rows) => (await watch(absent, () => rows).look()).seen[0]?.holds;

    expect(await holds([])).to.equal(true);
    expect(await holds([row(0)])).to.equal(false);
  });

  it('knows nothing of a time from before there were figures', async () => {
    const rule = { ...absent, windowMs: 10 * minute };

    expect((await watch(rule, () => [], 10 * minute - 1).look()).seen).to.deep.equal([]);
    expect((await watch(rule, () => [], 10 * minute).look()).seen[0]?.holds).to.equal(true);
  });

  const gone = {
    ...{ metric: 'radiant.series', stat: 'max', condition: 'absent', by: 'resource.instance' },
    ...{ windowMs: 2 * minute, lookbackMs: 15 * minute },
    unless: { metric: 'process.ends', stat: 'sum' },
  };
  const instances = (...names: string[]): Rows =>
    names.map((name) => row(1, { 'resource.instance': name }));

  it('names what was there and is not now, but for what was told to end', async () => {
    const { look, queries } = watch(gone, ({ metric, from }) => {
      if (metric === 'process.ends') return instances('told');
      return from === at - 2 * minute ? instances('alive') : instances('alive', 'killed', 'told');
    });

    const { seen, isComplete } = await look();

    expect(isComplete).to.equal(true);
    expect(seen.map(({ labels, holds }) => [labels['resource.instance'], holds])).to.deep.equal([
      ['alive', false],
      ['killed', true],
      ['told', false],
    ]);
    expect(seen[1]?.sentence).to.equal('max of radiant.series of instance killed is absent.');
    expect(queries.map(({ from }) => (at - from) / minute)).to.deep.equal([2, 15, 15]);
  });
});
