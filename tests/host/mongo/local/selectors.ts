import { ObjectID } from '../../meteor/object-id';
import type { Document } from '../driver/driver';
import { isPlain } from '../driver/values';

/** Whether a selector is an id itself, as in `find('abc')`. */
export function selectorIsId(selector: unknown): selector is string | number | ObjectID {
  if (typeof selector === 'string' || typeof selector === 'number') return true;
  return selector instanceof ObjectID;
}

/** The ids a selector is restricted to, or undefined when it is not by its form. */
export function idsMatchedBySelector(selector: unknown): readonly unknown[] | undefined {
  if (selectorIsId(selector)) return [selector];
  if (!isPlain(selector)) return undefined;
  if (Object.hasOwn(selector, '_id')) return idsOf(selector._id);
  if (!Array.isArray(selector.$and)) return undefined;
  for (const part of selector.$and) {
    const ids = idsMatchedBySelector(part);
    if (ids) return ids;
  }
  return undefined;
}

function idsOf(condition: unknown): readonly unknown[] | undefined {
  if (selectorIsId(condition)) return [condition];
  if (!isPlain(condition) || !Array.isArray(condition.$in)) return undefined;
  return condition.$in.length > 0 && condition.$in.every(selectorIsId) ? condition.$in : undefined;
}

/** Turns an id into a selector, and one without a usable `_id` into one that matches nothing. */
export function rewriteSelector(selector: unknown, fallbackId: () => unknown): Document {
  if (selectorIsId(selector)) return { _id: selector };
  if (Array.isArray(selector)) throw new Error("Mongo selector can't be an array.");
  const given = selector as Document | null | undefined;
  if (!given || ('_id' in given && !given._id)) return { _id: fallbackId() };
  return given;
}

/** The field paths a selector looks at, without positions in arrays. */
export function pathsOf(selector: Document): string[] {
  return Object.entries(selector).flatMap(([key, condition]) => {
    if (!key.startsWith('$')) return [key];
    return Array.isArray(condition) ? condition.flatMap((part) => pathsOf(part)) : [];
  });
}
