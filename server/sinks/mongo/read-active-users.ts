import { type CalendarUnit, unitsOf } from '../../../common/analytics/calendar';
import type { CheckedActiveUsers } from '../../../common/checked-analytics';
import type { ActiveUsersAnswer } from '../../../common/read-analytics';
import { rowsOf, startOf } from './counted-events';
import type { Collections } from './schema';

interface UnitRow {
  /** Start of the unit, or null for the whole range. */
  readonly _id: number | null;
  readonly people: number;
}

export async function readActiveUsers(
  collections: Collections,
  query: CheckedActiveUsers,
): Promise<ActiveUsersAnswer> {
  const { report, unit, from, to } = query;
  const rows = await rowsOf<UnitRow>(collections, query, (byPerson) => [
    ...byPerson(unitOfEvent(unit)),
    { $match: { who: { $ne: null } } },
    { $group: { _id: '$who', units: { $addToSet: '$_id.k' } } },
    { $project: { unit: { $concatArrays: ['$units', [{ $literal: null }]] } } },
    { $unwind: '$unit' },
    { $group: { _id: '$unit', people: { $sum: 1 } } },
  ]);
  const found = new Map(rows.map(({ _id, people }) => [_id, people]));
  const points = [...unitsOf(unit, from, to)].map((at) => [at, found.get(at) ?? 0] as const);
  return { report, from, to, points, people: found.get(null) ?? 0 };
}

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;
/** A Monday. */
const mondayAt = -3 * dayMs;

/** Start of the day, week or month of an event, as `unitStart` of `common/analytics/calendar.ts` has it. */
export function unitOfEvent(unit: CalendarUnit): object {
  if (unit === 'day') return startOf(dayMs, 0);
  if (unit === 'week') return startOf(weekMs, mondayAt);
  const date = { $toDate: { $toLong: '$at' } };
  return { $toDouble: { $toLong: { $dateTrunc: { date, unit: 'month' } } } };
}
