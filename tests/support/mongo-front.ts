import { MongoClient } from 'mongodb';
import type { MongoSinkOptions } from '../../server/sinks/mongo';

/** A server that can be reached by another port, too. */
export interface MongoTarget {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Its address by way of a port of this machine. */
  urlAt(port: number): string;
}

/** The server at `MONGO_URL`; says so, and gives nothing, where there is none. */
export function mongoTarget(url = process.env.MONGO_URL): MongoTarget | undefined {
  const [, host, port = '27017'] = /^mongodb:\/\/([^/:,@]+)(?::(\d+))?\//.exec(url ?? '') ?? [];
  if (!url || !host) {
    process.stderr.write('SKIPPED: mongo, as MONGO_URL is not set or not of one server\n');
    return undefined;
  }
  return {
    url,
    host,
    port: Number(port),
    urlAt: (other) => `mongodb://127.0.0.1:${other}/?directConnection=true`,
  };
}

const hour = 60 * 60_000;

/** Options of a mongo sink: all that there is, and those given. */
export function usualMongo(
  given: Pick<MongoSinkOptions, 'url' | 'database'> & Partial<MongoSinkOptions>,
): MongoSinkOptions {
  return {
    driver: { MongoClient } as never,
    keepFineMs: 3 * hour,
    keepMinutesMs: 72 * hour,
    keepTenMinutesMs: 14 * 24 * hour,
    keepHoursMs: 90 * 24 * hour,
    keepTracesMs: 72 * hour,
    keepLogsMs: 72 * hour,
    keepEventsMs: 90 * 24 * hour,
    wallNow: Date.now,
    warn: () => undefined,
    ...given,
  };
}
