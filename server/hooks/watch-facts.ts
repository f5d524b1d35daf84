import type { Undo } from '../../common/undo';
import {
  baselineOf,
  compareFacts,
  type Drift,
  describeDrifts,
  lowerBaseline,
} from './compare-facts';
import type { CountName, OwnCounts } from './facts-counts';
import { type Facts, readFacts } from './read-facts';

export interface FactsWatch {
  readonly facts: Facts;
  /** Radiant's counts now. */
  counts(): OwnCounts;
  /** Calls `compare` at the end of each window, after the instruments have told their gauges. */
  onCollect(compare: () => void): Undo;
  /** Told when a difference has lasted for two windows, with a sentence; with none when all is well again. */
  changed(sentence: string | undefined): void;
}

/** Compares Meteor's own counts with Radiant's once per window. */
export function watchFacts({ facts, counts, onCollect, changed }: FactsWatch): Undo {
  let baseline = baselineOf(readFacts(facts), counts());
  let before: ReadonlySet<CountName> = new Set();
  let told = '';

  return onCollect(() => {
    const theirs = readFacts(facts);
    const own = counts();
    const drifts = compareFacts(theirs, own, baseline);
    baseline = lowerBaseline(baseline, theirs, own);
    const lasting = drifts.filter(({ name }) => before.has(name));
    before = namesOf(drifts);
    const names = [...namesOf(lasting)].join();
    if (names === told) return;
    told = names;
    changed(lasting.length > 0 ? describeDrifts(lasting) : undefined);
  });
}

function namesOf(drifts: readonly Drift[]): Set<CountName> {
  return new Set(drifts.map(({ name }) => name));
}
