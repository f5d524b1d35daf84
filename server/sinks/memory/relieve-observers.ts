import type { Sliced } from '../../../common/in-slices';
import type { ObserverIds } from './observer-ids';
import { foldObservers, loadsOf } from './packed-observers';
import type { Ring } from './ring';

interface Load {
  cpuMs: number;
  handles: number;
}

/**
 * The observers of windows that end after `from`, those first that matter
 * most: by their share of the observers' CPU plus their share of live handles,
 * since a leak costs handles before it costs CPU.
 */
export function* rankObservers(ring: Ring, from: number): Sliced<readonly number[]> {
  const loads = new Map<number, Load>();
  for (const { window } of ring.entries()) {
    if (window.to < from) continue;
    for (const [id, load] of loadsOf(window.observers)) {
      addLoad(loads, id, load);
      yield;
    }
  }
  const all = { cpuMs: 0, handles: 0 };
  for (const { cpuMs, handles } of loads.values()) {
    all.cpuMs += cpuMs;
    all.handles += handles;
  }
  const weight = ({ cpuMs, handles }: Load) =>
    cpuMs / (all.cpuMs || 1) + handles / (all.handles || 1);
  return [...loads].sort(([, a], [, b]) => weight(b) - weight(a)).map(([id]) => id);
}

function addLoad(loads: Map<number, Load>, id: number, { cpuMs, handles }: Load): void {
  const load = loads.get(id) ?? { cpuMs: 0, handles: 0 };
  load.cpuMs += cpuMs;
  load.handles += handles;
  loads.set(id, load);
}

/** Keeps the first `most` of the ranked observers in each window of a ring by themselves. */
export function* foldRing(
  ring: Ring,
  ranked: readonly number[],
  most: number,
  ids: ObserverIds,
): Sliced<void> {
  const kept = new Set(ranked.slice(0, most));
  for (const { slot, window } of [...ring.entries()]) {
    if (window.observers.count <= most) continue;
    const keep = (id: number) => kept.has(id);
    const observers = yield* foldObservers(window.observers, keep, window.to, ids);
    ring.put(slot, { ...window, observers });
    yield;
  }
}

/** Forgets the names that no window has any more. */
export function* forgetFolded(rings: readonly Ring[], ids: ObserverIds): Sliced<void> {
  const used = new Set<number>();
  for (const ring of rings) {
    for (const { window } of ring.entries()) {
      for (const [id] of loadsOf(window.observers)) {
        used.add(id);
        yield;
      }
    }
  }
  ids.forgetAllBut(used);
}
