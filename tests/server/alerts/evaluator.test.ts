import { expect } from 'chai';
import { RetryableError } from '../../../common/sink';
import { anEvaluator, minute, row, rssRule, second, told } from '../../support/an-evaluator';
import { handClock } from '../../support/hand-clock';

describe('an evaluator of alerts', () => {
  it('fires when the condition has held for its time, and resolves when it has not', async () => {
    const { evaluator, clock, target, world, startedAt } = anEvaluator({
      given: [{ ...rssRule, keepFiringMs: 3 * minute }],
    });
    world.read = () => [row(clock.wallNow() < startedAt + 5.5 * minute ? 150 : 50)];

    await clock.advance(12 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Rss', 'resolved Rss']);
    expect(target.sent[0]?.firing[0]).to.deep.include({
      state: 'firing',
      pendingAt: startedAt + minute,
      firingAt: startedAt + 3 * minute,
      value: 150,
      sentence: 'avg of process.rss is 150 B, above 100 B.',
      severity: 'warning',
    });
    expect(target.sent[1]?.resolved[0]).to.deep.include({
      state: 'resolved',
      resolvedAt: startedAt + 9 * minute,
      because: 'recovered',
      heldAt: startedAt + 5 * minute,
      id: target.sent[0]?.firing[0]?.id,
    });
    expect((await evaluator.answer()).alerts).to.have.length(1);
  });

  it('evaluates exactly every so often, from one interval after the start', async () => {
    const { clock, queries, startedAt } = anEvaluator({ everyMs: 7 * second });

    await clock.advance(30 * second);

    const ats = queries.map(({ to }) => to - startedAt);
    expect(ats).to.deep.equal([7, 14, 21, 28].map((at) => at * second));
  });

  it('looks at the window up to now, of its own service and environment', async () => {
    const { clock, queries, startedAt } = anEvaluator();

    await clock.advance(minute);

    expect(queries).to.deep.equal([
      {
        ...{ metric: 'process.rss', stat: 'avg', by: [] },
        ...{ from: startedAt, to: startedAt + minute },
        resource: { service: 'todos', environment: 'production' },
      },
    ]);
  });

  it('does not tell what was pending only', async () => {
    const { clock, target, world, startedAt, evaluator } = anEvaluator();
    world.read = () => [row(clock.wallNow() < startedAt + 2.5 * minute ? 150 : 50)];

    await clock.advance(2 * minute);
    expect((await evaluator.answer()).alerts).to.have.length(1);
    await clock.advance(3 * minute);

    expect(target.sent).to.deep.equal([]);
    expect((await evaluator.answer()).alerts).to.deep.equal([]);
  });

  it('fires once, and never again, where the input flaps within its time to keep firing', async () => {
    const { clock, target, world } = anEvaluator({
      given: [{ ...rssRule, forMs: 0, keepFiringMs: 2 * minute }],
    });
    let rounds = 0;
    world.read = () => [row(rounds++ < 60 && rounds % 2 === 1 ? 150 : 50)];

    await clock.advance(90 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Rss', 'resolved Rss']);
  });

  it('never fires where the input flaps faster than it must hold', async () => {
    const { clock, target, world } = anEvaluator();
    let rounds = 0;
    world.read = () => [row(rounds++ % 3 < 2 ? 150 : 50)];

    await clock.advance(60 * minute);

    expect(target.sent).to.deep.equal([]);
  });

  it('repeats nothing unless it is told to, and then in its time', async () => {
    for (const repeatMs of [undefined, 10 * minute]) {
      const { clock, target, world } = anEvaluator({ repeatMs, given: [{ ...rssRule, forMs: 0 }] });
      world.read = () => [row(150)];

      await clock.advance(25 * minute);

      const repeats = repeatMs ? ['still Rss', 'still Rss'] : [];
      expect(told(target.sent)).to.deep.equal(['firing Rss', ...repeats]);
    }
  });

  it('neither fires nor resolves without data, and ends after half an hour of it', async () => {
    const { clock, target, world, startedAt } = anEvaluator({ given: [{ ...rssRule, forMs: 0 }] });
    world.read = () => (clock.wallNow() < startedAt + 1.5 * minute ? [row(150)] : []);

    await clock.advance(30 * minute);
    expect(told(target.sent)).to.deep.equal(['firing Rss']);
    await clock.advance(minute);

    expect(told(target.sent)).to.deep.equal(['firing Rss', 'resolved Rss']);
    expect(target.sent[1]?.resolved[0]).to.deep.include({
      because: 'no-data',
      resolvedAt: startedAt + 31 * minute,
    });
  });

  it('does not fire of a pending alert while there is no data, whatever the time', async () => {
    const { clock, target, world, startedAt } = anEvaluator();
    world.read = () => (clock.wallNow() < startedAt + 1.5 * minute ? [row(150)] : []);

    await clock.advance(20 * minute);

    expect(target.sent).to.deep.equal([]);
  });

  it('puts all that fires in one round into one notification for each target', async () => {
    const { clock, target, world } = anEvaluator({
      given: [
        { ...rssRule, forMs: 0 },
        { ...rssRule, forMs: 0, name: 'Heap', metric: 'process.heapUsed', severity: 'critical' },
        { ...rssRule, forMs: 0, name: 'Never', threshold: 1_000 },
      ],
    });
    world.read = () => [row(150)];

    await clock.advance(5 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Heap, firing Rss']);
  });

  it('goes on with the other rules where one fails, and shows why', async () => {
    const { clock, target, world, evaluator, rounds, warnings } = anEvaluator({
      given: [
        { ...rssRule, name: 'Heap', metric: 'process.heapUsed' },
        { ...rssRule, forMs: 0 },
      ],
    });
    world.read = ({ metric }) => {
      if (metric === 'process.heapUsed') throw new Error('the disk is full');
      return [row(150)];
    };

    await clock.advance(3 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Rss']);
    const [heap, rss] = (await evaluator.answer()).rules;
    expect(heap).to.include({ state: 'failing', error: 'the disk is full' });
    expect(rss).to.include({ state: 'firing' }).and.not.to.have.property('error');
    expect(rounds).to.deep.equal(['failed', 'failed', 'failed']);
    expect(warnings).to.deep.equal(['evaluating alert rules failed: Heap: the disk is full']);
  });

  it('keeps alerts as they are while their rule fails', async () => {
    const { clock, target, world, startedAt } = anEvaluator({ given: [{ ...rssRule, forMs: 0 }] });
    world.read = () => {
      const minutes = (clock.wallNow() - startedAt) / minute;
      if (minutes > 1.5 && minutes < 50) throw new Error('down');
      return [row(minutes < 60 ? 150 : 50)];
    };

    await clock.advance(70 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Rss', 'resolved Rss']);
    expect(target.sent[1]?.resolved[0]?.resolvedAt).to.equal(startedAt + 60 * minute);
  });

  it('never runs two rounds at once, nor asks again what hangs', async () => {
    const { clock, target, world, evaluator, queries } = anEvaluator({
      given: [
        { ...rssRule, name: 'Heap', metric: 'process.heapUsed' },
        { ...rssRule, forMs: 0 },
      ],
    });
    world.read = ({ metric }) =>
      metric === 'process.heapUsed' ? new Promise(() => undefined) : [row(150)];

    await clock.advance(5 * minute);

    expect(told(target.sent)).to.deep.equal(['firing Rss']);
    expect(queries.filter(({ metric }) => metric === 'process.heapUsed')).to.have.length(1);
    const [heap] = (await evaluator.answer()).rules;
    expect(heap?.error).to.equal('what it asked in an earlier round was not answered yet');
  });

  it('begins with the rules a slow reader left no time for', async () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const { clock, world, evaluator, queries } = anEvaluator({
      given: names.map((name, at) => ({ ...rssRule, name, threshold: at, windowMs: minute + at })),
    });
    world.read = () =>
      new Promise((resolve) => clock.timers.after(8 * second, () => resolve([row(150)])));

    await clock.advance(100 * second);
    const first = (await evaluator.answer()).rules.map(({ error }) => error);
    await clock.advance(60 * second);

    expect(first.slice(0, 3)).to.deep.equal([undefined, undefined, undefined]);
    expect(first[3]).to.equal('the round was over before its turn');
    expect(queries.map(({ from, to }) => to - from - minute)).to.deep.equal([0, 1, 2, 3, 4, 0]);
  });

  it('tries a target again that is down, in growing steps, and tells all in order when it is back', async () => {
    const { clock, target, world, startedAt, evaluator, warnings } = anEvaluator({
      given: [{ ...rssRule, forMs: 0 }],
    });
    target.failure = new RetryableError('the webhook answered 503');
    world.read = () => [row(clock.wallNow() < startedAt + 5.5 * minute ? 150 : 50)];

    await clock.advance(60 * minute);
    const { attempts } = target;
    const [down] = (await evaluator.answer()).targets;
    target.failure = undefined;
    await clock.advance(11 * minute);

    expect(attempts).to.be.within(8, 14);
    expect(down).to.deep.include({ sent: 0, waiting: 2, error: 'the webhook answered 503' });
    expect(told(target.sent)).to.deep.equal(['firing Rss', 'resolved Rss']);
    expect((await evaluator.answer()).targets[0]).to.deep.include({ sent: 2, lost: 0, waiting: 0 });
    expect(warnings).to.deep.equal([
      'sending alerts to webhook failed: the webhook answered 503',
      'sending alerts to webhook works again',
    ]);
  });

  it('waits as long as a target asks for', async () => {
    const { clock, target, world } = anEvaluator({ given: [{ ...rssRule, forMs: 0 }] });
    target.failure = new RetryableError('later', { retryAfterMs: 20 * minute });
    world.read = () => [row(150)];

    await clock.advance(20 * minute + 50 * second);
    expect(target.attempts).to.equal(1);
    await clock.advance(30 * second);

    expect(target.attempts).to.equal(2);
  });

  it('gives up at once what a target refuses for good, and goes on with the next', async () => {
    const { clock, target, world, startedAt, evaluator } = anEvaluator({
      given: [{ ...rssRule, forMs: 0 }],
    });
    target.failure = new Error('the webhook answered 404');
    world.read = () => [row(clock.wallNow() < startedAt + 5.5 * minute ? 150 : 50)];

    await clock.advance(5 * minute);
    expect(target.attempts).to.equal(1);
    target.failure = undefined;
    await clock.advance(5 * minute);

    expect(told(target.sent)).to.deep.equal(['resolved Rss']);
    expect((await evaluator.answer()).targets[0]).to.deep.include({ sent: 1, lost: 1, waiting: 0 });
  });

  it('gives up what no target has taken for a day', async () => {
    const { clock, target, world, evaluator } = anEvaluator({ given: [{ ...rssRule, forMs: 0 }] });
    target.failure = new RetryableError('down');
    world.read = () => [row(150)];

    await clock.advance(24 * 60 * minute);
    expect((await evaluator.answer()).targets[0]).to.include({ lost: 0, waiting: 1 });
    await clock.advance(15 * minute);

    expect((await evaluator.answer()).targets[0]).to.include({ lost: 1, waiting: 0 });
  });

  it('lets no target that hangs delay another, or the rounds for longer than its time', async () => {
    const hanging = { name: 'slack' as const, send: () => new Promise<void>(() => undefined) };
    const { target } = anEvaluator();
    const { clock, world, rounds, evaluator } = anEvaluator({
      given: [{ ...rssRule, forMs: 0 }],
      targets: [hanging, target],
    });
    world.read = () => [row(150)];

    await clock.advance(minute);
    expect(told(target.sent)).to.deep.equal(['firing Rss']);
    await clock.advance(4 * minute);

    expect(rounds).to.have.length(5);
    expect((await evaluator.answer()).targets[0]?.error).to.equal('no answer within 10 s');
  });

  it('goes on in its time when the clock of the machine is set back', async () => {
    const clock = handClock();
    let behind = 0;
    const { rounds } = anEvaluator({ clock, wallNow: () => clock.wallNow() - behind });

    await clock.advance(2 * minute);
    behind = 60 * minute;
    await clock.advance(3 * minute);

    expect(rounds.length).to.be.within(4, 6);
  });

  it('says nothing and asks nothing once it has stopped', async () => {
    const { clock, world, evaluator, queries, target } = anEvaluator({
      given: [{ ...rssRule, forMs: 0 }],
    });
    world.read = () => [row(150)];

    const stopping = evaluator.stop();
    await clock.advance(5 * minute);
    await stopping;

    expect(queries).to.deep.equal([]);
    expect(target.sent).to.deep.equal([]);
    expect(clock.pending()).to.deep.equal([]);
  });
});
