import type { Coverage, Covered } from '../../common/load-report';
import type { CoverageEntry } from '../../common/observer-entry';
import { groupBy } from './group-by';

/** How complete the count of evaluations is, over all and by collection. */
export function coverageOf(entries: readonly CoverageEntry[]): Coverage {
  const byCollection = groupBy(entries, ({ collection }) => collection);
  return {
    ...coveredBy(entries),
    collections: Object.fromEntries(
      [...byCollection].map(([collection, own]) => [
        collection,
        { mutations: mutationsOf(own), ...coveredBy(own) },
      ]),
    ),
  };
}

/** Where two kinds of driver follow a collection, each is delivered all of its mutations. */
function mutationsOf(entries: readonly CoverageEntry[]): number {
  return Math.max(0, ...entries.map(({ mutations }) => mutations));
}

function coveredBy(entries: readonly CoverageEntry[]): Covered {
  const evaluations = entries.reduce((sum, entry) => sum + entry.evaluations, 0);
  const expected = entries.reduce((sum, entry) => sum + entry.expected, 0);
  return { evaluations, expected, ...(expected > 0 ? { ratio: evaluations / expected } : {}) };
}
