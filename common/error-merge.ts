import type { ErrorEntry } from './error-entry';

/**
 * What several windows or processes tell of errors, one entry per group, in
 * the order in which the groups first came: counts add up, and the newest
 * sample stays.
 */
export function mergeErrors(entries: Iterable<ErrorEntry>): ErrorEntry[] {
  const merged = new Map<string, ErrorEntry>();
  for (const entry of entries) {
    const known = merged.get(entry.group);
    merged.set(entry.group, known ? mergeTwo(known, entry) : entry);
  }
  return [...merged.values()];
}

function mergeTwo(a: ErrorEntry, b: ErrorEntry): ErrorEntry {
  const newest = b.sample.at >= a.sample.at ? b : a;
  return {
    ...newest,
    count: a.count + b.count,
    firstAt: Math.min(a.firstAt, b.firstAt),
    lastAt: Math.max(a.lastAt, b.lastAt),
  };
}
