import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import type { CpuProfile } from '../../../server/cpu/cpu-profile';
import { coolDownMs, createProfiler } from '../../../server/cpu/profiler';
import { createSliceHooks } from '../../../server/cpu/slice-hooks';
import type { InspectorModule } from '../../../server/cpu/v8-profiler';
import { createStopwatch } from '../../../server/pipeline/stopwatch';
import { fakeHooks } from '../../support/fake-hooks';
import { handClock, settle } from '../../support/hand-clock';
import { anInvocation } from '../../support/samples';

/** V8's clock and that of slices began at different times. */
const V8_AHEAD_US = 7e9;

const noProfile: CpuProfile = {
  ...{ nodes: [], samples: [], timeDeltas: [], startTime: 0, endTime: 0 },
};

/** An inspector whose profiles are empty; `broken` names a command that fails. */
function fakeInspector(broken?: string, profile: CpuProfile = noProfile) {
  const posted: string[] = [];
  let open = 0;
  const inspector: InspectorModule = {
    Session: class {
      connect() {
        open++;
      }
      disconnect() {
        open--;
      }
      post(method: string, params: object | undefined, done: (...args: never[]) => void) {
        posted.push(params ? `${method} ${JSON.stringify(params)}` : method);
        const error = method === broken ? new Error('in use') : null;
        (done as (error: Error | null, result: object) => void)(error, { profile });
      }
    },
  };
  return { inspector, posted, open: () => open };
}

function setUp(fake = fakeInspector()) {
  const clock = handClock(0);
  const asyncHooks = fakeHooks();
  let suspensions = 0;
  let busyMs = 0;
  const now = () => clock.now() + busyMs;
  const adding = anInvocation('method', 'tasks.add');
  const context = { current: () => adding, exit: <Result>(fn: () => Result) => fn() };
  const { createHook } = asyncHooks;
  const cpu = createStopwatch(now, () => undefined);
  const profiler = createProfiler({
    hooks: createSliceHooks({ createHook, cpu, context, failed: () => undefined }),
    context,
    suspendSampling() {
      suspensions++;
      return () => {
        suspensions--;
      };
    },
    inspector: () => fake.inspector,
    now,
    clockUs: () => V8_AHEAD_US + now() * 1_000,
    wallNow: clock.wallNow,
    after: clock.timers.after,
    nameLimit: 100,
  });
  /** One slice of a method. */
  const work = (ms: number) =>
    asyncHooks.slice(() => {
      busyMs += ms;
    });
  return { ...fake, profiler, clock, asyncHooks, work, suspensions: () => suspensions };
}

const codeOf = (error: unknown) => (error instanceof RadiantError ? error.code : error);

describe('the profiler', () => {
  it('profiles for as long as it is told, with hooks in and sampling off, and takes all out', async () => {
    const { profiler, clock, asyncHooks, suspensions, posted, open } = setUp();

    const taken = profiler.profile({ durationMs: 10_000, intervalMs: 2 });
    await settle();
    expect([asyncHooks.enabled(), suspensions(), open()]).to.deep.equal([1, 1, 1]);
    await clock.advance(10_000);
    const report = await taken;

    expect(report).to.deep.include({ durationMs: 10_000, intervalMs: 2, truncated: false });
    expect([asyncHooks.enabled(), suspensions(), open()]).to.deep.equal([0, 0, 0]);
    expect(posted).to.deep.equal([
      'Profiler.enable',
      'Profiler.setSamplingInterval {"interval":2000}',
      'Profiler.start',
      'Profiler.stop',
    ]);
  });

  for (const [clock, startTime] of Object.entries({ ours: V8_AHEAD_US, 'one of its own': 5e12 })) {
    it(`knows whose a sample is where the clock of V8 is ${clock}`, async () => {
      const callFrame = { scriptId: '1', url: '', lineNumber: 0, columnNumber: 0 };
      const profile: CpuProfile = {
        nodes: [
          { id: 1, callFrame: { ...callFrame, functionName: '(root)' }, children: [2] },
          { id: 2, callFrame: { ...callFrame, functionName: 'add' } },
        ],
        startTime,
        endTime: startTime + 70_000,
        samples: [2, 2],
        timeDeltas: [20_000, 30_000],
      };
      const { profiler, clock, work } = setUp(fakeInspector(undefined, profile));

      const taken = profiler.profile({ durationMs: 1_000 });
      await settle();
      work(40);
      await clock.advance(1_000);
      const { attribution } = await taken;

      expect(attribution.map(({ owner, name, cpuMs }) => [owner, name, cpuMs])).to.deep.equal([
        ['method', 'tasks.add', 30],
        ['unattributed', '', 20],
      ]);
    });
  }

  it('takes one at a time, and the next one after a while', async () => {
    const { profiler, clock } = setUp();
    const first = profiler.profile({ durationMs: 1_000 });
    const during = await profiler.profile({ durationMs: 1_000 }).catch(codeOf);
    await clock.advance(1_000);
    await first;

    await clock.advance(coolDownMs - 1);
    const soon = await profiler.profile({ durationMs: 1_000 }).catch(codeOf);
    await clock.advance(1);
    const later = profiler.profile({ durationMs: 1_000 });
    await clock.advance(1_000);

    expect([during, soon]).to.deep.equal(['profile-busy', 'profile-busy']);
    expect((await later).attribution).to.deep.equal([]);
  });

  it('refuses what is too short, too long, too fine, too coarse or unknown', async () => {
    const { profiler, clock } = setUp();
    const refused: unknown[] = [
      undefined,
      {},
      { durationMs: 99 },
      { durationMs: 60_001 },
      { durationMs: Number.NaN },
      { durationMs: '1000' },
      { durationMs: 1_000, intervalMs: 0.9 },
      { durationMs: 1_000, intervalMs: 101 },
      { durationMs: 1_000, path: '/tmp/x' },
    ];

    for (const options of refused) {
      const code = await profiler.profile(options as never).catch(codeOf);
      expect(code, JSON.stringify(options)).to.equal('profile-invalid');
    }
    for (const options of [
      { durationMs: 100, intervalMs: 1 },
      { durationMs: 60_000, intervalMs: 100 },
    ]) {
      const taken = profiler.profile(options);
      await clock.advance(options.durationMs);
      expect(await taken).to.deep.include(options);
      await clock.advance(coolDownMs);
    }
  });

  for (const command of ['Profiler.enable', 'Profiler.start', 'Profiler.stop']) {
    it(`says so when the inspector fails at ${command}, and leaves nothing behind`, async () => {
      const { profiler, clock, asyncHooks, suspensions, open } = setUp(fakeInspector(command));

      const failure = profiler.profile({ durationMs: 1_000 }).catch((error: unknown) => error);
      await clock.advance(1_000);

      expect(codeOf(await failure)).to.equal('profile-unavailable');
      expect(String(await failure)).to.include('in use');
      expect([asyncHooks.enabled(), suspensions(), open()]).to.deep.equal([0, 0, 0]);
    });
  }

  it('says so where there is no inspector', async () => {
    const without = { ...fakeInspector(), inspector: undefined as never };

    const code = await setUp(without).profiler.profile({ durationMs: 1_000 }).catch(codeOf);

    expect(code).to.equal('profile-unavailable');
  });

  it('ends early when the agent stops, and refuses then', async () => {
    const { profiler, asyncHooks, clock } = setUp();
    const taken = profiler.profile({ durationMs: 60_000 });
    await settle();

    profiler.stop();
    await taken;

    expect([asyncHooks.enabled(), clock.pending().length]).to.deep.equal([0, 0]);
    expect(await profiler.profile({ durationMs: 1_000 }).catch(codeOf)).to.equal('not-started');
  });
});
