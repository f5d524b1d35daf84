import type { Sliced } from '../../common/in-slices';
import type { ReleaseEntry, Verdict } from '../../common/releases-answer';
import { compareThresholds } from './compare-thresholds';
import { entryOf } from './entry-of';
import { discoveryLimit } from './false-discovery';
import type { ReleaseSide } from './release-side';
import { pValuesOf } from './significance';
import { type TestedEntry, testEntry } from './tested-entry';

const worstFirst: readonly Verdict[] = [
  'more-errors',
  'slower',
  'unknown',
  'same',
  'fewer-errors',
  'faster',
];

/** Compares all that two releases did, name by name, the worst first. Can pause at each yield. */
export function* compareReleases(a: ReleaseSide, b: ReleaseSide): Sliced<ReleaseEntry[]> {
  const tested: TestedEntry[] = [];
  for (const key of new Set([...a.keys(), ...b.keys()])) {
    const entry = testEntry(a.get(key), b.get(key));
    if (!isIdle(entry)) tested.push(entry);
    yield;
  }
  const pValues = pValuesOf(tested);
  const all = pValues.flatMap((own) => Object.values(own));
  const limit = discoveryLimit(all, compareThresholds.falseDiscoveries);
  yield;
  const entries: ReleaseEntry[] = [];
  for (const [index, entry] of tested.entries()) {
    entries.push(entryOf(entry, pValues[index] ?? {}, limit));
    yield;
  }
  return entries.sort(byVerdict);
}

/** Known by name, and not called in the time that is compared. */
function isIdle({ totals: { a, b } }: TestedEntry): boolean {
  return a.calls + b.calls + a.times.count + b.times.count === 0;
}

function byVerdict(one: ReleaseEntry, other: ReleaseEntry): number {
  return (
    worstFirst.indexOf(one.verdict) - worstFirst.indexOf(other.verdict) ||
    weightOf(other) - weightOf(one) ||
    (one.kind + one.name < other.kind + other.name ? -1 : 1)
  );
}

/** Errors, or time, that all calls of `b` have more than they would have had. */
function weightOf({ verdict, b, p50, p95, errorShare }: ReleaseEntry): number {
  const calls = b?.calls ?? 0;
  if (verdict.endsWith('errors')) return Math.abs(errorShare?.difference ?? 0) * calls;
  const slowEnd = Math.abs(p95?.difference ?? 0) * 0.1;
  return Math.max(Math.abs(p50?.difference ?? 0), slowEnd) * calls;
}
