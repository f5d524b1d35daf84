import type { Sliced } from '../../../common/in-slices';
import type { ObserverEntry } from '../../../common/observer-entry';
import { mergeCoverage } from '../../../common/observer-merge';
import type { ObserverNames } from './observer-ids';
import { createObserverCursor } from './observer-rows';
import { createObserverSum, type ObserverSum } from './observer-sum';
import {
  nameOf,
  type PackedObservers,
  type UnpackedObservers,
  unpackObservers,
} from './packed-observers';
import { noRow } from './rows';

const slice = 32;

interface Options {
  /** Whether those of an observer are wanted: who only counts is faster without. */
  readonly histograms: boolean;
}

/**
 * Windows of one sender that follow each other together, oldest first: counts of all, gauges of the
 * last. Each is gone through once; to join them two by two would pack the sum anew each time.
 */
export function* sumObservers(
  windows: readonly PackedObservers[],
  names: ObserverNames,
  { histograms }: Options,
): Sliced<UnpackedObservers> {
  const coarse = !histograms;
  const [only, ...more] = windows;
  if (only && more.length === 0) return yield* unpackObservers(only, names, { coarse });
  const sums = new Map<number, ObserverSum>();
  for (const [at, window] of windows.entries()) {
    const cursor = createObserverCursor(window.bytes, window.count);
    for (let seen = 1; cursor.id < noRow; seen++) {
      const sum = sums.get(cursor.id) ?? createObserverSum({ coarse });
      sums.set(cursor.id, sum);
      cursor.addTo(sum, at === windows.length - 1);
      if (seen % slice === 0) yield;
    }
  }
  const observers: ObserverEntry[] = [];
  for (const [id, sum] of [...sums].sort(([a], [b]) => a - b)) {
    observers.push(sum.entry(nameOf(names.get(id))));
    if (observers.length % slice === 0) yield;
  }
  return { observers, coverage: mergeCoverage(windows.flatMap(({ coverage }) => coverage)) };
}
