import { type PackedWindow, windowBytes } from './packed-window';

/** How wide the slots of a ring are and how far it reaches back. */
export interface RingSize {
  readonly widthMs: number;
  readonly reachMs: number;
}

/** The place of one sender's window in a ring. */
export interface Slot {
  readonly key: string;
  /** Its number; slots are counted from the epoch. */
  readonly index: number;
}

export interface RingEntry {
  readonly slot: Slot;
  readonly window: PackedWindow;
  /**
   * Where the window stands in time: its middle, or, when it does not fill its
   * slot, the time nearest to the slot's middle. Epoch milliseconds.
   */
  readonly middle: number;
}

/** The windows of one resolution, one per slot and sender. */
export interface Ring extends RingSize {
  slotOf(window: Pick<PackedWindow, 'resource' | 'from' | 'to'>): Slot;
  get(slot: Slot): PackedWindow | undefined;
  put(slot: Slot, window: PackedWindow): void;
  /** In no particular order. */
  entries(): IterableIterator<RingEntry>;
  forget(entry: RingEntry): void;
  /** Everything from this time on is still there. */
  readonly completeFrom: number;
  readonly sizeBytes: number;
}

export function createRing({ widthMs, reachMs }: RingSize): Ring {
  const byKey = new Map<string, RingEntry>();
  let completeFrom = Number.NEGATIVE_INFINITY;
  let sizeBytes = 0;

  function middleOf({ index }: Slot, { from, to }: PackedWindow): number {
    if (to - from >= widthMs) return (from + to) / 2;
    return Math.max(from, Math.min(to - 1, (index + 0.5) * widthMs));
  }

  function remove(key: string): void {
    const entry = byKey.get(key);
    if (!entry) return;
    byKey.delete(key);
    sizeBytes -= windowBytes(entry.window);
  }

  return {
    widthMs,
    reachMs,
    slotOf({ resource, from, to }) {
      const index = Math.floor((from + to) / 2 / widthMs);
      return { index, key: `${index} ${resource.instance}` };
    },
    get: ({ key }) => byKey.get(key)?.window,
    put(slot, window) {
      remove(slot.key);
      byKey.set(slot.key, { slot, window, middle: middleOf(slot, window) });
      sizeBytes += windowBytes(window);
    },
    entries: () => byKey.values(),
    forget({ slot, window }) {
      remove(slot.key);
      completeFrom = Math.max(completeFrom, window.to);
    },
    get completeFrom() {
      return completeFrom;
    },
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

/** The entries that `accept` likes, oldest first. */
export function sortedEntries(ring: Ring, accept: (entry: RingEntry) => boolean): RingEntry[] {
  return [...ring.entries()].filter(accept).sort((a, b) => a.middle - b.middle);
}
