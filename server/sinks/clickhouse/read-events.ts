import type { AnalyticsEvent } from '../../../common/analytics/event';
import type {
  CheckedEventsQuery,
  EventField,
  EventsAnswer,
  ReadEvent,
} from '../../../common/read-events';
import { allOf, type Conditions, inRange } from './conditions';
import { keptFrom } from './kept-from';
import type { ReadParts } from './read-series';
import { tableName } from './schema';
import { ofSenders, resources } from './windows';

/** The columns that have all of an event, as JSON. */
interface EventRow {
  readonly sender: string;
  readonly entry: string;
  readonly properties: string;
  readonly traits: string;
  readonly context: string;
}

/** Columns in which `''` is all that stands for an absent text. */
const columns: Readonly<Partial<Record<EventField, string>>> = {
  type: 'type',
  userId: 'user_id',
  anonymousId: 'anonymous_id',
  messageId: 'message_id',
  writeKey: 'write_key',
};

export async function readEvents(
  parts: ReadParts,
  query: CheckedEventsQuery,
): Promise<EventsAnswer> {
  const { from, to, limit } = query;
  const where = allOf(
    inRange('at', 'toUnixTimestamp64Milli(at)', query),
    ofFields(query),
    ofVisit(query),
    ofSenders(query.resource),
  );
  const rows = await parts.client.rows<EventRow>(
    `SELECT sender, entry, properties, traits, context
FROM ${tableName(parts.schema, 'events')} FINAL
WHERE ${where.sql}
ORDER BY at DESC, message_id, write_key
LIMIT {limit:UInt32}`,
    { ...where.parameters, limit: limit + 1 },
  );
  const resourceOf = resources();
  const events = rows.slice(0, limit).map((row): ReadEvent => {
    return { ...eventOf(row), resource: resourceOf(row.sender) };
  });
  return { from, to, events, more: rows.length > limit, ...(await keptFrom(parts, 'eventDays')) };
}

function eventOf({ entry, properties, traits, context }: EventRow): AnalyticsEvent {
  return {
    ...JSON.parse(entry),
    ...(properties === '' ? {} : { properties: JSON.parse(properties) }),
    ...(traits === '' ? {} : { traits: JSON.parse(traits) }),
    context: JSON.parse(context),
  };
}

function ofFields({ equal }: CheckedEventsQuery): Conditions {
  return {
    sql: equal
      .map(([field, value], index) => {
        const column = value === '' ? undefined : columns[field];
        const text = column ?? `JSONExtract(entry, '${field}', 'Nullable(String)')`;
        return `${text} = {field${index}:String}`;
      })
      .join(' AND '),
    parameters: Object.fromEntries(equal.map(([, value], index) => [`field${index}`, value])),
  };
}

function ofVisit({ visit }: CheckedEventsQuery): Conditions {
  if (visit === undefined) return { sql: '', parameters: {} };
  const absent = "JSONExtract(context, 'visit', 'id', 'Nullable(String)')";
  return {
    sql: `${visit === '' ? absent : 'visit'} = {visit:String}`,
    parameters: { visit },
  };
}
