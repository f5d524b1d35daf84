import type { CursorDescription } from './target';

/**
 * Why Meteor polls this query. The codes are those that Meteor operators know
 * from other tools; findings explain each.
 *
 * - `NO_ENV`: the app has no `MONGO_OPLOG_URL`, and no change streams.
 * - `DISABLE_OPLOG`: the query asks for it.
 * - `ORDERED`: observed with `addedBefore` or `movedBefore`.
 * - `LIMIT_NO_SORT`, `SKIP_NOT_SUPPORTED`, `WHERE_NOT_SUPPORTED`, `GEO_NOT_SUPPORTED`,
 *   `NOT_SUPPORTED_FIELDS`: the oplog driver cannot do that.
 * - `UNKNOWN_REASON`: none of these.
 */
export type PollingReason =
  | 'NO_ENV'
  | 'DISABLE_OPLOG'
  | 'ORDERED'
  | 'LIMIT_NO_SORT'
  | 'SKIP_NOT_SUPPORTED'
  | 'WHERE_NOT_SUPPORTED'
  | 'GEO_NOT_SUPPORTED'
  | 'NOT_SUPPORTED_FIELDS'
  | 'UNKNOWN_REASON';

const geo = new Set(['$near', '$nearSphere', '$geoWithin', '$geoIntersects', '$within']);
const maxDepth = 8;
const maxKeys = 200;

/** The reason, in the order in which Meteor's own driver choice asks. */
export function pollingReason(
  { selector, options = {} }: CursorDescription,
  { ordered, hasOplog }: { readonly ordered: boolean; readonly hasOplog: boolean },
): PollingReason {
  if (!hasOplog) return 'NO_ENV';
  if (ordered) return 'ORDERED';
  if (options._disableOplog === true || options.disableOplog === true) return 'DISABLE_OPLOG';
  if (options.skip) return 'SKIP_NOT_SUPPORTED';
  if (options.limit && !options.sort) return 'LIMIT_NO_SORT';
  const operators = operatorsIn(selector);
  if (operators.has('$where')) return 'WHERE_NOT_SUPPORTED';
  if ([...operators].some((operator) => geo.has(operator))) return 'GEO_NOT_SUPPORTED';
  return hasOperators(options.projection ?? options.fields)
    ? 'NOT_SUPPORTED_FIELDS'
    : 'UNKNOWN_REASON';
}

/** Fields with `$elemMatch`, `$slice` or a positional `$`. */
function hasOperators(fields: unknown): boolean {
  if (typeof fields !== 'object' || fields === null) return false;
  return Object.entries(fields).some(
    ([key, value]) => key.endsWith('.$') || (typeof value === 'object' && value !== null),
  );
}

function operatorsIn(selector: unknown): Set<string> {
  const found = new Set<string>();
  let left = maxKeys;
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > maxDepth) return;
    for (const key of Object.keys(value)) {
      if (left-- <= 0) return;
      if (key.startsWith('$')) found.add(key);
      walk((value as Record<string, unknown>)[key], depth + 1);
    }
  };
  walk(selector, 0);
  return found;
}
