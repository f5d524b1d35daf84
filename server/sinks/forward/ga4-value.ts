import type { JsonValue } from '../../../common/analytics/event';

/** A value as GA4 takes it: a number, or text of so many characters; `undefined` for what is neither. */
export function ga4Value(
  value: JsonValue | undefined,
  longest: number,
): string | number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value === '') return undefined;
  return value.slice(0, longest).replace(halfCharacter, '');
}

/** What is left of a character that was cut in two. */
const halfCharacter = /[\uD800-\uDBFF]$/;
