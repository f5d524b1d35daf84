import { expect } from 'chai';
import type { Invocation } from '../../../common/invocation';
import { ownInvocation } from '../../../common/own-invocation';
import {
  fewSlices,
  mostDuty,
  mostSlices,
  pauseMs,
  startSampler,
} from '../../../server/cpu/sampler';
import { createSliceHooks } from '../../../server/cpu/slice-hooks';
import { createStopwatch } from '../../../server/pipeline/stopwatch';
import { fakeHooks } from '../../support/fake-hooks';
import { fakeRecorder, metricValue } from '../../support/fake-recorder';
import { handClock } from '../../support/hand-clock';
import { anInvocation } from '../../support/samples';

const windowMs = 250;
const intervalMs = 10_000;
/** In the middle: no jitter, and the first window after half an interval. */
const middle = 0.5;
const adding = anInvocation('method', 'tasks.add');

function setUp(random: () => number = () => middle) {
  const clock = handClock(0);
  const fake = fakeHooks();
  const record = fakeRecorder();
  let current: Invocation | undefined;
  let cpuMs = 0;
  let busyMs = 0;
  const states: string[] = [];
  const now = () => clock.now() + busyMs;
  const context = { ...record.recorder.context, current: () => current };
  const recorder = { ...record.recorder, now, context };
  const cpu = createStopwatch(now, () => states.push('lost'));
  const { createHook } = fake;
  const hooks = createSliceHooks({ createHook, cpu, context, failed: recorder.failed });
  const sampler = startSampler({
    ...{ hooks, recorder, random, windowMs, intervalMs },
    cpuTimeMs: () => cpuMs,
    after: clock.timers.after,
    nameLimit: 100,
    tell: (state, reason) => states.push(reason === undefined ? state : `${state}: ${reason}`),
  });
  /** `count` slices of an invocation that keep the CPU busy for `ms` in all. */
  function work(invocation: Invocation | undefined, ms: number, count = 1): void {
    current = invocation;
    for (let index = 0; index < count; index++) {
      fake.slice(() => {
        cpuMs += ms / count;
        busyMs += ms / count;
      });
    }
    current = undefined;
  }
  return {
    ...{ clock, fake, sampler, states, work, hooks },
    burnElsewhere: (ms: number) => {
      cpuMs += ms;
    },
    /** What was told since the last time, by owner and name. */
    told() {
      record.samples.length = 0;
      record.collect();
      return Object.fromEntries(
        record.samples.flatMap((sample) =>
          sample.kind === 'metric' && sample.metric === 'cpu.estimate'
            ? [[`${sample.dims.owner}:${sample.dims.name}`, Math.round(sample.value * 1e3) / 1e3]]
            : [],
        ),
      );
    },
    collectors: record.collectorCount,
    samples: record.samples,
  };
}

describe('the sampler of CPU time', () => {
  it('opens a window of its length once per interval, and has nothing installed in between', async () => {
    const { clock, fake, work } = setUp();
    const installed: number[] = [];

    await clock.advance(4_999);
    installed.push(fake.enabled());
    await clock.advance(1);
    installed.push(fake.enabled());
    work(undefined, 1, fewSlices);
    await clock.advance(249);
    installed.push(fake.enabled());
    await clock.advance(1);
    installed.push(fake.enabled());
    await clock.advance(9_749);
    installed.push(fake.enabled());
    await clock.advance(1);
    installed.push(fake.enabled());

    expect(installed).to.deep.equal([0, 1, 1, 0, 0, 1]);
  });

  it('begins at random, and comes up to a fifth earlier or later', async () => {
    const firsts = [0, 0.999].map((value) => setUp(() => value));
    for (const { clock } of firsts) await clock.advance(0);
    expect(firsts.map(({ fake }) => fake.enabled())).to.deep.equal([1, 0]);

    const waits: Array<number | undefined> = [];
    for (const value of [0, middle, 1]) {
      const { clock, work } = setUp(() => value);
      await clock.advance(intervalMs * value);
      work(undefined, 1, fewSlices);
      await clock.advance(windowMs);
      waits.push(clock.pending()[0]);
    }
    expect(waits).to.deep.equal([7_750, 9_750, 11_750]);
  });

  it('comes earlier while there are few slices, up to its greatest duty', async () => {
    const waits: Array<number | undefined> = [];
    for (const slices of [fewSlices - 1, fewSlices]) {
      const { clock, work } = setUp();
      await clock.advance(5_000);
      work(undefined, 1, slices);
      await clock.advance(windowMs);
      waits.push(clock.pending()[0]);
    }

    expect(waits).to.deep.equal([windowMs / mostDuty - windowMs, intervalMs - windowMs]);
  });

  it('shares out the CPU time of the interval by the slices of the window', async () => {
    const { clock, work, burnElsewhere, told } = setUp();
    await clock.advance(4_000);
    burnElsewhere(880);
    await clock.advance(1_000);
    work(adding, 30);
    work(undefined, 10);
    burnElsewhere(80);
    await clock.advance(windowMs);

    expect(told()).to.deep.equal({ 'method:tasks.add': 250, 'unattributed:': 750 });
  });

  it('tells the CPU time of an interval without a window with the next one', async () => {
    const { clock, work, burnElsewhere, told } = setUp();
    burnElsewhere(100);
    expect(told()).to.deep.equal({});

    await clock.advance(5_000);
    work(adding, 50);
    await clock.advance(windowMs);

    expect(told()).to.deep.equal({ 'method:tasks.add': 150, 'unattributed:': 0 });
    expect(told()).to.deep.equal({});
  });

  it('goes on with a window that is open when figures are collected', async () => {
    const { clock, fake, work, told } = setUp();
    await clock.advance(5_000);
    work(adding, 10);

    expect(told()).to.deep.equal({ 'method:tasks.add': 10, 'unattributed:': 0 });
    expect(fake.enabled()).to.equal(1);
    work(adding, 20);
    await clock.advance(windowMs);

    expect(told()).to.deep.equal({ 'method:tasks.add': 20, 'unattributed:': 0 });
    expect(fake.enabled()).to.equal(0);
  });

  it('closes a window early at the limit of slices, and goes on with the next', async () => {
    const { clock, fake, work } = setUp();
    await clock.advance(5_000);

    work(adding, 1, mostSlices - 1);
    expect(fake.enabled()).to.equal(1);
    work(adding, 1, 1);

    expect(fake.enabled()).to.equal(0);
    expect(clock.pending()).to.have.length(1);
  });

  it('pauses when Radiant itself takes too much, says so, and goes on later', async () => {
    const { clock, fake, work, states, burnElsewhere, told } = setUp();
    const every10Seconds: object[] = [];
    for (let tenth = 1; tenth <= 1_000; tenth++) {
      await clock.advance(100);
      if (fake.enabled() > 0) work(ownInvocation, 6);
      burnElsewhere(3);
      if (tenth % 100 === 0) every10Seconds.push(told());
    }

    expect(states).to.deep.equal([
      'degraded: Radiant itself took more than 1 % of a core; no CPU time is estimated for 10 minutes',
    ]);
    expect(every10Seconds.at(-1)).to.deep.equal({ 'unattributed:': 300 });
    await clock.advance(pauseMs - 60_000);
    expect(fake.enabled()).to.equal(0);
    await clock.advance(60_000);
    expect(states[1]).to.equal('ok');
  });

  it('opens none while it is suspended, and takes the window under way into account', async () => {
    const { clock, fake, sampler, work, told } = setUp();
    await clock.advance(5_000);
    work(adding, 10);

    const resume = sampler.suspend();
    expect(fake.enabled()).to.equal(0);
    await clock.advance(60_000);
    expect(fake.enabled()).to.equal(0);
    resume();
    resume();
    await clock.advance(intervalMs - windowMs);

    expect(fake.enabled()).to.equal(1);
    expect(told()).to.deep.equal({ 'method:tasks.add': 10, 'unattributed:': 0 });
  });

  it('tells what is left when it stops, and leaves nothing behind', async () => {
    const { clock, fake, sampler, work, burnElsewhere, samples, collectors } = setUp();
    await clock.advance(5_000);
    work(adding, 10);
    burnElsewhere(10);

    sampler.stop();
    sampler.stop();

    expect(metricValue(samples, 'cpu.estimate', { name: 'tasks.add' })).to.equal(10);
    expect(metricValue(samples, 'cpu.estimate', { owner: 'unattributed' })).to.equal(10);
    expect([fake.enabled(), clock.pending().length, collectors()]).to.deep.equal([0, 0, 0]);
  });

  it('attributes nothing where it stops before any window', () => {
    const { sampler, burnElsewhere, samples } = setUp();
    burnElsewhere(7);

    sampler.stop();

    expect(metricValue(samples, 'cpu.estimate')).to.equal(7);
  });

  it('pauses for the cost of its hooks alone, which nobody has on a turn', async () => {
    const { clock, states } = stubbed({ slices: mostSlices, intervalMs: 5_000 });

    await clock.advance(100_000);

    expect(states).to.deep.equal(['degraded']);
  });

  it('goes on for the same slices at the interval that is usual', async () => {
    const { clock, states } = stubbed({ slices: mostSlices, intervalMs });

    await clock.advance(300_000);

    expect(states).to.deep.equal([]);
  });

  it('carries on no call that it was started in', () => {
    const { startedIn } = stubbed({ slices: 0, intervalMs });

    expect(startedIn).to.deep.equal([undefined]);
  });
});

/** A sampler that is started in a call, over hooks that say how many slices there were. */
function stubbed({ slices, intervalMs }: { slices: number; intervalMs: number }) {
  const clock = handClock(0);
  const { recorder } = fakeRecorder();
  const states: string[] = [];
  const startedIn: unknown[] = [];
  const start = () =>
    startSampler({
      hooks: { open: () => undefined, close: () => slices, isOpen: false },
      recorder: { ...recorder, now: clock.now },
      after(ms, fn) {
        startedIn.push(recorder.context.current());
        return clock.timers.after(ms, fn);
      },
      cpuTimeMs: clock.now,
      random: () => middle,
      ...{ windowMs, intervalMs, nameLimit: 100 },
      tell: (state) => states.push(state),
    });
  recorder.context.run(adding, start, undefined, []);
  return { clock, states, startedIn };
}
