import { createHook } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { cpuTimeMs } from '../../server/cpu/cpu-time';
import { startSampler } from '../../server/cpu/sampler';
import { createSliceHooks } from '../../server/cpu/slice-hooks';
import { createInvocationContext } from '../../server/pipeline/invocation-context';
import { createStopwatch } from '../../server/pipeline/stopwatch';
import { heapBytes } from '../support/heap-bytes';
import { anInvocation } from '../support/samples';
import { createWorld, kinds, type World } from './cpu/kinds';

const mebibyte = 2 ** 20;
/** More can be asked for, for a soak: `RADIANT_TOGGLES=100000`. */
const TOGGLES = Number(process.env.RADIANT_TOGGLES ?? 2_000);
const CALLERS = 2;

describe('windows that open and close all the time', function () {
  this.timeout(60_000 + TOGGLES * 20);

  it(`change nothing of what the app does, ${TOGGLES} times`, async () => {
    const context = createInvocationContext();
    const { end, ...parts } = await createWorld();
    const world: World = { ...parts, docs: noDocs, docId: 'a' };
    const failures: unknown[] = [];
    const failed = (error: unknown) => failures.push(error);
    const lost = () => failures.push('a step');
    const cpu = createStopwatch(() => performance.now(), lost);
    const hooks = createSliceHooks({ createHook, cpu, context, failed });
    let toggles = 0;
    let slices = 0;
    let collect = () => {};
    const sampler = startSampler({
      hooks: {
        open(...args) {
          toggles++;
          hooks.open(...args);
        },
        close() {
          const seen = hooks.close();
          slices += seen;
          return seen;
        },
        get isOpen() {
          return hooks.isOpen;
        },
      },
      recorder: {
        now: () => performance.now(),
        record: () => {},
        context,
        onCollect(given) {
          collect = given;
          return () => {};
        },
      },
      cpuTimeMs,
      after(ms, fn) {
        const timer = setTimeout(fn, ms);
        return () => clearTimeout(timer);
      },
      random: Math.random,
      ...{ windowMs: 2, intervalMs: 4, nameLimit: 1_000 },
      tell: (state, reason) => failures.push([state, reason]),
    });

    /** Each call works through all kinds, and looks whether it is still itself after each slice. */
    async function call(name: string, run: (typeof kinds)[string]): Promise<number> {
      const invocation = anInvocation('method', name);
      let steps = 0;
      const step = () => {
        if (context.current() !== invocation) failures.push(`${name} became another`);
        steps++;
      };
      const working = () => Promise.resolve(run(step, 2, world));
      await context.run(invocation, working, undefined, []);
      return steps;
    }

    const expected = new Map<string, number>();
    for (const [name, run] of Object.entries(kinds)) expected.set(name, await call(name, run));
    let calls = 0;
    let early = 0;
    async function round(): Promise<void> {
      for (const [name, run] of Object.entries(kinds)) {
        const steps = await call(name, run);
        if (steps !== expected.get(name)) failures.push(`${name} made ${steps} steps`);
        calls++;
      }
    }
    async function caller(): Promise<void> {
      while (toggles < TOGGLES) {
        await round();
        if (early === 0 && toggles > TOGGLES / 2) early = heapBytes();
        collect();
        await sleep(0);
      }
    }
    await Promise.all(Array.from({ length: CALLERS }, caller));
    sampler.stop();
    end();

    const grown = heapBytes() - early;
    const told = `${toggles} windows, ${slices} slices, ${calls} calls, grown ${grown} bytes`;
    process.stdout.write(`      Node ${process.version}: ${told}\n`);
    expect(failures.slice(0, 10)).to.deep.equal([]);
    expect(hooks.isOpen).to.equal(false);
    expect(slices).to.be.greaterThan(toggles);
    expect(grown).to.be.lessThan(4 * mebibyte);
  });
});

const noDocs: World['docs'] = {
  findOneAsync: async () => sleep(1),
  updateAsync: async () => sleep(1),
};
