import type { Option } from './option-schema';

/** What is wrong with a value that came for an option, or `undefined` when nothing is. */
export function problemWith(option: Option<unknown>, value: unknown): string | undefined {
  if (option.type.is(value) && withinLimits(option, value)) return undefined;
  const problem = option.type.problem?.(value);
  if (problem) return problem;
  return `expected ${accepted(option)}, but ${came(value, option.secret)} came.`;
}

function withinLimits(option: Option<unknown>, value: unknown): boolean {
  const size = typeof value === 'string' ? value.length : value;
  if (typeof size !== 'number') return true;
  return size >= (option.min ?? -Infinity) && size <= (option.max ?? Infinity);
}

/** What an option accepts, with its limits: `an integer, 100 to 600000 (ms)`. */
export function accepted({ type, min, max, unit }: Option<unknown>): string {
  const range = rangeOf(min, max);
  if (unit === 'characters') return `${type.accepts}, ${range} characters long`;
  return `${type.accepts}${range && `, ${range}`}${unit ? ` (${unit})` : ''}`;
}

function rangeOf(min: number | undefined, max: number | undefined): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return max === undefined ? '' : `at most ${max}`;
}

const longest = 40;

/** How a message puts what came. Objects are named, not shown; of secrets only the type. */
export function came(value: unknown, secret = false): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (secret) return `a ${typeof value} (not shown)`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > longest ? `${value.slice(0, longest)}\u2026` : value);
}
