import { createHook } from 'node:async_hooks';
import { cpuTimeMs } from './cpu/cpu-time';
import { startSampler } from './cpu/sampler';
import { createSliceHooks } from './cpu/slice-hooks';
import type { HookRegistry } from './hooks/hook-registry';
import type { OwnedRecorder } from './pipeline/recorder';
import type { Timers } from './pipeline/timers';

export interface CpuOptions {
  readonly cpuSampling: boolean;
  readonly cpuWindowMs: number;
  readonly cpuWindowEveryMs: number;
  readonly seriesLimit: number;
}

/** Starts to sample CPU time, where that is wanted. */
export function installCpu(
  options: CpuOptions,
  hooks: HookRegistry,
  recorder: OwnedRecorder,
  timers: Timers,
): void {
  const { cpu, context, failed } = recorder;
  const sliceHooks = createSliceHooks({ createHook, cpu, context, failed });
  if (!options.cpuSampling) return;
  hooks.install(
    'cpu',
    () =>
      startSampler({
        hooks: sliceHooks,
        recorder,
        cpuTimeMs,
        after: timers.after,
        random: Math.random,
        windowMs: options.cpuWindowMs,
        intervalMs: options.cpuWindowEveryMs,
        nameLimit: options.seriesLimit,
        tell: (state, reason) => hooks.set('cpu', state, reason),
      }).stop,
  );
}
