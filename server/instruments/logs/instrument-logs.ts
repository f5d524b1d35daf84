import { type LogLevel, logLevels } from '../../../common/log-entry';
import { patchMethod } from '../../../common/patch-method';
import type { Recorder } from '../../../common/recorder';
import { lineOf } from '../../../common/redact/line-of';
import { type Undo, undoable } from '../../../common/undo';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type Write = Function;

/** The parts of the app this instrument touches. */
export interface LogTarget {
  readonly console: Readonly<Record<'debug' | 'log' | 'info' | 'warn' | 'error', Write>>;
  /** `Log` of Meteor's package logging; undefined in apps without it. */
  readonly log: Readonly<Record<LogLevel, Write>> | undefined;
}

/** What Radiant's own lines begin with; see `warn` in server/main.ts. */
export const ownPrefix = '[radiant]';

const consoleLevels = {
  debug: 'debug',
  log: 'info',
  info: 'info',
  warn: 'warn',
  error: 'error',
} as const;

/**
 * Records what the app logs at `level` or above, on the console and with
 * Meteor's `Log`; a line of `Log`, which ends on the console, once. Nothing else
 * is hooked. Lines of Radiant's own are not recorded, nor what is logged while
 * one is being recorded.
 */
export function instrumentLogs(
  { console, log }: LogTarget,
  level: LogLevel,
  recorder: Recorder,
): Undo {
  const lowest = logLevels.indexOf(level);
  const isWanted = (one: LogLevel) => logLevels.indexOf(one) >= lowest;
  let inside = false;

  function take(from: 'log' | 'console', lineLevel: LogLevel, args: IArguments): void {
    try {
      const [first] = args;
      if (typeof first === 'string' && first.startsWith(ownPrefix)) return;
      recorder.log({
        from,
        level: lineLevel,
        message: lineOf(from === 'log' ? fieldsOf(first) : args),
      });
    } catch (error) {
      recorder.failed(error);
    }
  }

  function watched(write: Write, from: 'log' | 'console', lineLevel: LogLevel): Write {
    return function (this: unknown) {
      // biome-ignore lint/complexity/noArguments: passing `arguments` on costs no array
      const args = arguments;
      if (inside) return Reflect.apply(write, this, args);
      inside = true;
      try {
        take(from, lineLevel, args);
        return Reflect.apply(write, this, args);
      } finally {
        inside = false;
      }
    };
  }

  return undoable((defer) => {
    for (const [name, lineLevel] of Object.entries(consoleLevels)) {
      if (!isWanted(lineLevel)) continue;
      const key = name as keyof typeof consoleLevels;
      defer(patchMethod(console, key, (write) => watched(write, 'console', lineLevel)));
    }
    if (!log) return;
    for (const lineLevel of logLevels) {
      // `Log.debug` and its like write with console.log: they are hooked below the level too,
      // or their lines would count as those of the console.
      defer(
        patchMethod(log, lineLevel, (write) =>
          isWanted(lineLevel) ? watched(write, 'log', lineLevel) : silent(write),
        ),
      );
    }
  });

  function silent(write: Write): Write {
    return function (this: unknown) {
      const before = inside;
      inside = true;
      try {
        // biome-ignore lint/complexity/noArguments: as above
        return Reflect.apply(write, this, arguments);
      } finally {
        inside = before;
      }
    };
  }
}

/** `Log` takes a text, or an object with a message and fields of its own. */
function fieldsOf(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null || value instanceof Error) return [value];
  const message = Object.getOwnPropertyDescriptor(value, 'message')?.value;
  return typeof message === 'string' ? [message, value] : [value];
}
