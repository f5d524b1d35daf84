import { unitStart } from '../../../common/analytics/calendar';
import type { CheckedRetention } from '../../../common/checked-analytics';
import type { RetentionAnswer } from '../../../common/read-analytics';
import { rowsOf } from './counted-events';
import { unitOfEvent } from './read-active-users';
import type { Collections } from './schema';

interface WeekRow {
  readonly _id: { readonly first: number; readonly week: number };
  readonly people: number;
}

const weekMs = 7 * 24 * 60 * 60_000;

export async function readRetention(
  collections: Collections,
  query: CheckedRetention,
): Promise<RetentionAnswer> {
  const { report, from, to } = query;
  const lastWeek = unitStart('week', to - 1);
  const found = await rowsOf<WeekRow>(collections, query, (byPerson) => [
    ...byPerson(unitOfEvent('week')),
    { $match: { who: { $ne: null } } },
    { $group: { _id: '$who', weeks: { $addToSet: '$_id.k' } } },
    { $project: { week: '$weeks', first: { $min: '$weeks' } } },
    { $unwind: '$week' },
    { $group: { _id: { first: '$first', week: '$week' }, people: { $sum: 1 } } },
  ]);
  const byWeek = new Map<number, number[]>();
  for (const { _id, people } of found) {
    const { first, week } = _id;
    const known = byWeek.get(first);
    const returned = known ?? new Array<number>((lastWeek - first) / weekMs + 1).fill(0);
    if (!known) byWeek.set(first, returned);
    returned[(week - first) / weekMs] = people;
  }
  const cohorts = [...byWeek]
    .sort(([a], [b]) => a - b)
    .map(([week, returned]) => ({ week, people: returned[0] ?? 0, returned }));
  return { report, from, to, cohorts };
}
