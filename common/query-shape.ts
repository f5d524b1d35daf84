import { optionsShape } from './query-options';
import { selectorShape } from './query-selector';
import { cut } from './query-text';

export { queryKey } from './query-key';

/** What Meteor keeps of a cursor; its options are those of `find`. */
export interface CursorDescription {
  readonly collectionName: string;
  readonly selector?: unknown;
  readonly options?: unknown;
}

const selectorLimit = 240;
const unreadable = '{?}';

const shapes = new WeakMap<CursorDescription, string>();

/**
 * A query without its values, for telling kinds of queries apart and for people
 * to read: `{listId: ?, done: {$ne: ?}} sort {createdAt: -1} limit`.
 *
 * Keys, operators, sort and projection stand in the order of the query, since
 * Meteor does not share observers of queries that differ in it. Every value is
 * one `?`, however long a list it is. `{}` selects everything; `none` means that
 * there is no selector. At most 460 characters: what is cut off is an ellipsis. Names
 * that look like data are masked, see `maskName`.
 *
 * Never throws, runs none of the app's getters and `toJSON`s, and works but once
 * for each description. A query that cannot be read is `{?}`.
 */
export function queryShape(description: CursorDescription): string {
  const known = shapes.get(description);
  if (known !== undefined) return known;
  const shape = readShape(description);
  remember(description, shape);
  return shape;
}

function readShape(description: CursorDescription): string {
  try {
    const { selector, options } = description;
    return cut(selectorShape(selector), selectorLimit) + optionsShape(options);
  } catch {
    return unreadable;
  }
}

function remember(description: CursorDescription, shape: string): void {
  try {
    shapes.set(description, shape);
  } catch {
    // Not an object: nothing to remember it by.
  }
}
