import type { LogEntry } from '../../common/log-entry';

/** A line of the app's own log, outside of any call; every field can be given. */
export function aLogEntry(fields: Partial<LogEntry> = {}): LogEntry {
  return { at: 0, level: 'info', from: 'log', message: 'a line', ...fields };
}

/** A line in which nothing is absent. */
export function aFullLogEntry(fields: Partial<LogEntry> = {}): Required<LogEntry> {
  return {
    at: 0,
    level: 'warn',
    from: 'console',
    message: 'list "a" has\n7 tasks, “ключ”',
    source: 'method',
    name: 'tasks.add',
    traceId: '0af7651916cd43dd8448eb211c80319c',
    ...fields,
  };
}
