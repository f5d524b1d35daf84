import type { Destination, Item } from './destination';

/** Items that go into one request. */
export interface Chunk {
  readonly texts: readonly string[];
  readonly group: string;
}

/** What a request has around its items, at most: keys, and commas between them. */
const aroundBytes = 1_000;

export const bytesOf = (text: string) => Buffer.byteLength(text);

/** The largest item that has room in a request. */
export function itemLimit({ maxBytes, maxItemBytes = maxBytes }: Destination): number {
  return Math.min(maxItemBytes, maxBytes - aroundBytes);
}

/** Collects items, of which none may be over {@link itemLimit}, in chunks as large as the destination takes them. */
export function createChunks({ maxItems, maxBytes }: Destination): {
  add(item: Item): void;
  take(): Chunk[];
} {
  const full: Chunk[] = [];
  const open = new Map<string, { texts: string[]; bytes: number }>();

  return {
    add({ text, group = '' }) {
      const bytes = bytesOf(text) + 1;
      const chunk = open.get(group);
      const room = maxBytes - aroundBytes - bytesOf(group);
      if (chunk && chunk.texts.length < maxItems && chunk.bytes + bytes <= room) {
        chunk.texts.push(text);
        chunk.bytes += bytes;
        return;
      }
      if (chunk) full.push({ texts: chunk.texts, group });
      open.set(group, { texts: [text], bytes });
    },
    take() {
      for (const [group, { texts }] of open) full.push({ texts, group });
      open.clear();
      return full;
    },
  };
}
