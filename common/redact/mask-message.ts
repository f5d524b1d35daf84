import { cut } from '../query-text';
import { maskSecrets } from './mask-secrets';
import { maskWords } from './mask-words';

/** Characters that are read for each character that may be kept: masks are shorter than what they stand for. */
const readPerKept = 3;

/**
 * A message of the app's as it may be kept: what is known to be harmless stays
 * (words, code), everything else becomes a placeholder: `<n>` a number, `<id>`
 * what looks like an id or random, `<text>` quoted text, `<email>`, `<path>`,
 * `<value>` what stands behind `=`, `<secret>` what a token or password is told by.
 * Messages that differ in these alone become equal.
 *
 * At most `limit` characters; what is beyond three times as many is never read.
 * A secret that is an ordinary word in running text cannot be told from one.
 */
export function maskMessage(text: string, limit = 500): string {
  return cut(maskWords(maskSecrets(headOf(text, limit * readPerKept))), limit);
}

/** The beginning of a text, without a word at its end that was cut through: half a token would not look like one. */
function headOf(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let end = limit;
  while (end > 0 && !isSpace(text.charCodeAt(end - 1))) end--;
  return `${text.slice(0, end)}\u2026`;
}

const isSpace = (code: number) => code === 32 || (code >= 9 && code <= 13);
