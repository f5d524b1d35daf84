import type { ErrorSource } from '../../../../common/error-entry';
import type { ReadErrorGroup } from '../../../../common/read-errors';
import { shareText } from '../../format/share-text';
import { timesText } from '../../format/times-text';
import { isNew, type NewestRelease } from './newest-release';

/** What an error came from, for people. */
export const sourceWords: Readonly<Record<ErrorSource, string>> = {
  method: 'method',
  publication: 'publication',
  http: 'request',
  job: 'job',
  timer: 'timer',
  uncaughtException: 'nobody caught it',
  unhandledRejection: 'rejection nobody handled',
  app: 'Radiant.error',
};

/** Where it came from: `method tasks.add`. */
export function whereText({ source, name }: Pick<ReadErrorGroup, 'source' | 'name'>): string {
  return [sourceWords[source], name].filter(Boolean).join(' ');
}

/** Says what to look at first: what came with the newest release, else what happens most. */
export function headline(
  defects: readonly ReadErrorGroup[],
  newest: NewestRelease | undefined,
): string | undefined {
  const byCount = [...defects].sort((a, b) => b.count - a.count);
  const fresh = byCount.filter((group) => isNew(group, newest));
  const [first] = fresh.length > 0 ? fresh : byCount;
  if (!first) return undefined;
  const what = `${first.errorName} in ${whereText(first)}, ${timesText(first.count)}`;
  if (fresh.length === 0 || !newest) return `Look first at ${what}.`;
  const others = fresh.length > 1 ? `, of ${fresh.length} that are new` : '';
  return `New since release ${newest.release}: ${what}${others}. Fix that first, or go back to the release before.`;
}

/** How much of the calls fails, in words: `12 % of 400 calls`. */
export function shareWords(share: number | undefined, calls: number | undefined): string {
  if (share === undefined || calls === undefined) return '–';
  return `${shareText(share)} of ${Math.round(calls).toLocaleString('en')} calls`;
}
