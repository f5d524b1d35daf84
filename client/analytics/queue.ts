import type { Leftover } from './leftover';
import { utf8Bytes } from './utf8-bytes';

/** One event on its way, as JSON. */
export interface Entry {
  readonly text: string;
  readonly bytes: number;
  /** Epoch ms of the first try, and how many tries were answered with a status. */
  triedAt: number;
  tries: number;
  /** A request with it is open; or it went out in a way that has no answer. */
  open?: boolean;
  unanswerable?: boolean;
  /** It is in this page's copy. */
  kept?: boolean;
}

/** Events that the collector has not answered for, oldest first, and this page's copy of them. */
export interface Queue {
  /** Takes events in at the end, or at the beginning. */
  add(texts: readonly string[], first?: boolean): void;
  /** The next batch: the oldest that are not being sent, so many and as large at most. */
  take(maxEvents: number, maxBytes: number): Entry[];
  /** They are answered, or lost for a reason. */
  remove(entries: readonly Entry[], reason?: string): void;
  /** Writes the copy. From then on it follows the queue. */
  keep(): void;
  /** Writes the copy again, if there is one; forgets what another page took over with it. */
  follow(): void;
  clear(): void;
  all(): readonly Entry[];
}

export function createQueue({
  leftover,
  wallNow,
  drop,
}: {
  readonly leftover: Leftover;
  wallNow(): number;
  drop(reason: string, count: number): void;
}): Queue {
  let queue: Entry[] = [];
  let keeps = false;

  const keep = () => {
    for (const entry of queue) entry.kept = true;
    leftover.keep(
      queue.map(({ text }) => text),
      wallNow(),
    );
    keeps = queue.length > 0;
  };
  const follow = () => {
    if (!keeps) return;
    if (leftover.taken()) queue = queue.filter(({ kept }) => !kept);
    keep();
  };
  const remove = (entries: readonly Entry[], reason?: string) => {
    if (!entries.length) return;
    queue = queue.filter((entry) => !entries.includes(entry));
    if (reason) drop(reason, entries.length);
    follow();
  };

  return {
    add(texts, first) {
      const entries = texts
        .map((text) => ({ text, bytes: utf8Bytes(text), triedAt: 0, tries: 0 }))
        .filter(({ bytes }) => bytes <= maxEventBytes || drop('too-large', 1));
      queue = first ? [...entries, ...queue] : [...queue, ...entries];
      if (queue.length > maxEvents) {
        remove(queue.filter(({ open }) => !open).slice(0, queue.length - maxEvents), 'buffer-full');
      }
    },
    take(most, maxBytes) {
      /** What is around the events. */
      let bytes = 200;
      const batch: Entry[] = [];
      for (const entry of queue) {
        if (entry.open || entry.unanswerable) continue;
        bytes += entry.bytes + 1;
        if (batch.length >= most || bytes > maxBytes) break;
        batch.push(entry);
      }
      return batch;
    },
    remove,
    keep,
    follow,
    clear() {
      queue = [];
      keep();
    },
    all: () => queue,
  };
}

const maxEvents = 500;
const maxEventBytes = 32_000;
