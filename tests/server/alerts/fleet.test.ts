import { expect } from 'chai';
import { RetryableError } from '../../../common/sink';
import { anEvaluator, minute, row, rssRule, second, told } from '../../support/an-evaluator';
import { handClock } from '../../support/hand-clock';
import { sharedAlertStore } from '../../support/shared-alert-store';

/** Evaluators of several processes on one clock, and all that they sent. */
function aFleet(given: readonly object[], count = 3) {
  const clock = handClock();
  const shared = sharedAlertStore(clock.now);
  const start = (name: string) => {
    let isDead = false;
    const one = anEvaluator({
      given,
      clock,
      store: shared.storeOf(name),
      newId: () => `${name}-${clock.now()}`,
      // What is killed does nothing any more, not even let go of its lease.
      after: (ms, fn) => clock.timers.after(ms, () => isDead || fn()),
    });
    return Object.assign(one, {
      name,
      kill() {
        isDead = true;
      },
    });
  };
  const fleet = Array.from({ length: count }, (_, at) => start(`p${at}`));
  return { clock, shared, fleet, start, sent: () => fleet.flatMap(({ target }) => target.sent) };
}

describe('evaluators of one fleet', () => {
  it('evaluate in one process alone, and tell once', async () => {
    const { clock, fleet, sent } = aFleet([rssRule]);
    for (const { world } of fleet) world.read = () => [row(150)];

    await clock.advance(10 * minute);

    expect(told(sent())).to.deep.equal(['firing Rss']);
    expect(fleet.map(({ rounds }) => rounds.length)).to.deep.equal([10, 0, 0]);
  });

  it('answer the same, whoever is asked, and say who evaluates', async () => {
    const { clock, fleet } = aFleet([rssRule]);
    for (const { world } of fleet) world.read = () => [row(150)];

    await clock.advance(5 * minute);

    const [leader, follower] = await Promise.all(fleet.map(({ evaluator }) => evaluator.answer()));
    expect(follower?.alerts).to.deep.equal(leader?.alerts);
    expect(follower?.targets).to.deep.equal(leader?.targets);
    expect(leader?.evaluator).to.include({ isThisProcess: true, instance: 'abc', rounds: 5 });
    expect(follower?.evaluator).to.include({ isThisProcess: false, instance: 'p0', rounds: 5 });
  });

  it('go on where the one that was killed had been: pending since then, told once', async () => {
    const { clock, fleet, sent } = aFleet([{ ...rssRule, forMs: 5 * minute }]);
    const startedAt = clock.now();
    const isHigh = () => clock.now() < startedAt + 12.5 * minute;
    for (const { world } of fleet) world.read = () => [row(isHigh() ? 150 : 50)];

    await clock.advance(3 * minute);
    fleet[0]?.kill();
    await clock.advance(7 * minute);
    expect(sent()[0]?.firing[0]).to.include({ pendingAt: startedAt + minute });
    const [first = 0] = sent().map(({ at }) => at);
    expect(first - startedAt).to.be.within(6 * minute, 7 * minute);
    fleet[1]?.kill();
    await clock.advance(10 * minute);

    expect(told(sent())).to.deep.equal(['firing Rss', 'resolved Rss']);
    expect(fleet[2]?.rounds.length).to.be.greaterThan(5);
  });

  it('go on after a restart of all, repeating and forgetting nothing', async () => {
    const { clock, fleet, start } = aFleet([{ ...rssRule, forMs: 3 * minute }], 1);
    const [first] = fleet;
    const startedAt = clock.now();
    if (first) first.world.read = () => [row(150)];
    await clock.advance(2.5 * minute);
    await first?.evaluator.stop();
    first?.kill();

    const second = start('second');
    second.world.read = () => [row(150)];
    await clock.advance(5 * minute);
    await second.evaluator.stop();
    second.kill();
    const third = start('third');
    third.world.read = () => [row(150)];
    await clock.advance(5 * minute);

    expect(told(second.target.sent)).to.deep.equal(['firing Rss']);
    expect(second.target.sent[0]?.firing[0]?.pendingAt).to.equal(startedAt + minute);
    expect(told(third.target.sent)).to.deep.equal([]);
    const [alert] = (await third.evaluator.answer()).alerts;
    expect(alert).to.include({ state: 'firing', id: second.target.sent[0]?.firing[0]?.id });
  });

  it('hand over at once when the one that evaluates is stopped', async () => {
    const { clock, fleet, shared } = aFleet([rssRule], 2);
    await clock.advance(2 * minute);

    await fleet[0]?.evaluator.stop();
    await clock.advance(10 * second);

    expect(shared.doc.holder).to.equal('p1');
  });

  it('let one that was held up neither write nor send when it wakes up', async () => {
    const clock = handClock();
    const shared = sharedAlertStore(clock.now);
    const given = [{ ...rssRule, forMs: 0 }];
    const held = anEvaluator({ given, clock, store: shared.storeOf('held') });
    let goOn: (() => void) | undefined;
    held.world.read = () =>
      new Promise((resolve) => {
        goOn = () => resolve([row(150)]);
      });
    const [reader] = [held.world];
    // Timers of a process that is held up do not fire either: its read takes as long as it likes.
    const stuck = anEvaluator({
      given,
      clock,
      store: shared.storeOf('stuck'),
      after: (ms, fn) => (ms === 10_000 && goOn ? () => undefined : clock.timers.after(ms, fn)),
    });
    stuck.world.read = reader.read;
    await held.evaluator.stop();
    await clock.advance(minute);
    expect(shared.doc.holder).to.equal('stuck');

    const next = anEvaluator({ given, clock, store: shared.storeOf('next') });
    next.world.read = () => [row(150)];
    await clock.advance(5 * minute);
    const { state, version } = shared.doc;
    goOn?.();
    await clock.advance(0);

    expect(told(next.target.sent)).to.deep.equal(['firing Rss']);
    expect(stuck.target.sent).to.deep.equal([]);
    expect(shared.doc).to.include({ holder: 'next', state, version });
  });

  it('send nothing of a round that could not be saved, and begin anew from what is saved', async () => {
    let loads = 0;
    const one = anEvaluator({
      given: [{ ...rssRule, forMs: 0 }],
      store: {
        hold: async () => true,
        isHeldFor: () => true,
        async load() {
          loads++;
          return undefined;
        },
        save: async () => false,
        release: async () => undefined,
        close: async () => undefined,
      },
    });
    one.world.read = () => [row(150)];

    await one.clock.advance(5 * minute);

    expect(one.target.sent).to.deep.equal([]);
    expect(loads).to.be.greaterThan(1);
    expect(one.warnings).to.deep.equal([]);
  });

  it('send again, under the same id, what was sent and could not be noted', async () => {
    const { clock, fleet, shared, sent } = aFleet([{ ...rssRule, forMs: 0 }], 2);
    for (const { world } of fleet) world.read = () => [row(150)];
    const [first, other] = fleet;
    const keep = first?.target.send;
    if (first && keep) {
      first.target.send = async (notification) => {
        await keep(notification);
        first.kill(); // between sent and noted
        shared.doc.until = 0;
        shared.doc.holder = 'nobody';
      };
    }

    await clock.advance(5 * minute);

    expect(told(sent())).to.deep.equal(['firing Rss', 'firing Rss']);
    expect(other?.target.sent[0]?.id).to.equal(first?.target.sent[0]?.id);
  });

  it('say when nobody can know who evaluates, and go on when that is over', async () => {
    const { clock, fleet, shared, sent } = aFleet([{ ...rssRule, forMs: 0 }], 1);
    const [one] = fleet;
    if (one) one.world.read = () => [row(150)];
    shared.fail(new RetryableError('MongoDB did not answer: ECONNREFUSED'));

    await clock.advance(5 * minute);
    const { evaluator } = (await one?.evaluator.answer()) ?? {};
    shared.fail(undefined);
    await clock.advance(2 * minute);

    expect(evaluator).to.include({ error: 'MongoDB did not answer: ECONNREFUSED' });
    expect(one?.warnings).to.deep.equal([
      'evaluating alerts failed: MongoDB did not answer: ECONNREFUSED',
      'evaluating alerts works again',
    ]);
    expect(one?.failures).to.deep.equal([]);
    expect(told(sent())).to.deep.equal(['firing Rss']);
  });
});
