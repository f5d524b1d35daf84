import type { DropReason } from '../../../common/drops';
import type { InvocationContext } from '../../../common/invocation';
import type { LogEntry, LogLevel } from '../../../common/log-entry';
import type { MetricSample } from '../../../common/sample';

export interface LogLinesParts {
  /** Counts every line, those that are not kept too. */
  readonly record: (sample: MetricSample) => void;
  readonly drop: (reason: DropReason) => void;
  readonly context: Pick<InvocationContext, 'current'>;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
}

/** The lines of a window that are kept. */
export interface LogLines {
  add(line: Pick<LogEntry, 'level' | 'from' | 'message'>): void;
  /** Ends the window: what came since the last call, the oldest first. */
  take(): readonly LogEntry[];
}

const lineLimit = 1_000;
const byteLimit = 256 * 1024;
const perLine = 150;

/** Keeps the newest lines: at most 1,000, and 256 KiB, of each window. Adds what was running. */
export function createLogLines({ record, drop, context, wallNow }: LogLinesParts): LogLines {
  let lines: LogEntry[] = [];
  /** Index of the oldest line that is kept. */
  let first = 0;
  let bytes = 0;

  const isTooMuch = () => lines.length - first > lineLimit || bytes > byteLimit;

  function dropOldest(): void {
    for (let oldest = lines[first]; oldest && isTooMuch(); oldest = lines[++first]) {
      bytes -= bytesOf(oldest);
      drop('log-limit');
    }
    if (first < lineLimit) return;
    lines = lines.slice(first);
    first = 0;
  }

  return {
    add(line) {
      record({ kind: 'metric', metric: 'log.lines', dims: dimsOf[line.level], value: 1 });
      const entry = entryOf(line, wallNow(), context);
      lines.push(entry);
      bytes += bytesOf(entry);
      if (isTooMuch()) dropOldest();
    },
    take() {
      const taken = lines.slice(first);
      lines = [];
      first = 0;
      bytes = 0;
      return taken;
    },
  };
}

const dimsOf: Readonly<Record<LogLevel, { readonly level: LogLevel }>> = {
  debug: { level: 'debug' },
  info: { level: 'info' },
  warn: { level: 'warn' },
  error: { level: 'error' },
};

function entryOf(
  { level, from, message }: Parameters<LogLines['add']>[0],
  at: number,
  context: LogLinesParts['context'],
): LogEntry {
  const running = context.current();
  if (!running) return { at, level, from, message };
  const { kind: source, name, work } = running;
  const traceId = work.trace?.id;
  return { at, level, from, message, source, name, ...(traceId !== undefined && { traceId }) };
}

const bytesOf = ({ message, name = '' }: LogEntry) => perLine + 2 * (message.length + name.length);
