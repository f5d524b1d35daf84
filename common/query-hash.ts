const seedA = 0x9e3779b9 | 0;
const seedB = 0x85ebca6b | 0;

/** 64 bits of a text and its length: equal for equal texts, and for no others that will be met. */
export function hashText(text: string): string {
  let a = seedA;
  let b = seedB;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    a = Math.imul(a ^ code, 0x01000193);
    b = (Math.imul(b, 31) + code) | 0;
  }
  return digest(a, b, text.length);
}

/** The same of the first `length` bytes. */
export function hashBytes(bytes: ArrayLike<number>, length: number): string {
  let a = seedA;
  let b = seedB;
  for (let at = 0; at < length; at++) {
    const byte = bytes[at] ?? 0;
    a = Math.imul(a ^ byte, 0x01000193);
    b = (Math.imul(b, 31) + byte) | 0;
  }
  return digest(a, b, length);
}

function digest(a: number, b: number, length: number): string {
  return `${hex(mix(a ^ Math.imul(b, 0x5bd1e995)))}${hex(mix(b))}.${length}`;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x7feb352d);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x846ca68b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
