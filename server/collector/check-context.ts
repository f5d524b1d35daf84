import type { EventContext, JsonObject, JsonValue } from '../../common/analytics/event';
import { isObject } from '../../common/is-object';
import { limits } from './limits';

/**
 * A context as readers may rely on it: what has a meaning here has the type
 * that belongs to it, or is left out; everything else is kept as it came.
 */
export function checkContext(context: JsonObject): EventContext {
  const checked: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(context)) {
    const check = checks.get(name);
    const kept = check ? check(value) : value;
    if (kept !== undefined && kept !== null) checked[name] = kept;
  }
  return checked;
}

type Check = (value: JsonValue) => JsonValue | undefined;

const text: Check = (value) => (typeof value === 'string' ? value : undefined);

const object: Check = (value) => (isObject(value) ? value : undefined);

/** An object without those of its fields that are no text. */
const texts: Check = (value) => (isObject(value) ? filtered(value, isText) : undefined);

const library: Check = (value) =>
  isObject(value) && isText(value.name) && isText(value.version) ? value : undefined;

const visit: Check = (value) => {
  if (!isObject(value)) return undefined;
  const { id, startedAt, sequence } = value;
  const isSound =
    isText(id) && id.length <= limits.id && isWhole(startedAt) && isWhole(sequence) && id !== '';
  return isSound ? { id, startedAt, sequence } : undefined;
};

const consent: Check = (value) => {
  if (!isObject(value)) return undefined;
  const { categoryPreferences: given, granted, ...others } = value;
  const isSwitch = (category: JsonValue) => typeof category === 'boolean';
  return {
    ...others,
    ...(granted === true ? { granted } : {}),
    ...(isObject(given) ? { categoryPreferences: filtered(given, isSwitch) } : {}),
  };
};

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  ...['locale', 'timezone', 'userAgent', 'groupId'].map((name) => [name, text] as const),
  ...['app', 'page', 'campaign', 'ddp'].map((name) => [name, texts] as const),
  ...['referrer', 'screen', 'network', 'userAgentData', 'traits', 'device'].map(
    (name) => [name, object] as const,
  ),
  ['library', library],
  ['visit', visit],
  ['consent', consent],
  ['bot', (value) => (value === true ? value : undefined)],
]);

function isText(value: JsonValue | undefined): value is string {
  return typeof value === 'string';
}

function isWhole(value: JsonValue | undefined): value is number {
  return Number.isSafeInteger(value);
}

function filtered(value: JsonObject, keep: (field: JsonValue) => boolean): JsonObject {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => keep(field)));
}
