import type { Ejson } from './ejson';

type Level = 'debug' | 'info' | 'warn' | 'error';

/** `Log` of the package logging, as far as servers use it: lines of JSON on the console. */
export interface LogFunction extends Record<Level, (line: unknown) => void> {
  (...args: unknown[]): void;
  outputFormat: 'json' | 'colored-text';
}

const restricted = [
  'time',
  'timeInexact',
  'level',
  'file',
  'line',
  'program',
  'originApp',
  'satellite',
  'stderr',
];

export function createLog(EJSON: Pick<Ejson, 'stringify'>, isProduction: boolean): LogFunction {
  const Log = ((...args: unknown[]) => Log.info(args[0])) as LogFunction;
  Log.outputFormat = 'json';
  for (const level of ['debug', 'info', 'warn', 'error'] as const) {
    Log[level] = (line) => write(level, fieldsOf(line));
  }
  return Log;

  function write(level: Level, fields: Record<string, unknown>): void {
    for (const key of restricted) {
      if (fields[key]) throw new Error(`Can't set '${key}' in log message`);
    }
    if ('message' in fields && typeof fields.message !== 'string') {
      throw new Error("The 'message' field in log objects must be a string");
    }
    if (level === 'debug' && isProduction) return;
    const line = { ...fields, time: new Date(), level };
    // biome-ignore lint/suspicious/noConsole: that is where it writes
    console.log(EJSON.stringify(line as never));
  }
}

function fieldsOf(line: unknown): Record<string, unknown> {
  const isFields = line === Object(line) && !(line instanceof RegExp) && !(line instanceof Date);
  return isFields ? (line as Record<string, unknown>) : { message: String(line) };
}
