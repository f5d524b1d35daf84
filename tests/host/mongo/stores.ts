import { MongoClient } from 'mongodb';

/** Where the tests of the host keep their documents. */
export interface Store {
  /** Completes the sentence "a document is kept …". */
  readonly name: string;
  readonly isServer: boolean;
  /** Makes a database of its own for one test. */
  open(collections: readonly string[]): Promise<Database>;
}

export interface Database {
  readonly env: Readonly<Record<string, string | undefined>>;
  drop(): Promise<void>;
}

const { MONGO_URL, MONGO_OPLOG_URL } = process.env;

export const inMemory: Store = {
  name: 'in memory',
  isServer: false,
  open: async () => ({ env: {}, drop: async () => {} }),
};

/** The replica set of `MONGO_URL`, if there is one. */
export const onServer: Store | undefined = MONGO_URL ? serverStore(MONGO_URL) : undefined;

/** All there are: tests that need no particular one run on each. */
export const stores: readonly Store[] = onServer ? [inMemory, onServer] : [inMemory];

if (!onServer) {
  process.stdout.write(
    'Skipped: the host over a real MongoDB. MONGO_URL and MONGO_OPLOG_URL of a replica set run it.\n',
  );
}

function serverStore(url: string): Store {
  let client: MongoClient | undefined;
  let databases = 0;
  // A root hook: the client lives as long as the tests of the process.
  after(() => client?.close());

  return {
    name: 'on a server',
    isServer: true,
    async open(collections) {
      client ??= new MongoClient(url);
      const name = `radiant_host_${process.pid}_${++databases}`;
      const database = client.db(name);
      for (const collection of collections) await database.createCollection(collection);
      return {
        env: { MONGO_URL: withDatabase(url, name), MONGO_OPLOG_URL },
        drop: async () => {
          await database.dropDatabase();
        },
      };
    },
  };
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
