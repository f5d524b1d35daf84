import { Timestamp } from 'mongodb';
import type { Document } from './driver';
import { isPlain, sameValue } from './values';

const MAX_ENTRIES = 5000;

/** What happened to one document, before it has a place in the log. */
export type Operation =
  | { readonly op: 'i' | 'd'; readonly ns: string; readonly o: Document; readonly o2?: Document }
  | { readonly op: 'u'; readonly ns: string; readonly o: Document; readonly o2: Document }
  | { readonly op: 'c' | 'n'; readonly ns: string; readonly o: Document };

/** The log of all changes in order, as a replica set keeps it in `local.oplog.rs`. */
export interface MemoryOplog {
  readonly entries: readonly LoggedOperation[];
  /** The newest entry that is no longer there. */
  readonly lostThrough: Timestamp | undefined;
  append(operation: Operation): void;
  lastTimestamp(): Timestamp;
  /** Forgets all entries, as a log does that is too small for what happens. */
  forget(): void;
  /** Calls `listener` with each entry appended from now on. */
  listen(listener: (entry: LoggedOperation) => void): () => void;
}

export type LoggedOperation = Operation & {
  readonly ts: Timestamp;
  readonly t: number;
  readonly v: number;
  readonly wall: Date;
  readonly o2?: Document;
};

export function createOplog(now: () => number = Date.now): MemoryOplog {
  const entries: LoggedOperation[] = [];
  const listeners = new Set<(entry: LoggedOperation) => void>();
  let lostThrough: Timestamp | undefined;
  let second = 0;
  let increment = 0;

  function nextTimestamp(): Timestamp {
    const current = Math.floor(now() / 1000);
    increment = current > second ? 1 : increment + 1;
    second = Math.max(current, second);
    return new Timestamp({ t: second, i: increment });
  }

  function append(operation: Operation): void {
    const entry = { ...operation, ts: nextTimestamp(), t: 1, v: 2, wall: new Date(now()) };
    entries.push(entry);
    if (entries.length > MAX_ENTRIES) drop(entries.length - MAX_ENTRIES);
    for (const listener of listeners) listener(entry);
  }

  function drop(count: number): void {
    lostThrough = entries.splice(0, count).at(-1)?.ts ?? lostThrough;
  }

  // The log of a replica set is never empty.
  const appendNothing = () => append({ op: 'n', ns: '', o: { msg: 'initiating set' } });
  appendNothing();

  return {
    entries,
    append,
    get lostThrough() {
      return lostThrough;
    },
    lastTimestamp: () => entries.at(-1)?.ts ?? new Timestamp({ t: 0, i: 0 }),
    forget() {
      drop(entries.length);
      appendNothing();
    },
    listen(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/**
 * How a change of fields stands in the log since MongoDB 5: `i` fields that are
 * new, `u` fields that changed, `d` fields that are gone, `s<field>` the same
 * for what is inside an object.
 */
export function difference(before: Document, after: Document): Document | undefined {
  const removed = keysOf(before).filter((key) => !Object.hasOwn(after, key));
  const added = keysOf(after).filter((key) => !Object.hasOwn(before, key));
  const kept = keysOf(after).filter((key) => Object.hasOwn(before, key));
  const changed = kept.filter((key) => !sameValue(before[key], after[key]));
  const nested = changed.filter((key) => isPlain(before[key]) && isPlain(after[key]));
  const updated = changed.filter((key) => !nested.includes(key));

  const diff: Document = {};
  if (removed.length > 0) diff.d = Object.fromEntries(removed.map((key) => [key, false]));
  if (updated.length > 0) diff.u = Object.fromEntries(updated.map((key) => [key, after[key]]));
  if (added.length > 0) diff.i = Object.fromEntries(added.map((key) => [key, after[key]]));
  for (const key of nested) {
    diff[`s${key}`] = difference(before[key] as Document, after[key] as Document) ?? {};
  }
  return Object.keys(diff).length > 0 ? diff : undefined;
}

function keysOf(document: Document): string[] {
  return Object.keys(document);
}
