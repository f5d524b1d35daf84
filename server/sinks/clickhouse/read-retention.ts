import { unitStart } from '../../../common/analytics/calendar';
import type { CheckedRetention } from '../../../common/checked-analytics';
import type { RetentionAnswer } from '../../../common/read-analytics';
import { atMs, countedEvents } from './counted-events';
import { peopleBySlot } from './people-by-slot';
import type { ReadParts } from './read-series';

/** Of the people first seen in the week `first`, how many were seen in another; weeks are numbered. */
interface WeekRow {
  readonly first: number;
  readonly week: number;
  readonly seen: number;
}

const weekMs = 7 * 86_400_000;
const monday = unitStart('week', 0);

export async function readRetention(
  { client, schema }: ReadParts,
  { report, ...query }: CheckedRetention,
): Promise<RetentionAnswer> {
  const { from, to } = query;
  const counted = countedEvents(schema, query);
  const slot = `toInt32(floor((${atMs} - ${monday}) / ${weekMs}))`;
  const rows = await client.rows<WeekRow>(
    `SELECT first, week, count() AS seen
FROM (
SELECT min(slot) AS first, groupUniqArray(slot) AS weeks
FROM (${peopleBySlot(counted, slot)})
GROUP BY person
)
ARRAY JOIN weeks AS week
GROUP BY first, week
ORDER BY first, week`,
    counted.parameters,
  );
  const lastWeek = (unitStart('week', to - 1) - monday) / weekMs;
  return { report, from, to, cohorts: cohortsOf(rows, lastWeek) };
}

function cohortsOf(rows: readonly WeekRow[], lastWeek: number): RetentionAnswer['cohorts'] {
  const byFirst = new Map<number, number[]>();
  for (const { first, week, seen } of rows) {
    const known = byFirst.get(first);
    const returned = known ?? new Array<number>(lastWeek - first + 1).fill(0);
    if (!known) byFirst.set(first, returned);
    returned[week - first] = seen;
  }
  return [...byFirst].map(([first, returned]) => {
    return { week: monday + first * weekMs, people: returned[0] ?? 0, returned };
  });
}
