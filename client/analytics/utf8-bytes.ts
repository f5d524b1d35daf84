/** How many bytes of UTF-8 a text is. `TextEncoder` is not in every browser that Meteor serves. */
export function utf8Bytes(text: string): number {
  return text.length + count(text, /[\x80-\uffff]/g) + count(text, /[\u0800-\ud7ff\ue000-\uffff]/g);
}

const count = (text: string, pattern: RegExp) => (text.match(pattern) || []).length;
