import { checkReleasesQuery } from '../common/check-releases';
import type { Reader } from '../common/reader';
import type { ComparedRelease, ReleasesAnswer, ReleasesQuery } from '../common/releases-answer';
import { chooseReleases } from './choose-releases';
import type { Window } from './compare/choose-window';
import { type ComparedPair, comparePair } from './compare-pair';
import { type ReleasePresence, readPresence } from './read-presence';

/**
 * Compares two releases over one range, name by name; `docs/releases.md` says
 * how. At most 36 queries of the reader.
 *
 * @throws {RadiantError} (as a rejection) `read-invalid`
 */
export async function reportReleases(
  reader: Reader,
  query: ReleasesQuery,
): Promise<ReleasesAnswer> {
  checkReleasesQuery(query);
  const { from, to, resource } = query;
  const range = { from, to, ...(resource ? { resource } : {}) };
  const { releases, widthMs } = await readPresence(reader, range);
  const { a, b } = chooseReleases(releases, query);
  const seen = { from, to, ...placeOf(b ?? a), ...sideOf('a', a), ...sideOf('b', b), entries: [] };
  if (!b) return { ...seen, reason: whyNot(query.b, 'no other release reported in the range') };
  if (!a) return { ...seen, reason: whyNot(query.a, 'no earlier release reported in the range') };
  const pair = await comparePair(reader, { ...range, a, b, widthMs });
  if (!pair) return { ...seen, reason: neverBoth };
  return { ...seen, ...answerOf(a, b, pair) };
}

const neverBoth = 'they ran neither at the same time nor right after each other';

function whyNot(asked: string | undefined, otherwise: string): string {
  return asked === undefined ? otherwise : `${asked} did not report in the range`;
}

function answerOf(a: ReleasePresence, b: ReleasePresence, { windows, entries }: ComparedPair) {
  const { over } = windows;
  return { ...sideOf('a', a, windows.a), ...sideOf('b', b, windows.b), over, entries };
}

function placeOf(presence: ReleasePresence | undefined) {
  return presence && { service: presence.service, environment: presence.environment };
}

function sideOf<Side extends 'a' | 'b'>(
  side: Side,
  presence: ReleasePresence | undefined,
  window?: Window,
): Partial<Record<Side, ComparedRelease>> {
  if (!presence) return {};
  const { release, startedAt, instances, first, last } = presence;
  const time = window ?? { from: first, to: last };
  const compared: ComparedRelease = { release, startedAt, instances, ...time };
  return { [side]: compared } as Partial<Record<Side, ComparedRelease>>;
}
