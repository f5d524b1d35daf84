import { mappedInSlices, type Sliced } from '../../common/in-slices';
import { OTHER } from '../../common/metrics';
import { observerKey } from '../../common/observer-merge';
import { finding, subjectOf, type Weighed } from './finding';
import { groupBy } from './group-by';
import { certainOrphans, type Leak, leakOf } from './leak';
import type { Trend } from './trend';
import { count, duration, ownerText, plural, queryText } from './wording';

/** `leak` and `orphans`: handles that pile up, and handles whose owner is gone. */
export function* findLeaks(trends: readonly Trend[]): Sliced<Weighed[]> {
  // What was folded into _OTHER comes and goes with the folding.
  const named = trends.filter(({ key }) => key.shape !== OTHER);
  const byEntry = groupBy(named, ({ key }) => observerKey(key));
  const found = yield* mappedInSlices(byEntry.values(), (own) => [
    ...leakIn(own),
    ...orphansIn(own),
  ]);
  return found.flat();
}

function leakIn(trends: readonly Trend[]): Weighed[] {
  const [first] = trends;
  const leaks = trends.map(leakOf).filter((leak) => leak !== undefined);
  const [sample] = leaks;
  if (!first || !sample) return [];
  const { key } = first;
  const leak: Leak = {
    ...sample,
    handles: sumOf(leaks, ({ handles }) => handles),
    gained: sumOf(leaks, ({ gained }) => gained),
    opened: sumOf(leaks, ({ opened }) => opened),
    stopped: sumOf(leaks, ({ stopped }) => stopped),
    orphans: sumOf(leaks, ({ orphans }) => orphans),
  };
  const { sessions, subscriptions, ended } = sample;
  return [
    finding({
      kind: 'leak',
      severity: leak.how === 'sessions' ? 'warning' : 'critical',
      subject: subjectOf(key),
      weight: leak.handles,
      evidence: { ...leak, sessions, subscriptions, ended, processes: leaks.length },
      sentence:
        `${ownerText(key.owner)} leaks observers of ${queryText(key)}: ` +
        `${plural(leak.handles, 'handle')} and rising, ${because(leak)}; stop each observer when ` +
        `${key.owner.kind === 'publication' ? 'its subscription stops (this.onStop)' : 'it is no longer needed'}.`,
    }),
  ];
}

function because({ how, orphans, opened, stopped, windows, sessions, ended }: Leak): string {
  const moved = `${count(opened)} opened and ${count(stopped)} stopped in the last ${plural(windows, 'window')}`;
  if (how === 'orphans') return `${count(orphans)} of them left behind by their owner, ${moved}`;
  if (how === 'subscriptions') {
    return `${moved} while ${plural(ended ?? 0, 'subscription')} of it ended`;
  }
  return `${moved} while the ${plural(sessions ?? 0, 'session')} did not become more`;
}

function orphansIn(trends: readonly Trend[]): Weighed[] {
  const orphaned = trends.filter(({ points }) => certainOrphans(points) > 0);
  const [first] = orphaned;
  if (!first) return [];
  const { key } = first;
  const orphans = sumOf(orphaned, ({ points }) => points.at(-1)?.orphans ?? 0);
  const handles = sumOf(orphaned, ({ points }) => points.at(-1)?.handles ?? 0);
  const oldestMs = Math.max(...orphaned.map(({ points }) => points.at(-1)?.oldestMs ?? 0));
  return [
    finding({
      kind: 'orphans',
      severity: 'warning',
      subject: subjectOf(key),
      weight: orphans,
      evidence: { orphans, handles, oldestMs, processes: orphaned.length },
      sentence:
        `${ownerText(key.owner)} left ${plural(orphans, 'observer')} of ${queryText(key)} open ` +
        `after the subscription ended; the oldest of its handles has lived for ${duration(oldestMs)}.`,
    }),
  ];
}

function sumOf<Item>(items: readonly Item[], read: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + read(item), 0);
}
