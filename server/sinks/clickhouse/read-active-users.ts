import { type CalendarUnit, unitStart, unitsOf } from '../../../common/analytics/calendar';
import type { CheckedActiveUsers } from '../../../common/checked-analytics';
import type { ActiveUsersAnswer } from '../../../common/read-analytics';
import { atMs, countedEvents } from './counted-events';
import { peopleBySlot } from './people-by-slot';
import type { ReadParts } from './read-series';

interface UnitRow {
  readonly slot: number;
  readonly isWhole: number;
  readonly active: number;
}

export async function readActiveUsers(
  { client, schema }: ReadParts,
  { report, unit, ...query }: CheckedActiveUsers,
): Promise<ActiveUsersAnswer> {
  const { from, to } = query;
  const counted = countedEvents(schema, query);
  const { slot, startOf } = slots[unit];
  const rows = await client.rows<UnitRow>(
    `SELECT slot, grouping(slot) AS isWhole, uniqExact(person) AS active
FROM (${peopleBySlot(counted, slot)})
GROUP BY GROUPING SETS ((slot), ())`,
    counted.parameters,
  );
  const whole = rows.find(({ isWhole }) => isWhole === 1);
  const units = rows.filter(({ isWhole }) => isWhole === 0);
  const byStart = new Map(units.map(({ slot: of, active }) => [startOf(of), active]));
  const points = [...unitsOf(unit, from, to)].map((at) => [at, byStart.get(at) ?? 0] as const);
  return { report, from, to, points, people: whole?.active ?? 0 };
}

const [day, week] = [86_400_000, 7 * 86_400_000];

/** What rows are grouped by, and the start of the unit that it stands for. */
const slots: Readonly<
  Record<CalendarUnit, { readonly slot: string; startOf(slot: number): number }>
> = {
  day: { slot: `toInt32(floor(${atMs} / ${day}))`, startOf: (slot) => slot * day },
  week: {
    slot: `toInt32(floor((${atMs} - ${unitStart('week', 0)}) / ${week}))`,
    startOf: (slot) => unitStart('week', 0) + slot * week,
  },
  month: {
    slot: 'toInt32(toYear(at) * 12 + toMonth(at) - 1)',
    startOf: (slot) => Date.UTC(Math.floor(slot / 12), slot % 12),
  },
};
