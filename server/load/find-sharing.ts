import type { RankedObserver } from '../../common/load-report';
import { finding, subjectOf, type Weighed } from './finding';
import type { Load } from './load';
import { shareOf } from './rank';
import { thresholds } from './thresholds';
import { duplicateCpuMs } from './what-if';
import { count, ownerText, percent, plural, queryText } from './wording';

/** `duplicates`: several multiplexers for one and the same query. */
export function findDuplicates(ranked: readonly RankedObserver[], load: Load): Weighed[] {
  return ranked
    .filter(({ duplicates }) => duplicates >= thresholds.duplicates)
    .map((entry) => {
      const { duplicates, multiplexers, handles } = entry;
      const savedShare = shareOf(duplicateCpuMs(entry), load);
      const isMuch = areMany(entry) || (savedShare ?? 0) >= thresholds.costlyShare;
      const saved = savedShare ? `; shared, they would save ${percent(savedShare)} of the CPU` : '';
      return finding({
        kind: 'duplicates',
        severity: isMuch ? 'warning' : 'info',
        subject: subjectOf(entry),
        weight: duplicates,
        evidence: { duplicates, multiplexers, handles, savedShare },
        sentence:
          `${ownerText(entry.owner)} has ${plural(multiplexers, 'multiplexer')} for ` +
          `${queryText(entry)}, ${count(duplicates)} of them for a query that another one ` +
          `observes already${saved}: they were opened at the same moment, so keep one such ` +
          `observer open or subscribe a little apart.`,
      });
    });
}

/** Where hundreds of clients come and go, a few always meet by chance: that alone is no warning. */
function areMany({ duplicates, multiplexers }: RankedObserver): boolean {
  return (
    duplicates >= thresholds.duplicatesMany &&
    duplicates >= thresholds.duplicatesRatio * multiplexers
  );
}

/**
 * `not-reused`: handles that each have a multiplexer of their own, where a
 * change of the query would help: a range whose limit is computed, a query per
 * document instead of one for all of them, or one per search.
 */
export function findNotReused(ranked: readonly RankedObserver[], load: Load): Weighed[] {
  return ranked.flatMap((entry) => {
    if (!isUnshared(entry)) return [];
    const perSession = load.sessions ? entry.multiplexers / load.sessions : undefined;
    if (hasRange(entry.shape)) return [notReused(entry, 'range', perSession)];
    const isMany = (perSession ?? 0) >= thresholds.notReusedPerSession;
    if (!isMany) return [];
    return [notReused(entry, hasPattern(entry.shape) ? 'pattern' : 'perDocument', perSession)];
  });
}

function isUnshared({ handles, multiplexers, duplicates, created, reused }: RankedObserver) {
  return (
    multiplexers - duplicates >= thresholds.notReusedMultiplexers &&
    handles <= multiplexers * thresholds.notReusedHandles &&
    reused <= (created + reused) * (thresholds.notReusedHandles - 1)
  );
}

/** Dates that a publication computes are compared with these. */
function hasRange(shape: string): boolean {
  return /\$(?:gt|lt)e?: \?/.test(shape);
}

/** Where it is an operator: a regular expression in place of a value looks like any value. */
function hasPattern(shape: string): boolean {
  return shape.includes('$regex: ?');
}

const advice = {
  range:
    'where the limit of the range is computed when a client subscribes, such as a date, round it so that clients share one',
  perDocument:
    'where they differ by a plain value, one query with $in for all of them would do with one multiplexer',
  pattern:
    'each search with a regular expression is a query of its own, so answer searches by a method, or stop the one before',
};

function notReused(
  entry: RankedObserver,
  cause: keyof typeof advice,
  perSession: number | undefined,
): Weighed {
  const { handles, multiplexers, share } = entry;
  const each = cause !== 'range' ? `, ${count(perSession ?? 0)} per session` : '';
  return finding({
    kind: 'not-reused',
    severity: (share ?? 0) >= thresholds.costlyShare ? 'warning' : 'info',
    subject: subjectOf(entry),
    weight: multiplexers,
    evidence: { cause, handles, multiplexers, perSession, share, reused: entry.reused },
    sentence:
      `${ownerText(entry.owner)} has ${plural(handles, 'handle')} on ${queryText(entry)} and ` +
      `${plural(multiplexers, 'multiplexer')} for them${each}, hardly any shared: ${advice[cause]}.`,
  });
}
