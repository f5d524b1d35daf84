import { MongoClient } from 'mongodb';

/** Databases of this run's own on a server. */
export interface Databases {
  /** Address of one; undefined where there is no server. */
  urlFor(name: string): string | undefined;
  /** Drops all of them. */
  drop(): Promise<void>;
}

/** Without an address, the app's database is in memory. */
export function databasesAt(server: string | undefined): Databases {
  const made = new Set<string>();
  return {
    urlFor(name) {
      if (!server) return undefined;
      const database = `radiant_macro_${process.pid}_${name.replaceAll(/[^a-z]+/g, '_')}`;
      made.add(database);
      const url = new URL(server);
      url.pathname = `/${database}`;
      return url.href;
    },
    async drop() {
      if (!server || made.size === 0) return;
      const client = new MongoClient(server);
      for (const name of made) await client.db(name).dropDatabase();
      await client.close();
    },
  };
}
