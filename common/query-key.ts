import { hashText } from './query-hash';
import { isPlain, own } from './query-reading';
import { type Comparison, memberText, valueText } from './query-value';

const plainLength = 200;

const keys = new WeakMap<object, string>();
let incomparable = 0;

/**
 * The identity of a query, values included: equal for queries that ask the
 * same, in the same order of keys, as the key by which Meteor shares observers.
 * As in Meteor's, what is `undefined` does not count, nor do functions among the
 * options (`transform`). Whether the observer is ordered is no part of it.
 *
 * Values whose content cannot be read without running the app's code (getters,
 * functions in the selector, objects with hidden state) are equal to themselves
 * only; a query that is cyclic, or larger than 50,000 values or a million
 * characters, to nothing. So two keys may differ for equal queries, never the
 * other way round. A key means something in this process only. Never throws.
 */
export function queryKey(description: object): string {
  const known = keys.get(description);
  if (known !== undefined) return known;
  const key = readKey(description);
  try {
    keys.set(description, key);
  } catch {
    // Not an object: nothing to remember it by.
  }
  return key;
}

function readKey(description: object): string {
  try {
    const { collectionName, selector, options } = description as Record<string, unknown>;
    const comparison: Comparison = { values: 0, chars: 0 };
    const query = [collectionName, selector].map((value) => valueText(value, comparison, 0));
    const text = query.join('') + optionsText(options, comparison);
    return text.length <= plainLength ? text : `#${hashText(text)}`;
  } catch {
    incomparable += 1;
    return `?${incomparable}`;
  }
}

function optionsText(options: unknown, comparison: Comparison): string {
  if (!isPlain(options)) return valueText(options, comparison, 0);
  return Object.keys(options)
    .filter((name) => name === 'sort' || typeof own(options, name) !== 'function')
    .map((name) => memberText(options, name, comparison, 0))
    .join('');
}
