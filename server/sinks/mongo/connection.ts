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
const patience = {
  connectTimeoutMS: 8_000,
  serverSelectionTimeoutMS: 8_000,
  socketTimeoutMS: 30_000,
} as const;

const consistent = { readPreference: 'primary', writeConcern: { w: 'majority' } } as const;

export function createConnection({ driver, url, database, options }: MongoPart): Connection {
  const client = new driver.MongoClient(url, { ...patience, ...options, ...connects });
  const opened = client.db(database, consistent);
  let writable: Promise<Collections> | undefined;
  let readable: Promise<Collections> | undefined;

  async function openForWriting(): Promise<Collections> {
    await client.connect(); // by itself it does so once only: a server that was down then would be given up
    await prepare(opened);
    return collectionsOf(opened);
  }

  async function openForReading(): Promise<Collections> {
    await client.connect();
    const collections = collectionsOf(opened);
    await checkVersion(collections.meta);
    return collections;
  }

  return {
    forWriting() {
      writable ??= openForWriting().catch((error: unknown) => {
        writable = undefined;
        throw error;
      });
      return writable;
    },
    forReading() {
      readable ??= openForReading().catch((error: unknown) => {
        readable = undefined;
        throw error;
      });
      return readable;
    },
    async close() {
      await client.close();
    },
  };
}
