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
  readonly entries: Document[];
  append(operation: Operation): void;
  /** Calls `listener` with each entry appended from now on. */
  listen(listener: (entry: Document) => void): () => void;
}

export function createOplog(now: () => number = Date.now): MemoryOplog {
  const entries: Document[] = [];
  const listeners = new Set<(entry: Document) => void>();
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
    if (entries.length > MAX_ENTRIES) entries.splice(0, entries.length - MAX_ENTRIES);
    for (const listener of listeners) listener(entry);
  }

  // The log of a replica set is never empty.
  append({ op: 'n', ns: '', o: { msg: 'initiating set' } });

  return {
    entries,
    append,
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
