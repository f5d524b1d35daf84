import { type Db, MongoClient } from 'mongodb';
import { type MongoSink, type MongoSinkOptions, mongoSink } from '../../server/sinks/mongo';

const { MONGO_URL } = process.env;

const hour = 60 * 60_000;

/** A database of the server at `MONGO_URL`, for mongo sinks of one describe block. */
export interface MongoDatabase {
  readonly name: string;
  readonly db: Db;
  /** A sink that stores there. */
  sink(options?: Partial<MongoSinkOptions>): MongoSink;
  /** Takes all documents out, but for the version of the schema. */
  empty(): Promise<void>;
}

/** Runs `describe` with such a database; skips it, and says so, where there is no server. */
export function withMongo(title: string, tests: (database: MongoDatabase) => void): void {
  if (!MONGO_URL) {
    process.stdout.write(`Skipped: ${title}, as MONGO_URL is not set.\n`);
    describe.skip(title, () => undefined);
    return;
  }
  const url = MONGO_URL;
  describe(title, () => {
    const name = `radiant_sink_${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
    const client = new MongoClient(url, { promoteBuffers: true, ignoreUndefined: true });
    const db = client.db(name);

    after(async () => {
      await db.dropDatabase();
      await client.close();
    });

    tests({
      name,
      db,
      sink: (options) =>
        mongoSink({
          driver: { MongoClient } as never,
          url,
          database: name,
          keepFineMs: 3 * hour,
          keepMinutesMs: 72 * hour,
          keepTenMinutesMs: 14 * 24 * hour,
          keepHoursMs: 90 * 24 * hour,
          keepTracesMs: 72 * hour,
          keepLogsMs: 72 * hour,
          keepEventsMs: 90 * 24 * hour,
          wallNow: Date.now,
          warn: (message) => {
            throw new Error(message);
          },
          ...options,
        }),
      async empty() {
        for (const { name: collection } of await db.listCollections().toArray()) {
          await db.collection(collection).deleteMany({ _id: { $ne: 'schema' as never } });
        }
      },
    });
  });
}
