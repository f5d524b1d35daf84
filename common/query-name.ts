const segmentLimit = 6;
const lengthLimit = 40;
const memoryLimit = 2_000;

const known = new Map<string, string>();

/**
 * A field's name or dotted path as it may be shown. Names are schema; a segment
 * that looks like an id or data (digits, hexadecimal, random letters, an e-mail
 * address, anything no programmer would call a field) becomes `*`:
 * `items.5f2c9a0b.qty` is `items.*.qty`, `scores.0` is `scores.*`.
 */
export function maskName(name: string): string {
  const before = known.get(name);
  if (before !== undefined) return before;
  const masked = mask(name);
  // Names come from the app's code, so they are few; where they are not, they are not kept.
  if (known.size < memoryLimit && name.length <= 200) known.set(name, masked);
  return masked;
}

function mask(name: string): string {
  // Both sides of an @ have dots of their own, so no segment is safe.
  if (name.length > segmentLimit * lengthLimit || name.includes('@')) return '*';
  const segments = name.split('.');
  const shown = segments.slice(0, segmentLimit).map((one) => (isFieldName(one) ? one : '*'));
  if (segments.length > segmentLimit) shown.push('\u2026');
  return shown.join('.');
}

const ordinary = /^(?:\$|[\p{L}_][\p{L}\p{N}_-]*)$/u;
const longNumber = /\d{6}/;
const hexadecimal = /^(?=.*\d)[0-9a-f-]{8,}$|^[0-9a-f]{16,}$/i;
/** The letters of Meteor's `Random.id()`, whose ids have 17 of them. */
const unmistakable = /^[2-9A-HJ-NP-TW-Za-km-z]{17}$/;
/** Turns per letter: camelCase has fewer than 0.4, random letters and digits about 0.6. */
const idTurns = 0.42;

/** Whether a word looks like a name somebody chose in code, and not like data. */
export function isFieldName(segment: string): boolean {
  if (segment.length > lengthLimit || !ordinary.test(segment)) return false;
  if (longNumber.test(segment) || hexadecimal.test(segment)) return false;
  if (segment.length < 15) return true;
  return turnsOf(segment) < (unmistakable.test(segment) ? 5 : segment.length * idTurns);
}

/** How often the kind of letter changes: twice a word in camelCase, at every other letter in an id. */
function turnsOf(segment: string): number {
  let turns = 0;
  for (let at = 1; at < segment.length; at++) {
    if (kindOf(segment.charCodeAt(at)) !== kindOf(segment.charCodeAt(at - 1))) turns++;
  }
  return turns;
}

function kindOf(code: number): 'digit' | 'upper' | 'other' {
  if (code >= 48 && code <= 57) return 'digit';
  return code >= 65 && code <= 90 ? 'upper' : 'other';
}
