import type { ClusteredDifference } from './clustered-difference';
import { type Inflation, moderated, type Prior, priorOf } from './moderation';
import { studentTail } from './student-t';
import { type Aspect, aspects, type TestedEntry } from './tested-entry';

/** By aspect, how likely the difference is chance. */
export type PValues = Readonly<Partial<Record<Aspect, number>>>;

/** How likely so clear differences would be if the releases were equal, entry by entry. */
export function pValuesOf(entries: readonly TestedEntry[]): PValues[] {
  const pValues = entries.map((): Partial<Record<Aspect, number>> => ({}));
  for (const aspect of aspects) {
    const prior = priorOf(entries.flatMap(({ tests }) => inflationOf(tests[aspect])));
    for (const [index, { tests }] of entries.entries()) {
      const [test, own] = [tests[aspect], pValues[index]];
      if (test && own) own[aspect] = pValueOf(test, prior);
    }
  }
  return pValues;
}

function pValueOf(test: ClusteredDifference, prior: Prior | undefined): number {
  const [own] = inflationOf(test);
  if (!own) return 1;
  const { ratio, freedom } = moderated(own, prior);
  return studentTail(test.difference / Math.sqrt(test.independentVariance * ratio), freedom);
}

function inflationOf(test: ClusteredDifference | undefined): Inflation[] {
  if (!test || test.independentVariance <= 0) return [];
  const { windowVariance, independentVariance, freedom } = test;
  return [{ ratio: windowVariance / independentVariance, freedom }];
}
