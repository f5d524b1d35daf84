/** A value as JSON, in memory of its own: no part of a longer string is kept alive by it. */
export interface PackedText {
  readonly text: string;
  /** What the text takes on the heap. */
  readonly textBytes: number;
}

const headerBytes = 24;

export function packText(value: unknown): PackedText {
  const text = JSON.stringify(value);
  return { text, textBytes: headerBytes + (isWide.test(text) ? 2 : 1) * text.length };
}

/** One such character, and V8 takes two bytes for each of the string. */
const isWide = /[\u0100-\uffff]/;
