import type { KeepReason } from '../../../common/trace';
import type { Entry } from './sampler';

/** All that is held of a window, within a number of bytes. */
export interface Shelf<Held> {
  /** Puts one on; for lack of room others have to go, the least valuable first, maybe this one. */
  put(reason: KeepReason, entry: Entry<Held>): void;
  takeOut(entry: Entry<Held>): void;
  counts(): Record<KeepReason, number>;
  clear(): void;
}

/** What goes first for lack of room. */
const leastValuable = ['random', 'asked', 'slow', 'error'] as const;

/** `dropped` is told of each one that had to go. */
export function createShelf<Held extends { readonly bytes: number }>(
  limitBytes: number,
  dropped: () => void,
): Shelf<Held> {
  const held = {
    error: new Set<Entry<Held>>(),
    slow: new Set<Entry<Held>>(),
    asked: new Set<Entry<Held>>(),
    random: new Set<Entry<Held>>(),
  };
  let bytes = 0;

  function takeOut(entry: Entry<Held>): void {
    for (const reason of leastValuable) {
      if (held[reason].delete(entry)) bytes -= entry.held.bytes;
    }
  }

  function drop(entry: Entry<Held>): void {
    takeOut(entry);
    entry.remove();
    dropped();
  }

  function makeRoom(): void {
    for (const reason of leastValuable) {
      for (const entry of held[reason]) {
        if (bytes <= limitBytes) return;
        drop(entry);
      }
    }
  }

  return {
    put(reason, entry) {
      held[reason].add(entry);
      bytes += entry.held.bytes;
      if (entry.held.bytes > limitBytes)
        drop(entry); // others would all go for it, and in vain
      else if (bytes > limitBytes) makeRoom();
    },
    takeOut,
    counts: () => ({
      error: held.error.size,
      slow: held.slow.size,
      asked: held.asked.size,
      random: held.random.size,
    }),
    clear() {
      for (const reason of leastValuable) held[reason].clear();
      bytes = 0;
    },
  };
}
