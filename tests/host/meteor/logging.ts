export type Log = (...args: unknown[]) => void;

/** Meteor's own output, which tests can silence message by message. */
export interface Logging {
  _debug(...args: unknown[]): void;
  _suppress_log(count: number): void;
  _suppressed_log_expected(): boolean;
}

/** Writes to `log`, or to whatever `console.error` is at that moment. */
export function createLogging(log: Log = toConsole): Logging {
  let suppressed = 0;

  return {
    _debug(...args) {
      if (suppressed > 0) suppressed--;
      else log(...args);
    },
    _suppress_log(count) {
      suppressed += count;
    },
    _suppressed_log_expected: () => suppressed !== 0,
  };
}

function toConsole(...args: unknown[]): void {
  // biome-ignore lint/suspicious/noConsole: Meteor prints there, and apps capture it there
  console.error(...args);
}
