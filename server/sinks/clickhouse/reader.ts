import { checkAnalyticsQuery } from '../../../common/check-analytics';
import { checkForget } from '../../../common/forget';
import type { AnalyticsQuery, AnswerTo } from '../../../common/read-analytics';
import { checkErrorsQuery } from '../../../common/read-errors';
import { checkEventsQuery } from '../../../common/read-events';
import { checkLogsQuery } from '../../../common/read-logs';
import { checkObserversQuery, checkQuery } from '../../../common/read-query';
import { checkTracesQuery } from '../../../common/read-traces';
import type { Reader } from '../../../common/reader';
import type { Resource } from '../../../common/resource';
import type { Clickhouse } from './client';
import { forget } from './forget';
import { levelFor } from './level';
import { readAnalytics } from './read-analytics';
import { readErrors } from './read-errors';
import { readEvents } from './read-events';
import { readLogs } from './read-logs';
import { readObservers } from './read-observers';
import { type ReadParts, readSeries } from './read-series';
import { readTraces } from './read-traces';
import { type SchemaOptions, tableName } from './schema';
import { resources } from './windows';

/** Reads what a ClickHouse sink keeps. */
export function clickhouseReader(
  client: Pick<Clickhouse, 'rows' | 'each' | 'run'>,
  schema: SchemaOptions,
  now: () => number,
): Reader {
  const parts: ReadParts = { client, schema, now };
  return {
    capabilities: { buckets: true },
    read: async (query) => readSeries(parts, checkQuery(query)),
    observers: async (query) => readObservers(parts, checkObserversQuery(query)),
    traces: async (query) => readTraces(parts, checkTracesQuery(query)),
    errors: async (query) => readErrors(parts, checkErrorsQuery(query)),
    logs: async (query) => readLogs(parts, checkLogsQuery(query)),
    events: async (query) => readEvents(parts, checkEventsQuery(query)),
    analytics: <Query extends AnalyticsQuery>(query: Query) => answerTo(parts, query),
    forget: async (query) => forget(client, schema, checkForget(query)),
    resources: (range) => readResources(parts, range),
  };
}

async function answerTo<Query extends AnalyticsQuery>(
  parts: ReadParts,
  query: Query,
): Promise<AnswerTo<Query>> {
  // The report of the answer is that of the query.
  return (await readAnalytics(parts, checkAnalyticsQuery(query))) as AnswerTo<Query>;
}

/** The senders of windows that the range overlaps. */
async function readResources(
  { client, schema, now }: ReadParts,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Resource[]> {
  const { batches } = levelFor({ from, to, stepMs: undefined }, schema.retention, now());
  const rows = await client.rows<{ sender: string }>(
    `SELECT DISTINCT sender FROM ${tableName(schema, batches)}
WHERE toUnixTimestamp64Milli(begins) < {to:Float64} AND toUnixTimestamp64Milli(ends) > {from:Float64}`,
    { from, to },
  );
  const resourceOf = resources();
  const seen = new Map<string, Resource>();
  for (const { sender } of rows) seen.set(resourceOf(sender).instance, resourceOf(sender));
  return [...seen.values()].sort(lastStartedFirst);
}

function lastStartedFirst(a: Resource, b: Resource): number {
  return b.startedAt - a.startedAt || (a.instance < b.instance ? -1 : 1);
}
