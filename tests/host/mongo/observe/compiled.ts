import type { Document } from '../driver/driver';
import { createMatcher, type Matcher } from '../local/matcher';
import { MinimongoError } from '../local/minimongo-error';
import { createSorter, type Sorter } from '../local/sorter';

/** The matcher of a selector, or undefined for one that only a server understands. */
export function compiledMatcher(selector: Document): Matcher | undefined {
  return compiled(() => createMatcher(selector));
}

/** The same for an order. */
export function compiledSorter(sort: unknown): Sorter | undefined {
  return compiled(() => createSorter(sort));
}

function compiled<T>(compile: () => T): T | undefined {
  try {
    return compile();
  } catch (error) {
    if (error instanceof MinimongoError) return undefined;
    throw error;
  }
}
