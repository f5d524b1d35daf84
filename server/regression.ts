import type { Severity } from '../common/finding';
import type { ReleaseChange, ReleaseEntry, ReleaseTimes } from '../common/releases-answer';
import type { ChosenWindows } from './compare/choose-window';
import { finding, type Weighed } from './load/finding';
import { ownerText, percent } from './load/wording';
import type { ReleasePresence } from './read-presence';

export interface Regressed {
  readonly a: ReleasePresence;
  readonly b: ReleasePresence;
  readonly windows: ChosenWindows;
}

/** From where on a regression is critical: times as slow, and share of the calls that fail more. */
const criticalRatio = 3;
const criticalErrors = 0.1;

/** The finding that a method or publication is slower, or fails more often, than in the release before. */
export function regressionOf(entry: ReleaseEntry, { a, b, windows }: Regressed): Weighed {
  const { kind, name, verdict, measure } = entry;
  const owner = { kind: kind === 'publication' ? kind : 'method', name } as const;
  const change = worstOf(entry);
  const since = new Date(b.startedAt).toISOString();
  const what = verdict === 'more-errors' ? errorsText(entry) : slownessText(entry, change);
  const versus = windows.over === 'overlap' ? 'beside' : 'before';
  return finding({
    kind: 'regression',
    severity: severityOf(entry, change),
    subject: { owner },
    weight: (entry.b?.calls ?? 0) * Math.abs(change?.difference ?? 0),
    evidence: {
      release: b.release,
      before: a.release,
      environment: b.environment,
      since,
      over: windows.over,
      measure,
      calls: entry.b?.calls,
      ...timesOf(entry),
      errorShare: entry.b?.errorShare,
      errorShareBefore: entry.a?.errorShare,
      ratio: change?.ratio,
    },
    sentence:
      `${ownerText(owner)} ${what} in release ${b.release}, which came at ${clock(since)}, than in ` +
      `${a.release} ${versus} it: look at what ${b.release} changes there, or roll it back.`,
  });
}

/** `2026-11-28 17:42 UTC` */
function clock(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

function errorsText({ a, b }: ReleaseEntry): string {
  const [from, to] = [percent(a?.errorShare ?? 0), percent(b?.errorShare ?? 0)];
  return `fails more often (${from} of its calls \u2192 ${to})`;
}

function slownessText({ measure, p50, a, b }: ReleaseEntry, change: ReleaseChange | undefined) {
  const isMiddle = change === p50;
  const timeOf = (times: ReleaseTimes | undefined) => ms((isMiddle ? times?.p50 : times?.p95) ?? 0);
  const [from, to] = [timeOf(a?.[measure]), timeOf(b?.[measure])];
  const which = isMiddle ? 'half of its calls take up to' : 'one call in 20 takes more than';
  return `is slower (${which} ${to} instead of ${from})`;
}

function ms(value: number): string {
  if (value >= 1_000) return `${Number((value / 1_000).toPrecision(2))} s`;
  return `${Number(value.toPrecision(value < 100 ? 2 : 3))} ms`;
}

/** What the verdict rests on: the errors, the median or the slow end. */
function worstOf({ verdict, p50, p95, errorShare }: ReleaseEntry): ReleaseChange | undefined {
  if (verdict === 'more-errors') return errorShare;
  const isMiddle = p50?.isSignificant && p50.difference > 0;
  return isMiddle ? p50 : p95;
}

function severityOf({ verdict }: ReleaseEntry, change: ReleaseChange | undefined): Severity {
  if (verdict === 'more-errors') {
    return (change?.difference ?? 0) >= criticalErrors ? 'critical' : 'warning';
  }
  return (change?.ratio ?? 0) >= criticalRatio ? 'critical' : 'warning';
}

function timesOf({ measure, a, b }: ReleaseEntry) {
  const [before, now] = [a?.[measure], b?.[measure]];
  return { p50: now?.p50, p50Before: before?.p50, p95: now?.p95, p95Before: before?.p95 };
}
