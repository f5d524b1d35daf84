/** What `JSON.stringify` writes of half a surrogate pair. */
const half = /\\ud[89a-f][0-9a-f]{2}/;
/** The same; a backslash too, so that one before such letters is told apart. */
const halves = /\\\\|\\ud[89a-f][0-9a-f]{2}/g;
const long = /\d{19}/;
const textsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const longInteger = /^-?\d{19,}$/;

/**
 * JSON that ClickHouse's functions can look into, `''` where there is nothing.
 * They take a text for none that has half of a surrogate pair in it, which
 * becomes U+FFFD, or an integer beyond 64 bits: long ones have an exponent.
 */
export function searchableJson(value: object | undefined): string {
  if (value === undefined) return '';
  const json = JSON.stringify(value);
  const whole = half.test(json) ? json.replace(halves, wholeText) : json;
  return long.test(whole) ? whole.replace(textsAndNumbers, shortNumber) : whole;
}

function wholeText(text: string): string {
  return text === '\\\\' ? text : '\\ufffd';
}

function shortNumber(token: string): string {
  return longInteger.test(token) ? Number(token).toExponential().replace('+', '') : token;
}
