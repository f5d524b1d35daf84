/** A thing that windows name by its number. */
export interface IdEntry {
  readonly id: number;
  readonly key: string;
  /** End of the last window it was in; epoch milliseconds. */
  lastAt: number;
}

/** Things with numbers, so that what they are called is stored once. */
export interface IdTable<Entry extends IdEntry> {
  /** The entry of that key, made when it is new; it is in a window that ends at `at`. */
  entryOf(key: string, at: number, make: () => Entry): Entry;
  get(id: number): Entry | undefined;
  values(): Iterable<Entry>;
  /** Forgets what is in no window after `at`. */
  forgetBefore(at: number): void;
  /** Forgets what is not among these. */
  forgetAllBut(ids: ReadonlySet<number>): void;
  /** What `get` gives now, for who reads on while things are forgotten. */
  copy(): ReadonlyMap<number, Entry>;
  readonly sizeBytes: number;
}

const entryBytes = 400;

export function createIdTable<Entry extends IdEntry>(): IdTable<Entry> {
  const byKey = new Map<string, Entry>();
  const byId = new Map<number, Entry>();
  let sizeBytes = 0;

  function add(entry: Entry): Entry {
    byKey.set(entry.key, entry);
    byId.set(entry.id, entry);
    sizeBytes += bytesOf(entry);
    return entry;
  }

  function forget(entry: Entry): void {
    byKey.delete(entry.key);
    byId.delete(entry.id);
    sizeBytes -= bytesOf(entry);
  }

  return {
    entryOf(key, at, make) {
      const entry = byKey.get(key) ?? add(make());
      entry.lastAt = Math.max(entry.lastAt, at);
      return entry;
    },
    get: (id) => byId.get(id),
    values: () => byKey.values(),
    forgetBefore(at) {
      for (const entry of byKey.values()) if (entry.lastAt <= at) forget(entry);
    },
    forgetAllBut(ids) {
      for (const entry of byKey.values()) if (!ids.has(entry.id)) forget(entry);
    },
    copy: () => new Map(byId),
    get sizeBytes() {
      return sizeBytes;
    },
  };
}

/** The key holds all the characters of the names once more. */
function bytesOf({ key }: IdEntry): number {
  return entryBytes + 4 * key.length;
}
