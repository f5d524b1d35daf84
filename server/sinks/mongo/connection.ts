import type { MongoDriver } from './driver';
import { type Collections, checkVersion, collectionsOf, prepare } from './schema';

/** Where figures are stored, and what to connect with. */
export interface MongoPart {
  readonly driver: MongoDriver;
  readonly url: string;
  readonly database: string;
  /** What the app connects with, such as certificates. */
  readonly options?: object | undefined;
}

/** A connection that is opened when it is first needed, and again after a failure; making it only reads the address. */
export interface Connection {
  /** Once the schema is there and known. */
  forWriting(): Promise<Collections>;
  /** Once the schema is known; where nothing was written yet there is none, and nothing is made. */
  forReading(): Promise<Collections>;
  /** Gives up the client with all that waits in it; the next call makes another one. */
  renew(): void;
  close(): Promise<void>;
}

/**
 * Few connections of our own: a flush uses three for some milliseconds. The
 * app's pool stays the app's, and so do the figures about it. What is written
 * must survive an election, and be there for who reads next.
 */
const connects = {
  appName: 'radiant',
  maxPoolSize: 3,
  minPoolSize: 0,
  ignoreUndefined: true,
  promoteBuffers: true,
  promoteValues: true,
} as const;

/** Unless the app connects with others. */
export const patience = {
  connectTimeoutMS: 8_000,
  serverSelectionTimeoutMS: 8_000,
  socketTimeoutMS: 30_000,
} as const;

export const consistent = { readPreference: 'primary', writeConcern: { w: 'majority' } } as const;

export function createConnection({ driver, url, database, options }: MongoPart): Connection {
  const makeClient = () => new driver.MongoClient(url, { ...patience, ...options, ...connects });
  let client = makeClient();
  let writable: Promise<Collections> | undefined;
  let readable: Promise<Collections> | undefined;

  async function openForWriting(): Promise<Collections> {
    const own = client;
    await own.connect(); // by itself it does so once only: a server that was down then would be given up
    const opened = own.db(database, consistent);
    await prepare(opened);
    return collectionsOf(opened);
  }

  async function openForReading(): Promise<Collections> {
    const own = client;
    await own.connect();
    const collections = collectionsOf(own.db(database, consistent));
    await checkVersion(collections.meta);
    return collections;
  }

  return {
    forWriting() {
      writable ??= unlessFailed(openForWriting(), (failed) => {
        if (writable === failed) writable = undefined;
      });
      return writable;
    },
    forReading() {
      readable ??= unlessFailed(openForReading(), (failed) => {
        if (readable === failed) readable = undefined;
      });
      return readable;
    },
    renew() {
      const old = client;
      client = makeClient();
      writable = undefined;
      readable = undefined;
      old.close(true).catch(() => undefined); // it may have nobody left to say goodbye to
    },
    async close() {
      await client.close();
    },
  };
}

/** The same promise; one that rejects is handed to `forget` first. */
function unlessFailed<Value>(
  opening: Promise<Value>,
  forget: (failed: Promise<Value>) => void,
): Promise<Value> {
  const guarded: Promise<Value> = opening.catch((error: unknown) => {
    forget(guarded);
    throw error;
  });
  return guarded;
}
