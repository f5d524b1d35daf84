import { expect } from 'chai';
import fc from 'fast-check';
import type { AlertRule } from '../../../common/alert';
import type { Finding } from '../../../common/finding';
import { RetryableError } from '../../../common/sink';
import { type Advanced, advance, alertsPerRule } from '../../../server/alerts/advance';
import type { LiveAlert } from '../../../server/alerts/alerts-state';
import { alertTimes } from '../../../server/alerts/evaluator-parts';
import { alertsPerNotification, waitingLimit } from '../../../server/alerts/notify';
import { resolvedLimit, resolvedMs } from '../../../server/alerts/round';
import type { Seen } from '../../../server/alerts/seen';
import { anEvaluator, minute, row, rssRule, rulesOf, told } from '../../support/an-evaluator';

const byName = {
  ...{ name: 'Slow', metric: 'method.run', stat: 'p95', by: 'name', threshold: 10 },
  ...{ condition: 'above', windowMs: minute, forMs: 0, keepFiringMs: 0 },
};

const hostile = ['$where', '__proto__', 'a.b', '<!channel>', 'x\r\nBcc: y', '\u202e', '\ud800', ''];

describe('what alerts may take', () => {
  it('is a hundred alerts of a rule, the worst, and the rest counted', async () => {
    const { clock, world, evaluator } = anEvaluator({ given: [byName] });
    const rows = Array.from({ length: 140 }, (_, at) => row(100 + at, { name: `m${at}` }));
    world.read = () => rows;

    await clock.advance(2 * minute);

    const { alerts, rules } = await evaluator.answer();
    expect(alerts).to.have.length(alertsPerRule);
    expect(alerts.every(({ value = 0 }) => value >= 140)).to.equal(true);
    expect(rules[0]?.dropped).to.equal(40);
  });

  it('is so many alerts of all rules together', async () => {
    const names = ['A', 'B', 'C'];
    const { clock, world, evaluator } = anEvaluator({
      limit: 2,
      given: names.map((name) => ({ ...rssRule, name, forMs: 0 })),
    });
    world.read = () => [row(150)];

    await clock.advance(2 * minute);

    const { alerts, rules } = await evaluator.answer();
    expect(alerts.map(({ rule }) => rule)).to.deep.equal(['A', 'B']);
    expect(rules.map(({ dropped }) => dropped)).to.deep.equal([0, 0, 1]);
  });

  it('is a notification of twenty alerts, which says how many more there are', async () => {
    const { clock, world, target } = anEvaluator({ given: [byName] });
    world.read = () => Array.from({ length: 50 }, (_, at) => row(100 + at, { name: `m${at}` }));

    await clock.advance(2 * minute);

    expect(target.sent).to.have.length(1);
    expect(target.sent[0]?.firing).to.have.length(alertsPerNotification);
    expect(target.sent[0]?.more).to.equal(30);
  });

  it('is thirty notifications that wait for a target, the newest', async () => {
    const { clock, world, target, evaluator } = anEvaluator({ given: [{ ...rssRule, forMs: 0 }] });
    target.failure = new RetryableError('down', { retryAfterMs: 3 * 60 * minute });
    let rounds = 0;
    world.read = () => [row(rounds++ % 2 === 0 ? 150 : 50)];

    await clock.advance(62 * minute);

    const [status] = (await evaluator.answer()).targets;
    expect(status).to.include({ waiting: waitingLimit, lost: 32 });
  });

  it('is two hundred resolved alerts, of the last day', async () => {
    const everyMs = 10 * minute;
    const { clock, world, evaluator } = anEvaluator({
      ...{ given: [byName], everyMs, times: { ...alertTimes, turnMs: everyMs } },
    });
    let rounds = 0;
    const rowsAt = (value: number) =>
      Array.from({ length: 90 }, (_, at) => row(value, { name: `m${at}` }));
    world.read = () => rowsAt(rounds++ < 6 && rounds % 2 === 1 ? 100 : 1);

    await clock.advance(100 * minute);
    expect((await evaluator.answer()).alerts).to.have.length(resolvedLimit);
    await clock.advance(resolvedMs);

    expect((await evaluator.answer()).alerts).to.deep.equal([]);
  });

  it('fits into a document of MongoDB, whatever things are called', () => {
    const wide = (length: number) => '…'.repeat(length);
    const labels = {
      kind: wide(20),
      owner: wide(200),
      collection: wide(200),
      shape: wide(200),
      driver: wide(200),
    };
    const alert = {
      ...{ id: 'x'.repeat(30), rule: wide(200), severity: 'critical', state: 'firing', labels },
      ...{ sentence: wide(500), summary: wide(200), because: 'recovered', value: Math.PI * 1e9 },
      ...{ pendingAt: 1e12, firingAt: 1e12, resolvedAt: 1e12, heldAt: 1e12, notifiedAt: 1e12 },
    };
    const most = 1_000 + resolvedLimit + waitingLimit * alertsPerNotification;

    expect(most * Buffer.byteLength(JSON.stringify(alert))).to.be.below(15 * 2 ** 20);
  });

  it('is names without end or line ends, whatever attackers call things', async () => {
    const { clock, world, evaluator, failures } = anEvaluator({ given: [byName] });
    const names = [...hostile, 'n'.repeat(5_000)];
    world.read = () => names.map((name, at) => row(100 + at, { name }));

    await clock.advance(2 * minute);

    const { alerts } = await evaluator.answer();
    expect(alerts).to.have.length(names.length - 1); // two look alike then
    for (const { labels, sentence } of alerts) {
      expect(labels.name?.length).to.be.at.most(200);
      expect(`${labels.name}${sentence}`).not.to.match(/[\p{Cc}\p{Cf}\p{Cs}]/u);
    }
    expect(failures).to.deep.equal([]);
  });

  it('is a finding of a hostile publication, too', async () => {
    const { clock, world, target } = anEvaluator({
      given: [{ name: 'Found', finding: 'guilty', forMs: 0 }],
    });
    const finding: Finding = {
      ...{ kind: 'guilty', severity: 'critical', anchor: 'docs/findings.md#guilty', evidence: {} },
      subject: { owner: { kind: 'publication', name: `${'x'.repeat(900)}\n` }, collection: '$a' },
      sentence: `evil\n${'y'.repeat(900)}`,
    };
    world.findings = [finding];

    await clock.advance(2 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Found']);
    const [alert] = target.sent[0]?.firing ?? [];
    expect(alert?.severity).to.equal('critical');
    expect(alert?.labels.owner?.length).to.equal(200);
    expect(alert?.sentence).to.have.length(500).and.not.to.include('\n');
  });
});

describe('alerts of findings', () => {
  const finding = (kind: Finding['kind'], severity: Finding['severity']): Finding => ({
    ...{ kind, severity, subject: { collection: kind }, evidence: {} },
    ...{ sentence: `${kind}!`, anchor: '' },
  });

  it('are of the kinds and the severity that the rule says, and one report a round for all rules', async () => {
    const { clock, world, target } = anEvaluator({
      given: [
        { name: 'Leaks', finding: ['leak', 'orphans'], forMs: 0 },
        { name: 'All', finding: 'waste', minSeverity: 'info', severity: 'critical', forMs: 0 },
      ],
    });
    world.findings = [
      finding('leak', 'warning'),
      finding('orphans', 'info'),
      finding('guilty', 'critical'),
      finding('waste', 'info'),
    ];

    await clock.advance(2 * minute);

    expect(told(target.sent)).to.deep.equal(['firing All, firing Leaks']);
    expect(target.sent[0]?.firing.map(({ labels }) => labels)).to.deep.equal([
      { kind: 'waste', collection: 'waste' },
      { kind: 'leak', collection: 'leak' },
    ]);
    expect(world.reports).to.equal(2);
  });

  it('are resolved when it is found no more', async () => {
    const { clock, world, target } = anEvaluator({
      given: [{ name: 'Leaks', finding: 'leak', forMs: 0, keepFiringMs: minute }],
    });
    world.findings = [finding('leak', 'critical')];
    await clock.advance(2 * minute);
    world.findings = [];

    await clock.advance(2 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Leaks', 'resolved Leaks']);
  });
});

describe('advance', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const seen = fc.record({ name, holds: fc.boolean(), weight: fc.integer({ min: 0, max: 9 }) });
  const rounds = fc.array(
    fc.record({ seen: fc.array(seen, { maxLength: 4 }), isComplete: fc.boolean() }),
    { maxLength: 60 },
  );
  const times = fc.constantFrom(0, 1, 3);

  it('never has two alerts of one thing, fires none too early, and ends none too early', () => {
    fc.assert(
      fc.property(rounds, times, times, (all, forRounds, keepRounds) => {
        const [rule] = rulesOf([
          { ...byName, forMs: forRounds * minute, keepFiringMs: keepRounds * minute },
        ]);
        if (!rule) return;
        let live: readonly LiveAlert[] = [];
        all.forEach(({ seen: things, isComplete }, index) => {
          const at = index * minute;
          const sight = { isComplete, seen: things.map(seenAs) };
          const next = advance({ rule, live, sight, at, room: 2, seed: '' });
          const labels = next.live.map(({ labels: { name: one } }) => one);
          expect(new Set(labels).size).to.equal(labels.length);
          expect(labels.length).to.be.at.most(2);
          expectTimes(next, rule, { at, isComplete });
          live = next.live;
        });
      }),
    );
  });

  function expectTimes(
    { live, resolved }: Advanced,
    { forMs, keepFiringMs }: AlertRule,
    { at, isComplete }: { readonly at: number; readonly isComplete: boolean },
  ): void {
    for (const { state, pendingAt, firingAt = at } of live) {
      const isSo = state === 'firing' ? firingAt - pendingAt >= forMs : at - pendingAt < forMs;
      expect(isSo || !isComplete).to.equal(true);
    }
    for (const { heldAt } of resolved) {
      expect(at - heldAt)
        .to.be.greaterThan(0)
        .and.at.least(keepFiringMs);
    }
  }

  const seenAs = ({
    name: one,
    holds,
    weight,
  }: {
    name: string;
    holds: boolean;
    weight: number;
  }): Seen => ({
    ...{ labels: { name: one }, holds, weight, value: weight, severity: 'warning', sentence: '' },
  });
});
