import type { CheckedLogsQuery, LogsAnswer, ReadLog } from '../../../common/read-logs';
import {
  answeredTrace,
  type CheckedTracesQuery,
  type TracesAnswer,
} from '../../../common/read-traces';
import type { LogDoc } from './documents';
import { kept, sendersOf } from './read-senders';
import { hourMs, traceFrom } from './records';
import type { Collections } from './schema';

/** Up to so many hours one index gives the slowest of each hour in order; beyond, one over all times does. */
const mostHours = 150;

export async function readTraces(
  collections: Collections,
  query: CheckedTracesQuery,
  keptFrom: number | undefined,
): Promise<TracesAnswer> {
  const { from, to, limit, spans } = query;
  const senders = await sendersOf(collections, query);
  const cursor = collections.traces.find(
    { ...tracesFilter(query), ...senders.filter },
    {
      projection: spans ? { r: 1, json: 1, spans: 1 } : { r: 1, json: 1 },
      sort: sortOf(query),
      limit: limit + 1,
    },
  );
  const found = await cursor.toArray();
  const byId = await senders.byId(found);
  const traces = found.slice(0, limit).flatMap((doc) => {
    const resource = byId.get(doc.r);
    return resource ? [answeredTrace(query, traceFrom(doc), resource)] : [];
  });
  return { from, to, traces, more: found.length > limit, ...kept(keptFrom) };
}

function tracesFilter({ from, to, minDurationMs, equal, order }: CheckedTracesQuery): object {
  const filter: Record<string, unknown> = { at: { $gte: from, $lt: to } };
  if (minDurationMs > 0) filter.durationMs = { $gte: minDurationMs };
  const [first, last] = [Math.floor(from / hourMs), Math.floor((to - 1) / hourMs)];
  const isNamed = equal.some(([field]) => field === 'name' || field === 'traceId');
  if (order === 'slowest' && !isNamed && last - first < mostHours) {
    filter.hour = { $in: Array.from({ length: last - first + 1 }, (_, index) => first + index) };
  }
  return { ...filter, ...equalTo(equal) };
}

function sortOf({ order }: CheckedTracesQuery) {
  if (order === 'newest') return { at: -1, durationMs: -1, traceId: 1 };
  return { durationMs: -1, at: -1, traceId: 1 };
}

export async function readLogs(
  collections: Collections,
  query: CheckedLogsQuery,
  keptFrom: number | undefined,
): Promise<LogsAnswer> {
  const { from, to, limit, levels, text, equal } = query;
  const senders = await sendersOf(collections, query);
  const filter = {
    at: { $gte: from, $lt: to },
    ...(levels.length < 4 ? { level: { $in: levels } } : {}),
    ...(text === '' ? {} : { message: { $regex: escaped(text), $options: 'i' } }),
    ...equalTo(equal),
    ...senders.filter,
  };
  const cursor = collections.logs.find(filter, {
    sort: { at: -1, number: -1 },
    limit: limit + 1,
  });
  const found = await cursor.toArray();
  const byId = await senders.byId(found);
  const logs = found.slice(0, limit).flatMap((doc): ReadLog[] => {
    const resource = byId.get(doc.r);
    return resource ? [{ ...lineFrom(doc), resource }] : [];
  });
  return { from, to, logs, more: found.length > limit, ...kept(keptFrom) };
}

function lineFrom({ _id, r: _r, number: _number, x: _x, ...line }: LogDoc) {
  return line;
}

/** A string, whatever its characters: the checks of queries let nothing else through. */
function equalTo(pairs: ReadonlyArray<readonly [name: string, value: string]>): object {
  return Object.fromEntries(pairs.map(([name, value]) => [name, { $eq: value }]));
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
