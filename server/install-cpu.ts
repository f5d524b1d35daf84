import { createHook } from 'node:async_hooks';
import { cpuTimeMs } from './cpu/cpu-time';
import { createProfiler, type Profiler } from './cpu/profiler';
import { type CpuSampler, startSampler } from './cpu/sampler';
import { createSliceHooks } from './cpu/slice-hooks';
import { findInspector } from './cpu/v8-profiler';
import type { HookRegistry } from './hooks/hook-registry';
import type { OwnedRecorder } from './pipeline/recorder';
import type { Timers } from './pipeline/timers';

/** Node's own clocks, or those of a test. */
export interface CpuClock {
  /** Monotonic milliseconds. */
  now(): number;
  /** Epoch milliseconds. */
  wallNow(): number;
  readonly timers: Timers;
}

export interface CpuOptions {
  readonly cpuSampling: boolean;
  readonly cpuWindowMs: number;
  readonly cpuWindowEveryMs: number;
  readonly seriesLimit: number;
}

/**
 * Starts to sample CPU time, where that is wanted, and makes the profiler,
 * which costs nothing until it is asked.
 */
export function installCpu(
  options: CpuOptions,
  hooks: HookRegistry,
  recorder: OwnedRecorder,
  { timers, now, wallNow }: CpuClock,
): Pick<Profiler, 'profile'> {
  const { cpu, context, failed } = recorder;
  const sliceHooks = createSliceHooks({ createHook, cpu, context, failed });
  let sampler: CpuSampler | undefined;
  if (options.cpuSampling) {
    hooks.install('cpu', () => {
      sampler = startSampler({
        hooks: sliceHooks,
        recorder,
        cpuTimeMs,
        after: timers.after,
        random: Math.random,
        windowMs: options.cpuWindowMs,
        intervalMs: options.cpuWindowEveryMs,
        nameLimit: options.seriesLimit,
        tell: (state, reason) => hooks.set('cpu', state, reason),
      });
      return sampler.stop;
    });
  }
  const profiler = createProfiler({
    ...{ hooks: sliceHooks, context, now, wallNow, after: timers.after },
    suspendSampling: () => sampler?.suspend() ?? (() => undefined),
    inspector: findInspector,
    clockUs: () => Number(process.hrtime.bigint()) / 1_000,
    nameLimit: options.seriesLimit,
  });
  hooks.onUndo(profiler.stop);
  return profiler;
}
