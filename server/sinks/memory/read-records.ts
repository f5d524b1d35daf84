import type { Sliced } from '../../../common/in-slices';
import type { LogEntry } from '../../../common/log-entry';
import { type CheckedLogsQuery, type LogsAnswer, matchesLog } from '../../../common/read-logs';
import {
  answeredTrace,
  type CheckedTracesQuery,
  compareTraces,
  matchesTrace,
  type TracesAnswer,
} from '../../../common/read-traces';
import type { Trace } from '../../../common/trace';
import { keptFrom, type Records } from './records';
import { searchJournal } from './search-journal';

export function* readTraces(records: Records, query: CheckedTracesQuery): Sliced<TracesAnswer> {
  const { from, to, limit, order, equal } = query;
  const { found, more } = yield* searchJournal<Trace>(records.traces, {
    from,
    to,
    limit,
    by: order === 'newest' ? 'at' : 'durationMs',
    values: equal.map(([, value]) => JSON.stringify(value)),
    accepts: (trace, resource) => matchesTrace(query, trace, resource),
    compare: (a, b) => compareTraces(order, a.item, b.item),
  });
  const traces = found.map(({ item, resource }) => answeredTrace(query, item, resource));
  return { from, to, traces, more, ...keptFrom(records, records.traces) };
}

export function* readLogs(records: Records, query: CheckedLogsQuery): Sliced<LogsAnswer> {
  const { from, to, limit, equal } = query;
  const { found, more } = yield* searchJournal<LogEntry>(records.logs, {
    from,
    to,
    limit,
    by: 'at',
    values: equal.map(([, value]) => JSON.stringify(value)),
    accepts: (line, resource) => matchesLog(query, line, resource),
    compare: (a, b) => b.item.at - a.item.at || b.number - a.number,
  });
  const logs = found.map(({ item, resource }) => ({ ...item, resource }));
  return { from, to, logs, more, ...keptFrom(records, records.logs) };
}
