import { type InvocationKind, invocationKinds } from './invocation';
import { type LogEntry, type LogLevel, logLevels } from './log-entry';
import {
  checkLimit,
  checkOneOf,
  checkRange,
  checkResource,
  checkText,
  type Filters,
  matchesResource,
  type ResourceField,
  type ResourceFilter,
} from './read-checks';
import type { Resource } from './resource';

/**
 * Which lines of the app's log to read. Times are epoch milliseconds; `from`
 * inclusive, `to` exclusive. A line belongs to the range that holds its `at`.
 */
export interface LogsQuery {
  readonly from: number;
  readonly to: number;
  /** The lowest level; `debug`, which is all, unless given. */
  readonly level?: LogLevel | undefined;
  /** What the message has in it, in capitals or not. */
  readonly text?: string | undefined;
  /** The kind of what was running. */
  readonly source?: InvocationKind | undefined;
  /** The name of what was running. */
  readonly name?: string | undefined;
  readonly traceId?: string | undefined;
  readonly resource?: ResourceFilter | undefined;
  /** At most so many; 100 unless given, up to 1,000. */
  readonly limit?: number | undefined;
}

/** A line, and who sent it. */
export type ReadLog = LogEntry & { readonly resource: Resource };

export interface LogsAnswer {
  readonly from: number;
  readonly to: number;
  /** The newest first; of one sender's within a millisecond, the one logged last. */
  readonly logs: readonly ReadLog[];
  /** Whether there are others beyond the limit. */
  readonly more: boolean;
  /** Since when the store has forgotten none, in epoch ms; absent while it has had no batch. */
  readonly keptFrom?: number;
}

/** A query for lines that makes sense. */
export interface CheckedLogsQuery {
  readonly from: number;
  readonly to: number;
  /** All the levels that are asked for. */
  readonly levels: readonly LogLevel[];
  /** In small letters; empty where any message will do. */
  readonly text: string;
  /** Fields of the line and the values they must have. */
  readonly equal: Filters<LogField>;
  readonly resource: Filters<ResourceField>;
  readonly limit: number;
}

const fields = ['source', 'name', 'traceId'] as const;

export type LogField = (typeof fields)[number];

const limits = { usual: 100, most: 1_000 };

/**
 * Checks a query from outside, as every reader does first.
 *
 * @throws {RadiantError} `read-invalid`, naming what came and what is accepted.
 */
export function checkLogsQuery(query: LogsQuery): CheckedLogsQuery {
  const { from, to, level = 'debug', text = '' } = query;
  checkRange(from, to);
  checkOneOf('level', level, logLevels);
  checkText('text', text);
  checkOneOf('source', query.source, invocationKinds);
  for (const field of fields) checkText(field, query[field]);
  return {
    from,
    to,
    levels: logLevels.slice(logLevels.indexOf(level)),
    text: text.toLowerCase(),
    equal: fields.flatMap((field) => {
      const value = query[field];
      return value === undefined ? [] : [[field, value] as const];
    }),
    resource: checkResource(query.resource),
    limit: checkLimit(query.limit, limits),
  };
}

/** Whether a line of that sender is among those the query asks for. */
export function matchesLog(query: CheckedLogsQuery, entry: LogEntry, sender: Resource): boolean {
  return (
    entry.at >= query.from &&
    entry.at < query.to &&
    query.levels.includes(entry.level) &&
    query.equal.every(([field, value]) => entry[field] === value) &&
    matchesResource(query, sender) &&
    (query.text === '' || entry.message.toLowerCase().includes(query.text))
  );
}
