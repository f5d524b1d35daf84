import type { Invocation } from './invocation';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;

export type LogLevel = (typeof logLevels)[number];

/** One line that the app logged. */
export interface LogEntry {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly level: LogLevel;
  /** `log`: Meteor's `Log`; `console`: the console. */
  readonly from: 'log' | 'console';
  /** Redacted and cut. */
  readonly message: string;
  /** What was running. */
  readonly source?: Invocation['kind'];
  readonly name?: string;
  readonly traceId?: string;
}
