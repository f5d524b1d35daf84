import type { LogEntry } from '../../../common/log-entry';
import type { CheckedLogsQuery, LogField, LogsAnswer } from '../../../common/read-logs';
import { allOf, type Conditions, equal, inRange } from './conditions';
import { keptFrom } from './kept-from';
import type { ReadParts } from './read-series';
import { tableName } from './schema';
import { ofSenders, resources } from './windows';

const columns: Readonly<Record<LogField, string>> = {
  source: 'source',
  name: 'name',
  traceId: 'trace_id',
};

export async function readLogs(parts: ReadParts, query: CheckedLogsQuery): Promise<LogsAnswer> {
  const { from, to, limit } = query;
  const where = allOf(
    inRange('at', 'toUnixTimestamp64Milli(at)', query),
    ofLevels(query),
    equal('field', query.equal, (field) => columns[field]),
    ofSenders(query.resource),
    query.text === ''
      ? { sql: '', parameters: {} }
      : {
          sql: 'position(lowerUTF8(message), {text:String}) > 0',
          parameters: { text: query.text },
        },
  );
  const rows = await parts.client.rows<{ sender: string; entry: string }>(
    `SELECT sender, entry
FROM ${tableName(parts.schema, 'logs')}
WHERE ${where.sql}
ORDER BY at DESC, window_at DESC, number DESC
LIMIT {limit:UInt32}`,
    { ...where.parameters, limit: limit + 1 },
  );
  const resourceOf = resources();
  const logs = rows.slice(0, limit).map(({ sender, entry }) => {
    const line: LogEntry = JSON.parse(entry);
    return { ...line, resource: resourceOf(sender) };
  });
  return { from, to, logs, more: rows.length > limit, ...(await keptFrom(parts, 'logDays')) };
}

function ofLevels({ levels }: CheckedLogsQuery): Conditions {
  return {
    sql: `level IN (${levels.map((_, index) => `{level${index}:String}`).join(', ')})`,
    parameters: Object.fromEntries(levels.map((level, index) => [`level${index}`, level])),
  };
}
