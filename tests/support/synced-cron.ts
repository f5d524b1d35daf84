interface Entry {
  readonly name: string;
  readonly persist?: boolean;
  job(intendedAt: Date, name: string): unknown;
  onError?(given: { error: unknown }): unknown;
}

/**
 * What `quave:synced-cron` 2 does with entries, without its schedule and its
 * collection: it keeps the app's own object, and reads `job` anew for each run.
 */
export function createSyncedCron() {
  const history: Array<{ name: string; result?: unknown; error?: unknown }> = [];

  const SyncedCron = {
    _entries: {} as Record<string, Entry>,
    running: false,

    add(entry: Entry): void {
      if (!this._entries[entry.name]) this._entries[entry.name] = entry;
    },

    remove(name: string): void {
      delete this._entries[name];
    },

    _entryWrapper(entry: Entry) {
      return async (intendedAt: Date): Promise<void> => {
        try {
          const result = await entry.job(intendedAt, entry.name);
          history.push({ name: entry.name, result });
        } catch (error) {
          history.push({ name: entry.name, error });
          await entry.onError?.({ error });
        }
      };
    },

    async run(name: string): Promise<void> {
      const entry = this._entries[name];
      if (entry) await SyncedCron._entryWrapper(entry)(new Date());
    },
  };
  return { SyncedCron, history };
}
