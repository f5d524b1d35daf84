import { mappedInSlices, type Sliced } from '../../common/in-slices';
import type { RankedObserver } from '../../common/load-report';
import type { ObserverEntry } from '../../common/observer-entry';
import type { Load } from './load';

/** The observers, the one that takes most CPU first; among equals, the one that will. */
export function* rank(load: Load): Sliced<RankedObserver[]> {
  const ranked = yield* mappedInSlices(load.observers, (entry) => rankOne(entry, load));
  return ranked.sort(
    (a, b) => b.cpuMs - a.cpuMs || (b.predictedMsPerSecond ?? -1) - (a.predictedMsPerSecond ?? -1),
  );
}

function rankOne(entry: ObserverEntry, load: Load): RankedObserver {
  const { evaluations = 0, useful } = entry;
  const share = shareOf(entry.cpuMs, load);
  const predicted = predict(entry, load);
  return {
    ...entry,
    ...(share === undefined ? {} : { share }),
    ...(evaluations > 0 && useful !== undefined
      ? { waste: Math.max(0, 1 - useful / evaluations) }
      : {}),
    ...(predicted === undefined ? {} : { predictedMsPerSecond: predicted }),
  };
}

/**
 * The share of the processes' CPU time. Observers' time is wall time of
 * synchronous work, which on a starved machine is more than the CPU time that
 * was granted: shares add up to 1 at most.
 */
export function shareOf(cpuMs: number, load: Load): number | undefined {
  if (load.processCpuMs === undefined) return undefined;
  const all = Math.max(load.processCpuMs, load.observerCpuMs);
  return all === 0 ? undefined : cpuMs / all;
}

function predict(entry: ObserverEntry, load: Load): number | undefined {
  const { evaluations = 0, cpuMs, multiplexers, collection, driver } = entry;
  if (driver === 'polling') return load.wallMs === 0 ? undefined : (cpuMs / load.wallMs) * 1_000;
  const rate = load.mutationsPerSecond.get(collection);
  if (evaluations === 0 || rate === undefined) return undefined;
  return (cpuMs / evaluations) * rate * multiplexers;
}
