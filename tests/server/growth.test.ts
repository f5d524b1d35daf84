import { expect } from 'chai';
import { benchAgent } from '../bench/bench-agent';
import { ddpSubject } from '../bench/ddp-subject';
import { fakeObservers } from '../bench/fake-observers';
import { nowhereSink } from '../bench/nowhere-sink';
import { handClock } from '../support/hand-clock';

const few = 10;
const many = 300;
const given = { seriesLimit: 10_000, histogramLimit: 100_000 };

/** A clock that stands still, and counts how often it is looked at: each step of the agent does. */
function countingClock() {
  const clock = handClock();
  let looks = 0;
  return {
    ...clock,
    now() {
      looks++;
      return clock.now();
    },
    async looksOf(act: () => unknown): Promise<number> {
      const before = looks;
      await act();
      return looks - before;
    },
  };
}

async function looksOfCalls(sizes: { readonly methods?: number; readonly others?: number }) {
  const clock = countingClock();
  const subject = await ddpSubject({ withRadiant: true, given, clock, ...sizes });
  for (let at = 0; at < (sizes.methods ?? 0); at++) await subject.call(`echo.${at}`, 1);
  await subject.call('echo', 1);
  const { session } = subject;
  const looks = {
    call: await clock.looksOf(() => subject.call('echo', 50)),
    subscription: await clock.looksOf(() => subject.subscribe(50)),
    message: await clock.looksOf(() => session.processMessage({ msg: 'ping', id: 'p' })),
  };
  await subject.end();
  return looks;
}

async function looksOfEvaluations(count: number) {
  const clock = countingClock();
  const observers = await fakeObservers({ count, withRadiant: true, given, clock });
  const looks = await clock.looksOf(() => observers.evaluate(20));
  await observers.end();
  return looks;
}

async function looksOfFlush(series: number) {
  const clock = countingClock();
  const options = { ...given, sinks: [nowhereSink], traces: { enabled: false } };
  const agent = benchAgent({ server: {}, ddpCommon: {} }, options, clock);
  for (let at = 0; at < series; at++) {
    const sample = { command: 'find', collection: `c${at}`, failed: false, durationMs: 1 };
    agent.recorder.record({ kind: 'database', ...sample });
  }
  const looks = await clock.looksOf(() => agent.flush());
  await agent.stop();
  return looks;
}

describe('the work of the agent', () => {
  it('is as much for a call, a subscription and a message, however many methods there are', async () => {
    expect(await looksOfCalls({ methods: many })).to.deep.equal(
      await looksOfCalls({ methods: few }),
    );
  });

  it('is as much for them, however many sessions there are', async () => {
    expect(await looksOfCalls({ others: many })).to.deep.equal(await looksOfCalls({ others: few }));
  });

  it('is as much for an evaluation, however many observers there are', async () => {
    expect(await looksOfEvaluations(many)).to.equal(await looksOfEvaluations(few));
  });

  it('grows by a look at the clock for every sixteen series of a flush', async () => {
    const grown = (await looksOfFlush(few + 1_600)) - (await looksOfFlush(few));

    expect(grown).to.be.within(100, 101);
  });
});
