/** What `JSON.stringify` makes of half a surrogate pair, and of a backslash, which may stand before such letters. */
const halves = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;

/**
 * JSON that ClickHouse's functions can look into: they take a text for none
 * that has half of a surrogate pair in it, so that becomes U+FFFD. `''` where
 * there is nothing.
 */
export function searchableJson(value: object | undefined): string {
  if (value === undefined) return '';
  return JSON.stringify(value).replace(halves, (text) => (text === '\\\\' ? text : '\\ufffd'));
}
