import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type EventLoopUtilization, PerformanceObserver, performance } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';
import type { MetricName } from '../../../common/metrics';
import type { Recorder } from '../../../common/recorder';
import { type Undo, undoable } from '../../../common/undo';
import { type ReadFile, readCgroup } from './cgroup';
import { watchEventLoop } from './event-loop';
import { watchGc } from './gc';

/** Where the figures come from; Node's own unless a test says otherwise. */
export interface ProcessSource {
  cpuUsage(): { readonly user: number; readonly system: number };
  memoryUsage(): NodeJS.MemoryUsage;
  heapLimit(): number;
  uptimeMs(): number;
  cores(): number;
  utilization(before?: EventLoopUtilization): EventLoopUtilization;
  readonly readFile: ReadFile;
}

/**
 * Records what the process uses and what it is allowed: CPU, memory, event
 * loop, garbage collection. Read once per window; nothing runs in between but
 * the event loop's timer, at the given resolution.
 */
export function instrumentProcess(
  recorder: Recorder,
  options: { readonly eventLoopResolutionMs: number; readonly source?: ProcessSource },
): Undo {
  const source = options.source ?? nodeSource;

  const tell = (metric: MetricName, value: number, dims: Record<string, string> = {}) =>
    recorder.record({ kind: 'metric', metric, dims, value });

  return undoable((defer) => {
    defer(watchEventLoop(recorder, options.eventLoopResolutionMs));
    defer(watchGc(recorder, PerformanceObserver));
    const collectCpu = cpuCollector(source, recorder.now, tell);
    const collectLoop = utilizationCollector(source, tell);
    defer(
      recorder.onCollect(() => {
        const limits = readCgroup(source.readFile);
        collectCpu(limits.cpuQuota ?? source.cores(), limits.throttledMs);
        collectLoop();
        collectMemory(source, tell);
        if (limits.memoryLimit !== undefined) tell('process.memoryLimit', limits.memoryLimit);
        tell('process.uptime', source.uptimeMs());
      }),
    );
  });
}

type Tell = (metric: MetricName, value: number, dims?: Record<string, string>) => void;

function cpuCollector(source: ProcessSource, now: () => number, tell: Tell) {
  let before = source.cpuUsage();
  let at = now();
  let throttledBefore: number | undefined;

  return (quota: number, throttledMs: number | undefined) => {
    const usage = source.cpuUsage();
    const elapsedMs = now() - at;
    const userMs = (usage.user - before.user) / 1_000;
    const systemMs = (usage.system - before.system) / 1_000;
    before = usage;
    at += elapsedMs;
    tell('process.cpu', userMs, { mode: 'user' });
    tell('process.cpu', systemMs, { mode: 'system' });
    tell('process.cpuQuota', quota);
    if (elapsedMs > 0) tell('process.cpuShare', (userMs + systemMs) / (elapsedMs * quota));
    if (throttledMs !== undefined && throttledBefore !== undefined) {
      tell('process.cpuThrottled', Math.max(0, throttledMs - throttledBefore));
    }
    throttledBefore = throttledMs;
  };
}

function utilizationCollector(source: ProcessSource, tell: Tell) {
  let before = source.utilization();
  return () => {
    const { utilization } = source.utilization(before);
    before = source.utilization();
    tell('process.eventLoopUtilization', utilization);
  };
}

function collectMemory(source: ProcessSource, tell: Tell): void {
  const memory = source.memoryUsage();
  tell('process.rss', memory.rss);
  tell('process.heapUsed', memory.heapUsed);
  tell('process.heapTotal', memory.heapTotal);
  tell('process.heapLimit', source.heapLimit());
  tell('process.external', memory.external);
  tell('process.arrayBuffers', memory.arrayBuffers);
}

const nodeSource: ProcessSource = {
  cpuUsage: () => process.cpuUsage(),
  memoryUsage: () => process.memoryUsage(),
  heapLimit: () => getHeapStatistics().heap_size_limit,
  uptimeMs: () => process.uptime() * 1_000,
  cores: availableParallelism,
  utilization: (before) => performance.eventLoopUtilization(before),
  readFile: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined; // no cgroup, or not this version of it
    }
  },
};
