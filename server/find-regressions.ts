import type { Reader } from '../common/reader';
import type { ReleaseEntry } from '../common/releases-answer';
import { placeOf } from './choose-releases';
import { type ComparedPair, comparePair } from './compare-pair';
import type { Weighed } from './load/finding';
import { groupBy } from './load/group-by';
import type { LoadQuery } from './read-load';
import { type ReleasePresence, readPresence } from './read-presence';
import { regressionOf } from './regression';

/** Services in their environments that are looked at: those that started a process last. */
const mostPlaces = 4;

/** A release that left out so many windows runs no more: there is nothing to roll back. */
const goneWindows = 3;

/**
 * Holds the methods and publications of the newest release against those of
 * the release before, in each environment of the range: two queries, and 20
 * for each of four environments at most.
 */
export async function findRegressions(reader: Reader, query: LoadQuery): Promise<Weighed[]> {
  if (query.resource?.release !== undefined) return []; // of one release nothing can be compared
  const { releases, widthMs } = await readPresence(reader, query);
  const found: Weighed[] = [];
  const places = [...groupBy(releases, placeOf).values()].slice(0, mostPlaces);
  for (const [b, a] of places) {
    if (!a || !b || !isRunning(b, releases, widthMs)) continue;
    const pair = await comparePair(reader, { ...query, a, b, widthMs, kinds });
    if (pair) found.push(...regressionsIn(pair, a, b));
  }
  return found;
}

const kinds = ['method', 'publication'] as const;

function isRunning(
  release: ReleasePresence,
  all: readonly ReleasePresence[],
  widthMs: number,
): boolean {
  const last = Math.max(...all.map((one) => one.last));
  return release.last >= last - goneWindows * widthMs;
}

function regressionsIn({ windows, entries }: ComparedPair, a: ReleasePresence, b: ReleasePresence) {
  return entries.filter(isWorse).map((entry) => regressionOf(entry, { a, b, windows }));
}

function isWorse({ verdict }: ReleaseEntry): boolean {
  return verdict === 'slower' || verdict === 'more-errors';
}
