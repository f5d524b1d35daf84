import type {
  CheckedTracesQuery,
  ReadTrace,
  TraceField,
  TracesAnswer,
} from '../../../common/read-traces';
import type { Span } from '../../../common/trace';
import { allOf, equal, inRange } from './conditions';
import { keptFrom } from './kept-from';
import type { ReadParts } from './read-series';
import { tableName } from './schema';
import { ofSenders, resources } from './windows';

const columns: Readonly<Record<TraceField, string>> = {
  kind: 'kind',
  outcome: 'outcome',
  kept: 'kept',
  name: 'name',
  userId: 'user_id',
  ddp: 'ddp',
  traceId: 'trace_id',
};

const orders = {
  newest: 'at DESC, duration_ms DESC, trace_id',
  slowest: 'duration_ms DESC, at DESC, trace_id',
} as const;

interface TraceRow {
  readonly sender: string;
  readonly entry: string;
  readonly spans?: string;
}

export async function readTraces(
  parts: ReadParts,
  query: CheckedTracesQuery,
): Promise<TracesAnswer> {
  const { from, to, limit, order, minDurationMs } = query;
  const where = allOf(
    inRange('at', 'toUnixTimestamp64Milli(at)', query),
    {
      sql: 'duration_ms >= {minDuration:Float64}',
      parameters: { minDuration: minDurationMs },
    },
    equal('field', query.equal, (field) => columns[field]),
    ofSenders(query.resource),
  );
  const rows = await parts.client.rows<TraceRow>(
    `SELECT sender, entry${query.spans ? ', spans' : ''}
FROM ${tableName(parts.schema, 'traces')}
WHERE ${where.sql}
ORDER BY ${orders[order]}
LIMIT {limit:UInt32}`,
    { ...where.parameters, limit: limit + 1 },
  );
  const resourceOf = resources();
  const traces = rows.slice(0, limit).map(({ sender, entry, spans }): ReadTrace => {
    const trace: Omit<ReadTrace, 'resource' | 'spans'> = JSON.parse(entry);
    const ofTrace: { spans?: readonly Span[] } =
      spans === undefined ? {} : { spans: JSON.parse(spans) };
    return { ...trace, ...ofTrace, resource: resourceOf(sender) };
  });
  return { from, to, traces, more: rows.length > limit, ...(await keptFrom(parts, 'traceDays')) };
}
