import { expect } from 'chai';
import { isFindingRule } from '../../../common/alert';
import { defaultAlertRules } from '../../../common/alert-rules';
import type { Series } from '../../../common/batch';
import { findingKinds } from '../../../common/finding';
import { reportFindings } from '../../../server/load-report';
import { memorySink } from '../../../server/sinks/memory';
import { aBatch, aSeries } from '../../support/a-batch';
import { anEvaluator, minute, told } from '../../support/an-evaluator';
import { handClock } from '../../support/hand-clock';

const flushMs = 10_000;

/** An app of processes that send a batch every ten seconds, and the default rules on a real store. */
function anApp() {
  const clock = handClock(1_700_000_000_000);
  const sink = memorySink({ now: clock.wallNow });
  const { evaluator, target, failures } = anEvaluator({
    given: defaultAlertRules,
    clock,
    reader: sink.reader,
    resource: {},
    findings: (query) => reportFindings(sink.reader, query),
  });

  async function send(instance: string, series: readonly Series[]): Promise<void> {
    const to = clock.wallNow();
    const usual = [aSeries('radiant.series', {}, 10), aSeries('process.cpuShare', {}, 0.1)];
    const batch = aBatch({
      ...{ from: to - flushMs, to, resource: { instance } },
      series: [
        ...usual.filter(({ metric }) => !series.some((one) => one.metric === metric)),
        ...series,
      ],
    });
    await sink.write(batch, new AbortController().signal);
  }

  /** Lets time pass, batch by batch. */
  async function run(ms: number, seriesOf: Readonly<Record<string, readonly Series[]>>) {
    for (let at = 0; at < ms; at += flushMs) {
      await clock.advance(flushMs);
      for (const [instance, series] of Object.entries(seriesOf)) await send(instance, series);
    }
  }

  return { evaluator, target, failures, run };
}

describe('the default rules', () => {
  it('have names of their own, and cover every kind of finding', () => {
    const names = defaultAlertRules.map(({ name }) => name);
    const kinds = defaultAlertRules.flatMap((rule) => (isFindingRule(rule) ? rule.finding : []));

    expect(new Set(names).size).to.equal(names.length);
    expect([...kinds].sort()).to.deep.equal([...findingKinds].sort());
  });

  it('can all be evaluated, and say nothing of an app that is well', async () => {
    const { evaluator, target, failures, run } = anApp();

    await run(30 * minute, { a: [], b: [] });

    const { rules } = await evaluator.answer();
    expect(rules.filter(({ error }) => error !== undefined)).to.deep.equal([]);
    expect(target.sent).to.deep.equal([]);
    expect(failures).to.deep.equal([]);
  }).timeout(20_000);

  it('name the process that is pegged, and the method that fails, and no other', async () => {
    const calls = (name: string, outcome: string, count: number) =>
      aSeries('method.calls', { name, origin: 'client', outcome }, count);
    const { target, run } = anApp();

    await run(20 * minute, {
      a: [aSeries('process.cpuShare', {}, 0.95), calls('bad', 'ok', 9), calls('bad', 'error', 1)],
      b: [calls('good', 'ok', 100), calls('good', 'error', 2), calls('rare', 'error', 0.1)],
    });

    const alerts = target.sent.flatMap(({ firing }) => firing);
    expect(alerts.map(({ rule, labels }) => [rule, ...Object.values(labels)])).to.have.deep.members(
      [
        ['MeteorCpuNearQuota', 'a'],
        ['MeteorMethodErrors', 'bad'],
      ],
    );
  }).timeout(20_000);

  it('tell of a process that is gone, unless it was told to end, and forget it', async () => {
    const { target, run } = anApp();
    await run(5 * minute, { a: [], killed: [], told: [] });
    await run(flushMs, { a: [], told: [aSeries('process.ends', {}, 1)] });

    await run(4 * minute, { a: [] });
    const alerts = target.sent.flatMap(({ firing }) => firing);
    await run(20 * minute, { a: [] });

    expect(alerts.map(({ rule, labels }) => [rule, ...Object.values(labels)])).to.deep.equal([
      ['MeteorProcessGone', 'killed'],
    ]);
    expect(told(target.sent)).to.deep.equal([
      'firing MeteorProcessGone',
      'resolved MeteorProcessGone',
    ]);
    expect(target.sent[1]?.resolved[0]?.because).to.equal('no-data');
  }).timeout(20_000);
});
