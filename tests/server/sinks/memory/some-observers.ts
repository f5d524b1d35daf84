import type { ObserverEntry } from '../../../../common/observer-entry';
import { aHistogram, observerOf } from '../../../support/an-observer';
import { latencies } from '../../../support/seeded';

/** Entries that may have equal keys. */
export const someObservers = (random: () => number, length = 30) =>
  Array.from({ length }, () => someObserver(random));

/** Of one of 20 names; whole numbers, so that sums are exact in any order. */
function someObserver(random: () => number): ObserverEntry {
  const seed = Math.floor(random() * 1e6);
  const count = () => (random() < 0.4 ? 0 : Math.floor(random() * 1e4));
  const histogram = random() < 0.5 ? { poll: aHistogram('duration', latencies(20, seed)) } : {};
  const numbers = { handles: count(), cpuMs: count(), created: count(), polls: count() };
  return observerOf(`p${seed % 20}`, { ...numbers, evaluations: count(), ...histogram });
}
