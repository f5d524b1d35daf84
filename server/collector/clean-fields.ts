import type { JsonObject, JsonValue } from '../../common/analytics/event';
import { limits } from './limits';

/** What one event may still hold, and what became of the rest. */
export interface Walk {
  /** Values that may still come. */
  left: number;
  /** Keys that were left out. */
  removed: number;
  tooDeep: boolean;
  /** Whether a field is left out, whatever is in it. */
  readonly leaveOut: (name: string) => boolean;
}

/** What replaces a value, by the name it has. */
export type Change = (name: string, value: unknown) => unknown;

/** Whether the event has more, or deeper, values than are taken. What was cleaned is then not whole. */
export function problemOf({ left, tooDeep }: Walk): 'too-deep' | 'too-many-values' | undefined {
  if (tooDeep) return 'too-deep';
  return left < 0 ? 'too-many-values' : undefined;
}

/**
 * A copy without keys that are dangerous in JavaScript (`__proto__`,
 * `constructor`, `prototype`) or mean something to MongoDB (`$` in front, dots,
 * zeros), at every depth. `value` is from `JSON.parse`.
 */
export function cleanFields(value: object, walk: Walk, change: Change = asItIs): JsonObject {
  return fieldsOf(value, { walk, change, depth: 1 });
}

const asItIs: Change = (_name, value) => value;

interface Place {
  readonly walk: Walk;
  readonly change: Change;
  readonly depth: number;
}

function fieldsOf(value: object, place: Place): JsonObject {
  const { walk, change } = place;
  const cleaned: Record<string, JsonValue> = {};
  for (const [name, field] of Object.entries(value)) {
    if (problemOf(walk)) break;
    if (isDangerous(name) || walk.leaveOut(name)) walk.removed++;
    else cleaned[name] = cleanValue(change(name, field), place);
  }
  return cleaned;
}

function cleanValue(value: unknown, { walk, change, depth }: Place): JsonValue {
  walk.left--;
  if (typeof value !== 'object' || value === null) return value as JsonValue;
  if (depth >= limits.depth) {
    walk.tooDeep = true;
    return null;
  }
  const within = { walk, change, depth: depth + 1 };
  return Array.isArray(value) ? itemsOf(value, within) : fieldsOf(value, within);
}

function itemsOf(list: readonly unknown[], place: Place): JsonValue[] {
  const cleaned: JsonValue[] = [];
  for (const item of list) {
    if (problemOf(place.walk)) break;
    cleaned.push(cleanValue(item, place));
  }
  return cleaned;
}

const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

function isDangerous(name: string): boolean {
  return dangerous.has(name) || name.startsWith('$') || /[.\0]/.test(name);
}
