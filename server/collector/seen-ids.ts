import { createHash, randomBytes } from 'node:crypto';

/** Remembers ids for a day, and no longer than there is room. */
export interface SeenIds {
  has(writeKey: string, messageId: string): boolean;
  add(writeKey: string, messageId: string): void;
  readonly size: number;
}

export interface SeenIdsOptions {
  /** Ids remembered at most; beyond it the oldest are forgotten before their time. */
  readonly limit: number;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

const generations = 4;
/** So many parts of a day that an id outlives 24 hours, whenever in its part it came. */
const generationMs = (24 / (generations - 1)) * 60 * 60_000;

/**
 * Ids by write key, as 64-bit hashes in four generations of eight hours, of
 * which the oldest goes as a whole: an id lives for 24 to 32 hours. A generation
 * that holds its share of the limit ends early, and then ids live shorter: what
 * is sent again later than that is taken for new. 11 to 22 bytes an id. Two ids
 * are taken for one with a chance of 2^-64; the hash is keyed, so nobody can
 * choose them so.
 */
export function createSeenIds({ limit, now }: SeenIdsOptions): SeenIds {
  const secret = randomBytes(16).toString('hex');
  const perGeneration = Math.max(1, Math.floor(limit / generations));
  let newestFirst = [createHashSet(perGeneration)];
  let since = now();

  /** Of the id that was asked for last: it is added right after, if it is new. */
  let last = { id: '', hash: Buffer.alloc(8) };

  function hashOf(writeKey: string, messageId: string): Buffer {
    const id = `${secret}${writeKey}\u0000${messageId}`;
    if (last.id !== id) last = { id, hash: createHash('sha1').update(id).digest() };
    return last.hash;
  }

  function rotate(): void {
    newestFirst = [createHashSet(perGeneration), ...newestFirst.slice(0, generations - 1)];
    since = now();
  }

  function expire(): void {
    const passed = Math.floor((now() - since) / generationMs);
    const start = since;
    for (let step = 0; step < Math.min(passed, generations); step++) rotate();
    if (passed > 0) since = start + passed * generationMs;
  }

  return {
    has(writeKey, messageId) {
      expire();
      const hash = hashOf(writeKey, messageId);
      return newestFirst.some((generation) => generation.has(hash));
    },
    add(writeKey, messageId) {
      expire();
      if ((newestFirst[0]?.size ?? 0) >= perGeneration) rotate();
      newestFirst[0]?.add(hashOf(writeKey, messageId));
    },
    get size() {
      return newestFirst.reduce((sum, { size }) => sum + size, 0);
    },
  };
}

interface HashSet {
  has(hash: Buffer): boolean;
  add(hash: Buffer): void;
  readonly size: number;
}

/** An open table of the first 8 bytes of hashes, at most three quarters full; it doubles as it fills. */
function createHashSet(limit: number): HashSet {
  let slots = 1024;
  let words = new Uint32Array(2 * slots);
  let size = 0;

  /** Where the hash is, or where it would go. The second word of a free place is 0. */
  function placeOf(low: number, high: number): number {
    let at = low & (slots - 1);
    while (words[2 * at + 1] !== 0) {
      if (words[2 * at] === low && words[2 * at + 1] === high) return at;
      at = (at + 1) & (slots - 1);
    }
    return at;
  }

  function put(low: number, high: number): void {
    const at = placeOf(low, high);
    words[2 * at] = low;
    words[2 * at + 1] = high;
  }

  function grow(): void {
    const before = words;
    slots *= 2;
    words = new Uint32Array(2 * slots);
    for (let at = 0; at < before.length; at += 2) {
      const [low = 0, high = 0] = [before[at], before[at + 1]];
      if (high !== 0) put(low, high);
    }
  }

  const lowOf = (hash: Buffer) => hash.readUInt32LE(0);
  const highOf = (hash: Buffer) => hash.readUInt32LE(4) || 1;

  return {
    has(hash) {
      return words[2 * placeOf(lowOf(hash), highOf(hash)) + 1] !== 0;
    },
    add(hash) {
      if (size >= limit) throw new RangeError('the table is full');
      if (size * 4 >= slots * 3) grow();
      put(lowOf(hash), highOf(hash));
      size++;
    },
    get size() {
      return size;
    },
  };
}
