import { OTHER } from '../../common/metrics';
import type { ReleaseChange, ReleaseEntry, Verdict } from '../../common/releases-answer';
import type { ClusteredDifference } from './clustered-difference';
import { compareThresholds } from './compare-thresholds';
import { isTimed, type SideTotal, type TestedEntry } from './tested-entry';

type Changes = Pick<ReleaseEntry, 'p50' | 'p95' | 'errorShare'>;

/** -1 less in `b`, 0 not enough of a difference, 1 more. */
type Direction = -1 | 0 | 1;

/**
 * What became of a name: a difference must be significant and large enough to
 * care. One that is large, but may be chance, is `unknown`.
 */
export function verdictOf(
  tested: TestedEntry,
  changes: Changes,
  name: string,
): { readonly verdict: Verdict; readonly reason?: string } {
  const { totals, tests } = tested;
  const lacking = whatIsLacking(tested, name);
  if (lacking) return { verdict: 'unknown', reason: lacking };
  const errors = errorDirection(totals, changes.errorShare);
  const middle = middleDirection(tests.middle, changes.p50);
  const tail = tailDirection(tests.tail, changes.p95);
  const sure = (direction: Direction, change: ReleaseChange | undefined) =>
    change?.isSignificant ? direction : 0;
  const time = [sure(middle, changes.p50), sure(tail, changes.p95)];
  const sureErrors = sure(errors, changes.errorShare);
  if (sureErrors > 0) return { verdict: 'more-errors' };
  if (time.includes(1)) return { verdict: 'slower' };
  if (sureErrors < 0) return { verdict: 'fewer-errors' };
  if (time.includes(-1)) return { verdict: 'faster' };
  if (errors !== 0 || middle !== 0 || tail !== 0) return { verdict: 'unknown', reason: byChance };
  return { verdict: 'same' };
}

const byChance = 'they differ, but so few calls may do so by chance';

function whatIsLacking({ a, b, totals }: TestedEntry, name: string): string | undefined {
  if (name.split(' ').includes(OTHER)) return 'it stands for all names beyond the limit of series';
  if (!a || mostCalls(totals.a) === 0) return 'there are no calls of it in a';
  if (!b || mostCalls(totals.b) === 0) return 'there are no calls of it in b';
  for (const [side, total] of Object.entries(totals)) {
    const lacking = tooFew(side, total);
    if (lacking) return lacking;
  }
  return isTimed(totals.a) && isTimed(totals.b)
    ? undefined
    : 'how long its calls took is not known, or no longer kept';
}

function tooFew(side: string, total: SideTotal): string | undefined {
  const { calls, windows } = compareThresholds;
  const had = mostCalls(total);
  if (had < calls) return `too few calls in ${side}: ${had} of ${calls}`;
  const in_ = Math.max(total.calledWindows, total.timedWindows);
  if (in_ < windows) return `too short a time with calls in ${side}: ${in_} of ${windows} windows`;
  return undefined;
}

function mostCalls({ calls, times }: SideTotal): number {
  return Math.max(calls, times.count);
}

function errorDirection(
  { a, b }: TestedEntry['totals'],
  change: ReleaseChange | undefined,
): Direction {
  if (!change || Math.abs(change.difference) < compareThresholds.errorShare) return 0;
  if (apart(change.ratio) < compareThresholds.errorRatio) return 0;
  if (Math.max(a.errors, b.errors) < compareThresholds.errors) return 0;
  return change.difference > 0 ? 1 : -1;
}

function middleDirection(
  test: ClusteredDifference | undefined,
  change: ReleaseChange | undefined,
): Direction {
  const direction = timeDirection(change);
  if (!test || test.difference * direction < compareThresholds.placeShift) return 0;
  return direction;
}

function tailDirection(
  test: ClusteredDifference | undefined,
  change: ReleaseChange | undefined,
): Direction {
  const direction = timeDirection(change);
  if (!test || test.difference * direction <= 0) return 0;
  return apart(test.b / test.a) >= compareThresholds.tailRatio ? direction : 0;
}

function timeDirection(change: ReleaseChange | undefined): Direction {
  if (!change || Math.abs(change.difference) < compareThresholds.differenceMs) return 0;
  if (apart(change.ratio) < compareThresholds.ratio) return 0;
  return change.difference > 0 ? 1 : -1;
}

/** The larger ÷ the smaller; infinite where one of them is 0. */
function apart(ratio: number | undefined): number {
  if (ratio === undefined || ratio === 0) return Number.POSITIVE_INFINITY;
  return Math.max(ratio, 1 / ratio);
}
