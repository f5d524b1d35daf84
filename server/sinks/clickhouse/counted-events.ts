import type { CheckedRange } from '../../../common/checked-analytics';
import { allOf, type Conditions, equal, inRange } from './conditions';
import { type SchemaOptions, tableName } from './schema';
import { ofSenders } from './windows';

/** Events that count in a report, as parts of its query. */
export interface CountedEvents {
  readonly parameters: Conditions['parameters'];
  /** Reads these columns of those that count, of which some may be left out. */
  select(columns: string, only?: string): string;
  /** Adds `person` to rows that have `user_id` and `anonymous_id`: who they are of, `''` for nobody. */
  withPeople(rows: string): string;
}

/** Epoch milliseconds of an event. */
export const atMs = 'toUnixTimestamp64Milli(at)';

/** How many people rows are of; `State` and `Merge` where that is told in two steps. */
export const people = "uniqExactIf(person, person != '')";
export const peopleState = "uniqExactIfState(person, person != '')";
export const peopleMerge = 'uniqExactIfMerge';

export function countedEvents(schema: SchemaOptions, query: CheckedRange): CountedEvents {
  const { writeKey, bots, resource } = query;
  const where = allOf(
    inRange('at', atMs, query),
    equal('writeKey', writeKey === undefined ? [] : [['write_key', writeKey]], (column) => column),
    { sql: bots ? '' : 'NOT bot', parameters: {} },
    ofSenders(resource),
  );

  function select(columns: string, only = ''): string {
    return `SELECT ${columns}
FROM ${tableName(schema, 'events')} FINAL
WHERE ${where.sql}${only && ` AND ${only}`}`;
  }

  return {
    parameters: where.parameters,
    select,
    withPeople: (rows) => `SELECT *,
  multiIf(user_id != '', user_id, ifNull(owner, '') != '', ifNull(owner, ''), anonymous_id) AS person
FROM (${rows}) AS rows
LEFT JOIN (
${select('anonymous_id, min(user_id) AS owner', "user_id != '' AND anonymous_id != ''")}
GROUP BY anonymous_id
) AS owners USING (anonymous_id)`,
  };
}
