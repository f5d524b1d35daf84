import { observerKey } from '../../common/observer-merge';
import { finding, subjectOf, type Weighed } from './finding';
import { groupBy } from './group-by';
import { thresholds } from './thresholds';
import type { Trend } from './trend';
import { duration, plural, queryText } from './wording';

/**
 * `ownerless-old`: observers that no call opened and that have lived for long.
 * A few that opened when the process started are there by design, most likely:
 * all of these are one finding.
 */
export function findOwnerless(trends: readonly Trend[]): Weighed[] {
  const old = trends.filter(({ key, points }) => {
    return key.owner.kind === 'none' && (points.at(-1)?.oldestMs ?? 0) >= thresholds.ownerlessAgeMs;
  });
  const byEntry = [...groupBy(old, ({ key }) => observerKey(key)).values()];
  const meant = byEntry.filter((own) => own.every(isByDesign));
  const others = byEntry.filter((own) => !own.every(isByDesign));
  return [...others.flatMap(suspect), ...designed(meant.flat())];
}

function isByDesign({ points, startedAt, to }: Trend): boolean {
  const { handles = 0, oldestMs = 0 } = points.at(-1) ?? {};
  const openedAt = to - oldestMs;
  const atStart = startedAt === undefined || openedAt - startedAt <= thresholds.startUpMs;
  return handles <= thresholds.ownerlessByDesign && atStart;
}

function suspect(own: readonly Trend[]): Weighed[] {
  const [first] = own;
  if (!first) return [];
  const { key } = first;
  const { handles, oldestMs } = figuresOf(own);
  return [
    finding({
      kind: 'ownerless-old',
      severity: 'warning',
      subject: subjectOf(key),
      weight: handles,
      evidence: { handles, oldestMs, processes: own.length },
      sentence:
        `${plural(handles, 'observer')} of ${queryText(key)} ${handles === 1 ? 'belongs' : 'belong'} to no ` +
        `publication or method, ` +
        `the oldest for ${duration(oldestMs)}: see that whoever opened them also stops them.`,
    }),
  ];
}

function designed(trends: readonly Trend[]): Weighed[] {
  if (trends.length === 0) return [];
  const { handles, oldestMs } = figuresOf(trends);
  const collections = [...new Set(trends.map(({ key }) => key.collection))].sort();
  return [
    finding({
      kind: 'ownerless-old',
      severity: 'info',
      subject: { owner: { kind: 'none', name: '' } },
      weight: 0,
      evidence: { handles, oldestMs, collections: collections.join(', ') },
      sentence:
        `${plural(handles, 'observer')} opened when the app started, on ${collections.join(', ')}, ` +
        `${handles === 1 ? 'is' : 'are'} still open: fine if that is meant.`,
    }),
  ];
}

function figuresOf(trends: readonly Trend[]) {
  const last = trends.map(({ points }) => points.at(-1));
  return {
    handles: last.reduce((sum, point) => sum + (point?.handles ?? 0), 0),
    oldestMs: Math.max(...last.map((point) => point?.oldestMs ?? 0)),
  };
}
