import type { CursorDescription, DiffingCollection } from './target';

/** How many drivers live per collection, to know how many looks a mutation should get. */
export interface LiveDrivers {
  /** Returns the way to take it out again. */
  add(description: CursorDescription, driver: string): () => void;
  /** Drivers of that kind that a mutation of this document reaches. */
  reached(collection: string, id: unknown, driver: string): number;
}

interface Count {
  /** Drivers that any mutation of the collection reaches. */
  all: number;
  /** Those that only mutations of certain documents reach, by id. */
  readonly byId: Map<string, number>;
}

export function createLiveDrivers(idsOf: DiffingCollection['_idsMatchedBySelector']): LiveDrivers {
  const counts = new Map<string, Count>();

  function countOf(collection: string, driver: string): Count {
    const key = `${driver}\u0000${collection}`;
    const known = counts.get(key);
    if (known) return known;
    const fresh = { all: 0, byId: new Map<string, number>() };
    counts.set(key, fresh);
    return fresh;
  }

  return {
    add({ collectionName, selector }, driver) {
      const count = countOf(collectionName, driver);
      const ids = driver === 'oplog' ? idsOf?.(selector) : undefined;
      const change = (by: number) => {
        if (!ids) count.all += by;
        else for (const id of ids) addTo(count.byId, keyOf(id), by);
      };
      change(1);
      return () => change(-1);
    },
    reached(collection, id, driver) {
      const count = counts.get(`${driver}\u0000${collection}`);
      if (!count) return 0;
      return count.all + (count.byId.get(keyOf(id)) ?? 0);
    },
  };
}

function addTo(map: Map<string, number>, key: string, by: number): void {
  const sum = (map.get(key) ?? 0) + by;
  if (sum > 0) map.set(key, sum);
  else map.delete(key);
}

function keyOf(id: unknown): string {
  return typeof id === 'string' ? id : `\u0000${String(id)}`;
}
