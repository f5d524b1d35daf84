import type { CheckedEventCounts } from '../../../common/checked-analytics';
import type { EventCountsAnswer } from '../../../common/read-analytics';
import type { Conditions } from './conditions';
import { atMs, countedEvents, peopleMerge, peopleState } from './counted-events';
import { countedValueSql } from './counted-value-sql';
import type { ReadParts } from './read-series';

interface ValueRow {
  readonly value: string;
  readonly times: number;
  readonly active: number;
  /** Number of the step and how often, oldest first. */
  readonly steps: ReadonlyArray<readonly [step: number, times: number]>;
}

export async function readEventCounts(
  { client, schema }: ReadParts,
  query: CheckedEventCounts,
): Promise<EventCountsAnswer> {
  const { report, from, to, stepMs, limit } = query;
  const { select, withPeople, parameters } = countedEvents(schema, query);
  const value = countedValueSql(query.by);
  const ofKind = kind(query);
  const events = select(
    `${value.sql} AS value, toInt64(floor((${atMs} - {from:Float64}) / {step:Float64})) AS step,
  user_id, anonymous_id`,
    ofKind.sql,
  );
  const rows = await client.rows<ValueRow>(
    `SELECT value, sum(inStep) AS times, ${peopleMerge}(who) AS active,
  arraySort(groupArray([step, toInt64(inStep)])) AS steps
FROM (
SELECT value, step, count() AS inStep, ${peopleState} AS who
FROM (${withPeople(events)})
GROUP BY value, step
)
GROUP BY value
ORDER BY times DESC, value
LIMIT {limit:UInt32}`,
    {
      ...parameters,
      ...value.parameters,
      ...ofKind.parameters,
      step: stepMs ?? to - from,
      limit: limit + 1,
    },
  );
  const answered = rows.slice(0, limit).map(({ value: of, times, active, steps }) => {
    const row = { value: of, count: times, people: active };
    if (stepMs === undefined) return row;
    return { ...row, points: steps.map(([step, count]) => [from + step * stepMs, count] as const) };
  });
  const step = stepMs === undefined ? {} : { stepMs };
  return { report, from, to, ...step, rows: answered, more: rows.length > limit };
}

/** What counted events must be. A name without a character is none, so nobody has that. */
function kind(query: CheckedEventCounts): Conditions {
  const { type, event } = query;
  const ofType = 'type = {type:String}';
  if (event === undefined) return { sql: ofType, parameters: { type } };
  const named = event === '' ? 'false' : 'name = {event:String}';
  return { sql: `${ofType} AND ${named}`, parameters: { type, event } };
}
