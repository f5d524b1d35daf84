import {
  type ClusteredDifference,
  clusteredDifference,
  type ScoredWindow,
} from './clustered-difference';
import { compareThresholds, tailFrom } from './compare-thresholds';
import { addDistribution, type Distribution, emptyDistribution, quantileOf } from './distribution';
import type { SideEntry, SideWindow } from './release-side';
import { placeScore, type ScoreSums, shareSums, tailScore } from './scores';

/** What is tested of a name: how long calls take, how long the slowest take, how many fail. */
export const aspects = ['middle', 'tail', 'errors'] as const;

export type Aspect = (typeof aspects)[number];

export interface SideTotal {
  readonly calls: number;
  readonly errors: number;
  readonly times: Distribution;
  /** Windows with timed calls, and with calls. */
  readonly timedWindows: number;
  readonly calledWindows: number;
}

/** One name of both releases, with what could be tested of it. */
export interface TestedEntry {
  readonly a: SideEntry | undefined;
  readonly b: SideEntry | undefined;
  readonly totals: { readonly a: SideTotal; readonly b: SideTotal };
  readonly tests: Readonly<Partial<Record<Aspect, ClusteredDifference>>>;
}

/** Holds the windows of a name against each other, as far as there are enough of them. */
export function testEntry(a: SideEntry | undefined, b: SideEntry | undefined): TestedEntry {
  const totals = { a: totalOf(a), b: totalOf(b) };
  const tests: Partial<Record<Aspect, ClusteredDifference>> = {};
  const keep = (aspect: Aspect, difference: ClusteredDifference | undefined) => {
    if (difference) tests[aspect] = difference;
  };
  if (isTimed(totals.a) && isTimed(totals.b)) {
    const [ofA, ofB] = [totals.a.times, totals.b.times];
    const [place, tail] = [placeScore(ofA, ofB), tailScore(ofA, ofB, tailFrom)];
    const placed = canDiffer(totals, 0.5) ? compare(a, b, ({ times }) => place(times)) : undefined;
    const tailed = canDiffer(totals, 0.95) ? compare(a, b, ({ times }) => tail(times)) : undefined;
    keep('middle', placed);
    keep('tail', tailed);
  }
  if (isCalled(totals.a) && isCalled(totals.b) && canFail(totals)) {
    keep(
      'errors',
      compare(a, b, ({ calls, errors }) => shareSums(calls, errors)),
    );
  }
  return { a, b, totals, tests };
}

/** Whether times can differ by as much as matters: each test less makes the others surer. */
function canDiffer({ a, b }: TestedEntry['totals'], q: number): boolean {
  const [ofA = 0, ofB = 0] = [quantileOf(a.times, q), quantileOf(b.times, q)];
  return Math.max(ofA, ofB) >= compareThresholds.differenceMs;
}

function canFail({ a, b }: TestedEntry['totals']): boolean {
  return Math.max(a.errors, b.errors) >= compareThresholds.errors;
}

/** Whether so many calls were timed that they can be tested. */
export function isTimed({ times, timedWindows }: SideTotal): boolean {
  return times.count >= compareThresholds.calls && timedWindows >= compareThresholds.windows;
}

function isCalled({ calls, calledWindows }: SideTotal): boolean {
  return calls >= compareThresholds.calls && calledWindows >= compareThresholds.windows;
}

function totalOf(side: SideEntry | undefined): SideTotal {
  const times = emptyDistribution();
  let [calls, errors, timedWindows, calledWindows] = [0, 0, 0, 0];
  for (const window of side?.windows.values() ?? []) {
    addDistribution(times, window.times);
    calls += window.calls;
    errors += window.errors;
    if (window.times.count > 0) timedWindows++;
    if (window.calls > 0) calledWindows++;
  }
  return { calls, errors, times, timedWindows, calledWindows };
}

function compare(
  a: SideEntry | undefined,
  b: SideEntry | undefined,
  score: (window: SideWindow) => ScoreSums,
): ClusteredDifference | undefined {
  const numbers = new Set([...(a?.windows.keys() ?? []), ...(b?.windows.keys() ?? [])]);
  const scored = [...numbers].map((number): ScoredWindow => {
    const [ofA, ofB] = [a?.windows.get(number), b?.windows.get(number)];
    return { ...(ofA ? { a: score(ofA) } : {}), ...(ofB ? { b: score(ofB) } : {}) };
  });
  return clusteredDifference(scored);
}
