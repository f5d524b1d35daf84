import type { Saving, WhatIf } from '../../common/load-report';
import type { ObserverKey } from '../../common/observer-entry';
import type { Load } from './load';
import { shareOf } from './rank';

/** What would be saved with the observers that have all of the given properties. */
export function whatIf(load: Load, wanted: Partial<ObserverKey>): WhatIf {
  let removed = 0;
  let merged = 0;
  for (const entry of load.observers) {
    if (!matches(entry, wanted)) continue;
    removed += entry.cpuMs;
    merged += duplicateCpuMs(entry);
  }
  return { remove: saving(removed, load), mergeDuplicates: saving(merged, load) };
}

/** The CPU time of an entry's duplicates, all its multiplexers taken to be alike. */
export function duplicateCpuMs({
  cpuMs,
  duplicates,
  multiplexers,
}: {
  readonly cpuMs: number;
  readonly duplicates: number;
  readonly multiplexers: number;
}): number {
  return multiplexers > 0 ? cpuMs * Math.min(1, duplicates / multiplexers) : 0;
}

function matches(entry: ObserverKey, { owner, collection, shape, driver }: Partial<ObserverKey>) {
  if (owner && (owner.kind !== entry.owner.kind || owner.name !== entry.owner.name)) return false;
  if (collection !== undefined && collection !== entry.collection) return false;
  if (shape !== undefined && shape !== entry.shape) return false;
  return driver === undefined || driver === entry.driver;
}

function saving(cpuMs: number, load: Load): Saving {
  const share = shareOf(cpuMs, load);
  return share === undefined ? { cpuMs } : { cpuMs, share };
}
